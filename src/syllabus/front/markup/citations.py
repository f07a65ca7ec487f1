"""Pandoc's citation syntax: `@key`, `[see @key, pp. 3-5; @other]`, `[-@key]`, `[@key]{.full}`.

Source of the rules: Pandoc User's Guide, "Citation syntax".
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkLabel
from markdown_it.rules_inline import StateInline

from syllabus.front.markup.locators import Locator, read_locator
from syllabus.on_demand import pattern

KEY = r"\{[^{}\s]+\}|\w+(?:[:.#$%&\-+?<>~/]\w+)*"
CITED = pattern(rf"(?<![\w@\\])(?P<minus>-?)@(?P<key>{KEY})")
FULL_MARK = "{.full}"


def citation_plugin(md: MarkdownIt, language: str) -> None:
    """Teach `md` citations, with locators in English and in `language` (BCP 47)."""
    md.options["language"] = language
    md.inline.ruler.before("link", "cited_link", cited_link)
    md.inline.ruler.before("cited_link", "citation", bracketed_citation)
    md.inline.ruler.before("citation", "narrative_citation", narrative_citation)


def narrative_citation(state: StateInline, silent: bool) -> bool:
    """Read `@key`, `-@key` and `@key [p. 3]` in a sentence."""
    if state.src[state.pos] not in "@-":
        return False
    match = CITED.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    end = match.end()
    tail: tuple[int, int] | None = None
    if state.src.startswith(" [", end):
        close = _closing_bracket(state, end + 1)
        if close is not None and not CITED.search(state.src, end + 2, close):
            tail = (end + 2, close)
            if _locator(state, *tail) is None:
                tail = None
    if not silent:
        opening = state.push("citation_open", "", 1)
        opening.info = "narrative"
        _push_work(state, match, (match.start(), match.start()), tail or (end, end))
        closing = state.push("citation_close", "", -1)
        closing.meta["end"] = tail[1] + 1 if tail else end
    state.pos = tail[1] + 1 if tail else end
    return True


def bracketed_citation(state: StateInline, silent: bool) -> bool:
    """Read `[prefix @key, locator suffix; …]`, with `{.full}` after it; `[[@key]]` is the same."""
    if state.src[state.pos] != "[":
        return False
    start = state.pos
    close = _closing_bracket(state, start)
    if close is None:
        return False
    pieces = [
        _unbracketed(state, *piece)
        for piece in _split(state.src, *_unbracketed(state, start + 1, close))
    ]
    cited = [CITED.search(state.src, first, last) for first, last in pieces]
    if not all(cited):
        return False
    end = close + 1
    full = state.src.startswith(FULL_MARK, end)
    if full:
        end += len(FULL_MARK)
    if not silent:
        posmax = state.posMax
        opening = state.push("citation_open", "", 1)
        opening.info = "full" if full else "parenthetical"
        for (first, last), match in zip(pieces, cited, strict=True):
            assert match is not None
            _push_work(state, match, (first, match.start()), (match.end(), last))
        state.pos, state.posMax = start, posmax
        closing = state.push("citation_close", "", -1)
        closing.meta["end"] = end
    state.pos = end
    return True


def cited_link(state: StateInline, silent: bool) -> bool:
    """Read `[the paper [@key]](https://…)`: markdown-it takes the inner bracket for a link."""
    start = state.pos
    if state.src[start] != "[" or state.linkLevel > 0:
        return False
    close = parseLinkLabel(state, start)
    if close < 0 or not state.src.startswith("(", close + 1):
        return False
    inner = state.src.find("[", start + 1, close)
    if inner == -1 or CITED.search(state.src, inner, close) is None:
        return False
    target = parseLinkDestination(state.src, close + 2, state.posMax)
    if not target.ok or not target.str or not state.src.startswith(")", target.pos):
        return False
    if not silent:
        posmax = state.posMax
        state.pos = start + 1
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(target.str)}
        state.posMax = close
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1).meta["end"] = target.pos + 1
        state.posMax = posmax
    state.pos = target.pos + 1
    return True


def _push_work(
    state: StateInline, match: re.Match[str], before: tuple[int, int], after: tuple[int, int]
) -> None:
    """Push one cited work: its prefix, its key with locator, its suffix."""
    posmax = state.posMax
    locator = _locator(state, *after)
    state.push("work_open", "", 1)
    _tokenize(state, *_trimmed(state.src, *before))
    state.pos = match.start()
    key = state.push("work_key", "", 0)
    key.content = match["key"].strip("{}")
    key.meta.update(
        label=locator and locator.label,
        locator=locator and locator.place,
        suppress=bool(match["minus"]),
        end=match.end(),
    )
    _tokenize(state, *_trimmed(state.src, locator.end if locator else after[0], after[1]))
    state.push("work_close", "", -1)
    state.posMax = posmax


def _tokenize(state: StateInline, start: int, end: int) -> None:
    """Read what is before or after a key, by itself: no emphasis spans the key."""
    if start < end:
        state.pos, state.posMax = start, end
        state.push("around_open", "", 1)
        state.md.inline.tokenize(state)
        if state.pos > end:  # markdown-it's text rule stops at markup only
            state.tokens[-1].content = state.tokens[-1].content[: end - state.pos]
        state.push("around_close", "", -1)


def _locator(state: StateInline, start: int, end: int) -> Locator | None:
    return read_locator(state.src, start, end, str(state.md.options["language"]))


def _closing_bracket(state: StateInline, start: int) -> int | None:
    """Return where the bracket opened at `start` closes; None for a link's text."""
    close = parseLinkLabel(state, start)
    if close < 0 or state.src[close + 1 : close + 2] in ("(", "["):
        return None
    return close


def _unbracketed(state: StateInline, start: int, end: int) -> tuple[int, int]:
    """Shrink the range to what is in brackets, where they enclose all of it."""
    first, last = _trimmed(state.src, start, end)
    if state.src[first:last].startswith("[") and parseLinkLabel(state, first) == last - 1:
        return first + 1, last - 1
    return start, end


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split at semicolons outside of quotes of code and braces."""
    pieces, first, depth, in_code = [], start, 0, False
    for position in range(start, end):
        character = text[position]
        if character == "`":
            in_code = not in_code
        elif in_code:
            continue
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif character == ";" and depth <= 0:
            pieces.append((first, position))
            first = position + 1
    return [*pieces, (first, end)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Shrink the range past spaces at both ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
