"""Mail on a meeting: its announcement, a reminder of it, its recording."""

from syllabus.outputs.mail.message import Announcement, Attachment
from syllabus.outputs.mail.occasion import MailKind, NoMeeting, cancelled_before, choose_meeting
from syllabus.outputs.mail.writing import MailContent, write_announcement

__all__ = [
    "Announcement",
    "Attachment",
    "MailContent",
    "MailKind",
    "NoMeeting",
    "cancelled_before",
    "choose_meeting",
    "write_announcement",
]
