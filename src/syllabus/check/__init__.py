"""Every rule that spans files: from a project's folder to a `Course` and its faults."""

from syllabus.check.advice import advise, unused_entries
from syllabus.check.project import CheckedProject, check_project

__all__ = ["CheckedProject", "advise", "check_project", "unused_entries"]
