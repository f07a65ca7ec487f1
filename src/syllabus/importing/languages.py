"""What a document says of the language of its words, in the tree that pandoc makes of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from syllabus.front.records.kinds import BadValue
from syllabus.front.records.values import parse_language_of_words
from syllabus.on_demand import pattern

_WITH_LANGUAGE = pattern(
    r"<(?P<tag>[a-z][a-z0-9]*)(?=\s)(?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*?\s"
    r"lang\s*=\s*[\"']?(?P<language>[a-z][\w-]*)[^<>]*>",
    re.IGNORECASE,
)
_BLOCK = pattern(
    r"</?(?:address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|h[1-6]|header|hr|html|li|main|nav|ol|p|pre|script|section"
    r"|style|table|tbody|td|tfoot|th|thead|title|tr|ul)\b",
    re.IGNORECASE,
)
_OF_WORDS = frozenset(
    (
        *("address", "caption", "dd", "dt", "figcaption", "li", "p", "td", "th"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
_IN_LINES = frozenset(("a", "b", "cite", "code", "em", "i", "q", "small", "strong", "u"))
_KEPT = frozenset(("abbr", "body", "html", "span"))
_LONGEST = 2_000


def with_languages_of_words(page: str, lost: list[tuple[str, str]]) -> str:
    """Return a page of HTML that says in spans which languages its words are in.

    Pandoc keeps those alone, not what a paragraph, a heading, a cell or a link says. What blocks of
    several say, such as lists, is `lost`, with their tags.
    """
    if "lang" not in page.lower():
        return page
    blocks = [found.start() for found in _BLOCK.finditer(page)]
    pieces: list[tuple[int, int, str]] = []
    for number, found in enumerate(_WITH_LANGUAGE.finditer(page)):
        tag, start = found["tag"].lower(), found.end()
        after = bisect_left(blocks, start)
        end = blocks[after] if after < len(blocks) else len(page)
        kept = tag in _KEPT or (tag in _OF_WORDS and _ends(tag, page, end))
        if tag in _IN_LINES:
            close = _closing(tag, page, start, min(end, start + _LONGEST))
            kept, end = close is not None, start if close is None else close
        if not kept:
            lost.append((found["language"], tag))
        if end > start and tag in _OF_WORDS | _IN_LINES:
            # Where two end, the inner one does first.
            pieces += [(start, number, f'<span lang="{found["language"]}">')]
            pieces += [(end, -number, "</span>")]
    written: list[str] = []
    last = 0
    for place, _, piece in sorted(pieces):
        written += [page[last:place], piece]
        last = place
    return "".join((*written, page[last:]))


def _closing(tag: str, page: str, start: int, end: int) -> int | None:
    """Return where an element closes whose words begin at `start`; None where it does not."""
    depth = 1
    for found in re.compile(rf"<(/?){tag}\b", re.IGNORECASE).finditer(page, start, end):
        depth += -1 if found[1] else 1
        if not depth:
            return found.start()
    return None


def _ends(tag: str, page: str, place: int) -> bool:
    """Return whether an element ends where the next block begins or ends."""
    following = page[place : place + 12].lower()
    holds_lines = tag == "p" or tag[1:].isdigit()
    return holds_lines or following.startswith(("</", f"<{tag}", "<tr")) or not following


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
