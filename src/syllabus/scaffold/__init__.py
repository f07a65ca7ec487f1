"""New courses, new records and the next term, written all together or not at all."""

from syllabus.scaffold.course import (
    IGNORED,
    NewCourse,
    PlannedCourse,
    plan_course,
    title_of_folder,
)
from syllabus.scaffold.files import InTheWay, NewFile, refuse_obstacles, write_files
from syllabus.scaffold.machine import git_name, machine_language, machine_zone
from syllabus.scaffold.meeting import (
    ByRhythm,
    MeetingRequest,
    PlannedMeeting,
    plan_meeting,
)
from syllabus.scaffold.rollover import PlannedTerm, plan_term
from syllabus.scaffold.term import Term, Unplannable, day_of, read_term

__all__ = [
    "IGNORED",
    "ByRhythm",
    "InTheWay",
    "MeetingRequest",
    "NewCourse",
    "NewFile",
    "PlannedCourse",
    "PlannedMeeting",
    "PlannedTerm",
    "Term",
    "Unplannable",
    "day_of",
    "git_name",
    "machine_language",
    "machine_zone",
    "plan_course",
    "plan_meeting",
    "plan_term",
    "read_term",
    "refuse_obstacles",
    "title_of_folder",
    "write_files",
]
