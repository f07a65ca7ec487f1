"""Every rule that spans files: from a project's folder to a `Course` and its faults."""

from syllabus.front.check.advice import advise
from syllabus.front.check.cached import check_project
from syllabus.front.check.checked import CheckedProject

__all__ = ["CheckedProject", "advise", "check_project"]
