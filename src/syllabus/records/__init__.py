"""Records as their files say them: course.yaml and the front matter of meetings."""

from syllabus.records.course import CourseRecord, read_course
from syllabus.records.files import LARGEST_LIBRARY, bib_files, markdown_files, read_text
from syllabus.records.kinds import Located, Pair
from syllabus.records.meeting import MeetingRecord, read_meeting
from syllabus.records.published import (
    LARGEST_HISTORY,
    Published,
    PublishedMeeting,
    published_text,
    read_published,
)
from syllabus.records.schema import course_schema, meeting_schema

__all__ = [
    "LARGEST_HISTORY",
    "LARGEST_LIBRARY",
    "CourseRecord",
    "Located",
    "MeetingRecord",
    "Pair",
    "Published",
    "PublishedMeeting",
    "bib_files",
    "course_schema",
    "markdown_files",
    "meeting_schema",
    "published_text",
    "read_course",
    "read_meeting",
    "read_published",
    "read_text",
]
