"""What a document says of the language of its words, in the tree that pandoc makes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from syllabus.front.records.kinds import BadValue
from syllabus.front.records.values import parse_language_of_words


def language_attribute(attributes: Iterable[tuple[str, str]]) -> str:
    """Return what attributes name as a language."""
    return next((value for key, value in attributes if key in ("lang", "xml:lang")), "")


def tag_of(named: str) -> str | None:
    """Return a language that a document names as a BCP 47 tag, None if it is none."""
    try:
        return parse_language_of_words(named)
    except BadValue:
        return None


def main_language(blocks: list[Any]) -> str | None:
    """Return the language that most words of a document say they are in, as those of Word do."""
    spoken: Counter[str] = Counter()
    pending: list[tuple[Any, str]] = [(blocks, "")]
    while pending:
        node, language = pending.pop()
        if isinstance(node, list):
            pending += ((each, language) for each in node)
        elif isinstance(node, dict):
            match node.get("t"), node.get("c"):
                case "Str", str(word):
                    spoken[language] += len(word)
                case "Span" | "Div", [[_, _, attributes], inner]:
                    pending.append((inner, language_attribute(attributes) or language))
                case _, inner:
                    pending.append((inner, language))
    most, letters = max(spoken.items(), key=itemgetter(1), default=("", 0))
    return tag_of(most) if 2 * letters > spoken.total() else None
