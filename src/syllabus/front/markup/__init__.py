"""Markdown to the tree of a text, with every node's place in its file."""

from syllabus.front.markup.addresses import leads_within
from syllabus.front.markup.fences import unread_in, unread_in_value
from syllabus.front.markup.footnotes import label_with_space
from syllabus.front.markup.punctuation import smart_text
from syllabus.front.markup.references import DURATION_AFTER
from syllabus.front.markup.titles import attributes_in_title, parse_label, parse_title
from syllabus.front.markup.tree import (
    MarkupContext,
    ParsedText,
    parse_markdown,
)

__all__ = [
    "DURATION_AFTER",
    "MarkupContext",
    "ParsedText",
    "attributes_in_title",
    "label_with_space",
    "leads_within",
    "parse_label",
    "parse_markdown",
    "parse_title",
    "smart_text",
    "unread_in",
    "unread_in_value",
]
