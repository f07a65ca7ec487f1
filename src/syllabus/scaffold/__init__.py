"""New courses, new records and the next term, written completely or not at all."""

from syllabus.scaffold.course import (
    IGNORED,
    NewCourse,
    PlannedCourse,
    plan_course,
    title_of_folder,
)
from syllabus.scaffold.files import AlreadyExists, NewFile, refuse_obstacles, write_files
from syllabus.scaffold.machine import git_name, machine_language, machine_zone, unread_zone
from syllabus.scaffold.meeting import (
    DateChoice,
    MeetingRequest,
    PlannedMeeting,
    plan_meeting,
)
from syllabus.scaffold.records import CourseRecords, PlanningError, day_of, read_course_records
from syllabus.scaffold.rollover import PlannedTerm, plan_term

__all__ = [
    "IGNORED",
    "AlreadyExists",
    "CourseRecords",
    "DateChoice",
    "MeetingRequest",
    "NewCourse",
    "NewFile",
    "PlannedCourse",
    "PlannedMeeting",
    "PlannedTerm",
    "PlanningError",
    "day_of",
    "git_name",
    "machine_language",
    "machine_zone",
    "plan_course",
    "plan_meeting",
    "plan_term",
    "read_course_records",
    "refuse_obstacles",
    "title_of_folder",
    "unread_zone",
    "write_files",
]
