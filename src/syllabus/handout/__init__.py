"""A course at a moment for the readers of an edition, worked out once."""

from syllabus.handout.citations import CitationFormat, CitedMeeting, cite_meeting
from syllabus.handout.handout import Handout, HandoutSection, handout_nodes, make_handout
from syllabus.handout.readers import meeting_for_readers

__all__ = [
    "CitationFormat",
    "CitedMeeting",
    "Handout",
    "HandoutSection",
    "cite_meeting",
    "handout_nodes",
    "make_handout",
    "meeting_for_readers",
]
