"""Every rule that spans files: from a project's folder to a `Course` and its faults."""

from syllabus.front.check.advice import advise
from syllabus.front.check.checked import CheckedProject
from syllabus.front.check.recalled import check_project

__all__ = ["CheckedProject", "advise", "check_project"]
