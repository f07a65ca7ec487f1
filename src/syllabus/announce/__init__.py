"""Mail on a meeting: its announcement, a reminder of it, its recording."""

from syllabus.announce.message import Announcement, Attachment
from syllabus.announce.occasion import Kind, NoMeeting, choose_meeting, find_record
from syllabus.announce.writing import Announced, write_announcement

__all__ = [
    "Announced",
    "Announcement",
    "Attachment",
    "Kind",
    "NoMeeting",
    "choose_meeting",
    "find_record",
    "write_announcement",
]
