"""The stages of a build put together; the only room that writes into `build/` and history."""

from syllabus.build.outputs import clean_build
from syllabus.build.request import BuildOutcome, BuildRequest, Front, Progress
from syllabus.build.stages import build_handout, prepare_handout

__all__ = [
    "BuildOutcome",
    "BuildRequest",
    "Front",
    "Progress",
    "build_handout",
    "clean_build",
    "prepare_handout",
]
