"""What course.yaml may say around each mail: every key, once."""

from __future__ import annotations

import re

from syllabus.front.records.forms import LONGEST_TEXT, TEXT
from syllabus.front.records.kinds import BadValue, Field, Record, Single


def parse_paragraphs(text: str) -> str:
    r"""Return a text as paragraphs with an empty line between them.

    The other ends of lines are spaces, but for those behind a backslash.
    """
    if len(text) > LONGEST_TEXT:
        message = f"found {len(text)} characters, expected at most {LONGEST_TEXT}"
        raise BadValue("text-too-long", message)
    paragraphs = re.split(r"\n[ \t]*\n", text)
    return "\n\n".join(filter(None, map(_joined, paragraphs)))


def _joined(paragraph: str) -> str:
    lines = re.split(r"\\[ \t]*\n", paragraph)
    return "\n".join(" ".join(each.split()) for each in lines)


_PARAGRAPHS = Single("text", parse_paragraphs, TEXT)

BEFORE = Field("before", _PARAGRAPHS, "What is printed above it.")
AFTER = Field("after", _PARAGRAPHS, "What is printed below it.")
COURSE_ANNOUNCEMENT = Field(
    "announcement",
    Record("before and after", (BEFORE, AFTER)),
    "Text around what each mail says of its meeting, in paragraphs, with an empty line between "
    "two of them; none unless given.",
)
