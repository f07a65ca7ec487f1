"""Every rule that spans files: from a project's folder to a `Course` and its faults."""

from syllabus.check.advice import advise
from syllabus.check.checked import CheckedProject
from syllabus.check.recalled import check_project

__all__ = ["CheckedProject", "advise", "check_project"]
