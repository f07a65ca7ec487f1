"""Every rule that spans files: from a project's folder to a `Course` and its faults."""

from syllabus.check.project import CheckedProject, check_project

__all__ = ["CheckedProject", "check_project"]
