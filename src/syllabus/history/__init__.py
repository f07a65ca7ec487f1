"""What handouts contained: records of it to be committed, and how two of them differ."""

from syllabus.history.compare import Change, Changed, ChangeKind, Changes, compare_snapshots
from syllabus.history.files import (
    handout_days,
    handout_path,
    last_handout,
    load_snapshot,
    read_snapshot,
    snapshot_text,
)
from syllabus.history.printing import changes_json, changes_markdown
from syllabus.history.private import without_private
from syllabus.history.remarks import Remark, Wording
from syllabus.history.snapshot import (
    MeetingSnapshot,
    SectionSnapshot,
    Snapshot,
    TextSnapshot,
    take_snapshot,
)
from syllabus.history.wording import (
    Piece,
    PieceKind,
    beginning,
    compare_words,
    excerpt,
    split_formulas,
)

__all__ = [
    "Change",
    "ChangeKind",
    "Changed",
    "Changes",
    "MeetingSnapshot",
    "Piece",
    "PieceKind",
    "Remark",
    "SectionSnapshot",
    "Snapshot",
    "TextSnapshot",
    "Wording",
    "beginning",
    "changes_json",
    "changes_markdown",
    "compare_snapshots",
    "compare_words",
    "excerpt",
    "handout_days",
    "handout_path",
    "last_handout",
    "load_snapshot",
    "read_snapshot",
    "snapshot_text",
    "split_formulas",
    "take_snapshot",
    "without_private",
]
