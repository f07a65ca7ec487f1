"""Records of what handouts contained, to be committed, and how two of them differ.

Every build records its handout; what only reads or compares records is imported from its module:
`files`, `compare`, `remarks`, `wording`, `printing`, `private`.
"""

from syllabus.outputs.history.snapshot import (
    MeetingSnapshot,
    SectionSnapshot,
    Snapshot,
    TextSnapshot,
    take_snapshot,
)
from syllabus.outputs.history.writing import handout_path, snapshot_text

__all__ = [
    "MeetingSnapshot",
    "SectionSnapshot",
    "Snapshot",
    "TextSnapshot",
    "handout_path",
    "snapshot_text",
    "take_snapshot",
]
