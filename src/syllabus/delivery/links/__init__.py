"""Link checking: whether addresses still work."""

from syllabus.delivery.links.answers import Answer, State, read_answers, write_answers
from syllabus.delivery.links.collect import find_links
from syllabus.delivery.links.judge import judge_links, secure_twin
from syllabus.delivery.links.requests import RequestLimits, request_addresses

__all__ = [
    "Answer",
    "RequestLimits",
    "State",
    "find_links",
    "judge_links",
    "read_answers",
    "request_addresses",
    "secure_twin",
    "write_answers",
]
