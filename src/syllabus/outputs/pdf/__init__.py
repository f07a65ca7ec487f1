"""The stages of a build put together; the only room that writes into `build/` and history."""

from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest, PreparedHandout
from syllabus.outputs.pdf.stages import build_handout
from syllabus.workspace.outputs import clean_build

__all__ = [
    "BuildOutcome",
    "BuildRequest",
    "PreparedHandout",
    "build_handout",
    "clean_build",
    "prepare_handout",
]
