"""Every rule that spans files: from a project's folder to a `Course` and its faults."""

from syllabus.check.access import tells_access
from syllabus.check.advice import Lack, Missing, advise, find_missing, unused_entries
from syllabus.check.calendar import advise_calendar
from syllabus.check.project import CheckedProject, check_project

__all__ = [
    "CheckedProject",
    "Lack",
    "Missing",
    "advise",
    "advise_calendar",
    "check_project",
    "find_missing",
    "tells_access",
    "unused_entries",
]
