"""Addresses, asked whether they still lead somewhere; the only room that uses the network."""

from syllabus.delivery.links.answers import Answer, State, read_answers, write_answers
from syllabus.delivery.links.ask import Manners, ask_addresses, is_public
from syllabus.delivery.links.judge import judge_links, secure_twin
from syllabus.delivery.links.places import find_links

__all__ = [
    "Answer",
    "Manners",
    "State",
    "ask_addresses",
    "find_links",
    "is_public",
    "judge_links",
    "read_answers",
    "secure_twin",
    "write_answers",
]
