"""What stands in braces behind brackets, as Pandoc writes it: `[mot juste]{lang=fr}`.

That is the language of the words in the brackets, where it is not that of the text around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_inline import StateInline

from syllabus.diagnostics import Diagnostic, error, warning
from syllabus.front.markup.citations import FULL_MARK
from syllabus.front.records.kinds import BadValue
from syllabus.front.records.values import language_called, parse_language_of_words
from syllabus.on_demand import pattern
from syllabus.source import Span

EXAMPLE = "[mot juste]{lang=fr}"
UNDETERMINED = "und"
"""The language of words whose own is not known (BCP 47, ISO 639-2)."""

_LONGEST = 200
_BRACES = pattern(rf"\{{([^][{{}}\n]{{0,{_LONGEST}}})(\}}?)")
_QUOTED = "\"[^\"]*\"|'[^']*'|[“”„«»][^“”„«»]*[“”„«»]"
_LANGUAGE = pattern(rf"\s*lang\s*=\s*({_QUOTED}|[^\s\"'=]+)\s*", re.IGNORECASE)
_ATTRIBUTE = rf"(?:[.#][A-Za-z][\w:.-]*|[A-Za-z][\w-]*=(?:{_QUOTED}|[^\s\"'=]+))"
_MEANT = pattern(
    rf"\s*{_ATTRIBUTE}(?:\s+{_ATTRIBUTE})*\s*"
    r"|\s*:?\s*(?:xml:)?lang(?:uage)?(?:\s*[=:].*|\s+[\w-]+\s*)",
    re.IGNORECASE,
)
_BRACKETED = pattern(rf"(?<!\\)\[[^][]*\]\{{([^][{{}}\n]{{0,{_LONGEST}}})\}}?")
_AT_END = pattern(rf"\{{([^][{{}}\n]{{0,{_LONGEST}}})\}}(?=\s*\Z)")
_DUE = pattern(
    r"\{\s*(?!due\b)\w+\s*=\s*[\"“”„']*"
    r"(?=[^{}]*(?:[12]\d{3}|\d[./]\s?\d))([^{}\"“”']+)[\"“”']*\s*\}"
)
"""A day behind a heading, under another name."""
_ASTRAY = pattern(
    rf"(?<![]\\])\{{:?\s*(?:xml:)?lang\s*=\s*(?:{_QUOTED}|[\w-]+)\s*\}}"
    rf"|(?<!\\){re.escape(FULL_MARK)}",
    re.IGNORECASE,
)
_SHORTCUT = pattern(r"\[([^][]*)\](?!\{)")
_LANGUAGE_ALONE = pattern(
    r"(?:(?<!\\)\]|\A)(?P<braces>\{\s*[:=]?\s*(?P<name>[^\W\d_]{2,}(?:-[A-Za-z0-9]+)*)\s*\})"
)
_FOOTNOTE = pattern(r"\[\^[^][\s]+\]")
_BEFORE = ")]}`*_~>$"
"""What a link, other attributes, code, emphasis or a formula ends with."""
_UNNUMBERED = "{-}"
"""Pandoc's mark of a heading without a number."""


def bracketed_text(state: StateInline, silent: bool) -> bool:
    """Read brackets with braces behind them that hold attributes; other braces are text."""
    start = state.pos
    if state.src[start] != "[" or state.src.find("]{", start, state.posMax) == -1:
        return False
    if _FOOTNOTE.match(state.src, start, state.posMax):
        return False
    close = parseLinkLabel(state, start)
    found = _BRACES.match(state.src, close + 1, state.posMax) if close >= 0 else None
    if found is None or found[0] == FULL_MARK or not _MEANT.fullmatch(found[1]):
        return False
    if not silent:
        posmax = state.posMax
        token = state.push("in_language_open", "", 1)
        token.meta["attributes"] = found.span()
        state.pos, state.posMax = start + 1, close
        state.md.inline.tokenize(state)
        state.push("in_language_close", "", -1).meta["end"] = found.end()
        state.posMax = posmax
    state.pos = found.end()
    return True


def link_label(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803
    """Return where the words of a link end, which may hold brackets with a language, but no link.

    It stands in for markdown-it's helper, which takes all brackets that are read for links.
    """
    close = parseLinkLabel(state, start, disableNested)
    if close >= 0 or not disableNested or "]{" not in state.src[start : state.posMax]:
        return close
    close = parseLinkLabel(state, start)
    inside = state.src[start + 1 : max(close, 0)]
    known = state.env.get("references", {})
    labels = (normalizeReference(found[1]) for found in _SHORTCUT.finditer(inside))
    leads = "](" in inside or "][" in inside or any(label in known for label in labels)
    return -1 if leads or "]{" not in inside else close


def language_in(braces: str) -> str:
    """Return the language (BCP 47) that braces name, `UNDETERMINED` where they are at fault."""
    found = _LANGUAGE.fullmatch(braces.strip("{}"))
    try:
        return parse_language_of_words(_unquoted(found[1])) if found else UNDETERMINED
    except BadValue:
        return UNDETERMINED


def attribute_faults(words: str, braces: str, place: Span) -> Iterator[Diagnostic]:
    """Yield what is wrong with the `braces` behind some `words`: one fault at most.

    Faults: `text-attribute`, `unknown-language`.
    """
    found = _LANGUAGE.fullmatch(braces.strip("{}"))
    if not braces.endswith("}"):
        message = "found '{' behind brackets without its '}'"
    elif found is None:
        message = f"found '{braces}' behind brackets, expected the language of the words in them"
    elif not words.strip():
        message = "found a language behind brackets without words"
    else:
        try:
            parse_language_of_words(_unquoted(found[1]))
        except BadValue as bad:
            exact = place.text == braces
            yield bad.fault(place.part(1 + found.start(1), 1 + found.end(1)) if exact else place)
        return
    hint = f"write it as {EXAMPLE}, or \\[ for a bracket that is printed"
    yield error("text-attribute", message, place, hint)


def _unquoted(language: str) -> str:
    return language.strip("\"'“”„«»").strip()


def bracketed_in(text: str) -> Iterator[re.Match[str]]:
    """Yield brackets with attributes behind them in a value where nothing reads them."""
    if "]{" in text:
        for found in _BRACKETED.finditer(text):
            if _MEANT.fullmatch(found[1]):
                yield found


def languages_alone(place: Span, text: str, *, hint: str = "") -> Iterator[Diagnostic]:
    """Yield a warning for braces behind brackets, a link or emphasis that hold a bare language.

    Others are text, as in `a[i]{j}`. `text` is that of the place, with what is not looked at
    blanked out.
    """
    if "{" not in text:
        return
    before = place.file.text[: place.start]
    for found in _LANGUAGE_ALONE.finditer(text):
        begins = found[0][0] == "{"
        if begins and not before.endswith(("]", ")", "*", "_")):
            continue
        opening = (before + text[: found.start()]).rpartition("[")
        bracketed = opening[1] and not opening[0].endswith("\\")
        code = language_called(found["name"]) if bracketed or begins else None
        if code is not None:
            message = f"found '{found['braces']}', which is printed as it stands"
            usual = f"write [words]{{lang={code}}}, also in a link; a brace that is printed, \\{{"
            braces = place.part(*found.span("braces"))
            yield warning("unread-markup", message, braces, hint or usual)


def attributes_elsewhere(text: Span, *, ends_heading: bool = False) -> Iterator[Diagnostic]:
    """Yield a warning for attributes in a text that stand behind no brackets that could have them.

    They may be those of a link, code or emphasis before it, or of a heading.
    """
    written = text.text
    if "{" not in written:
        return
    before = text.file.text[text.start - 1 : text.start]
    found = _BRACES.match(written) if before and before in _BEFORE else None
    if found is None and ends_heading:
        found = _AT_END.search(written)
    places = {found.span() for found in _ASTRAY.finditer(written)}
    if found and (_MEANT.fullmatch(found[1]) or (ends_heading and found[0] == _UNNUMBERED)):
        places.add(found.span())
    for start, end in sorted(places):
        if written[start:end] == FULL_MARK:
            hint = "write it directly behind a citation in brackets, as in [@key]{.full}"
        elif ends_heading and written[start:end].startswith("{#"):
            hint = "a link leads to a heading by its words: [text](#the-heading)"
        elif ends_heading and (due := _DUE.fullmatch(written[start:end])):
            hint = f'when a part is due is written as {{due="{due[1]}"}}'
        else:
            hint = f"the language of words is written as {EXAMPLE}, also in a link; a brace as \\{{"
        message = f"found '{written[start:end]}', which is printed as it stands"
        yield warning("unread-markup", message, text.part(start, end), hint)
