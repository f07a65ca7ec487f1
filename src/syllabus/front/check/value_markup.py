"""Markup in values of YAML, such as titles, that is read in texts alone and printed here."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator

from syllabus.diagnostics import Diagnostic, warning
from syllabus.front.check.notation import FOR_HTML, HTML, unread_tex
from syllabus.front.markup import attributes_in_title
from syllabus.front.markup.bracketed_text import bracketed_in, languages_alone
from syllabus.front.markup.formulas import unread_dollars, unread_formula
from syllabus.front.records.kinds import Located, quoted
from syllabus.front.records.mistakes import slip_hints
from syllabus.on_demand import pattern
from syllabus.source import Span

_SIGNS = frozenset("\\<[$&*`~")
_READ = pattern(r"(`+)[^`]+\1|(?<!\\)\$[^$]+\$|(?<!\\)\*\*[^*]+\*\*")
"""Code, formulas and strong words, which titles may have."""
_IN_PLAIN = pattern(
    r"(?<!\\)(?P<code>`+)[^`]+(?P=code)|(?<!\\)\$(?=[^\s$])[^$\n]*(?<=\S)\$(?!\d)"
    r"|(?<![\\*\w])(?P<strong>\*\*?)(?=[\w(])[^*\n]*(?<=[\w).!?])(?P=strong)(?![*\w])"
)
"""The same, and emphasis, where nothing is read."""
_LINK = pattern(r"!?\[[^][\n]*\]\([^()\s]+\)")
_CITATION = pattern(r"\[[^][\n]*(?<![\w.])@\w[^][\n]*\]")
_ENTITY = pattern(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_ESCAPE = pattern(r"\\[&%#{}<>]")
_WORDS_ALONE = "write the words alone"
_OPEN = pattern(r"(?<![\\*\w])\*\*(?=\w)|(?<![\\`])`(?=\w)")


def check_value_markup(
    titles: Iterable[Located[str] | None],
    values: Iterable[Located[str] | None],
    faults: list[Diagnostic],
    *,
    in_language: Collection[Located[str]] = (),
) -> None:
    """Report LaTeX, HTML, links, citations and half formulas in what is printed of YAML.

    In `values`, code, formulas, emphasis and languages are printed as they stand, too; those that
    are `in_language` may hold words in another one.
    """
    for text in titles:
        if text is not None and not _SIGNS.isdisjoint(text.value):
            source = text.span.text
            faults += attributes_in_title(text.value, text.span)
            source = _READ.sub(lambda found: " " * len(found[0]), source)
            faults += languages_alone(text.span, source)
            faults += _unread(text.span, source)
    for text in values:
        if text is not None and not _SIGNS.isdisjoint(text.value):
            source = text.span.text
            marked = text in in_language
            if marked:
                faults += attributes_in_title(text.value, text.span)
            faults += _in_plain(text.span, source, languages=not marked)
            source = _IN_PLAIN.sub(lambda found: " " * len(found[0]), source)
            faults += languages_alone(text.span, source, hint="" if marked else _WORDS_ALONE)
            faults += _unread(text.span, source)


def check_passcodes(passcodes: Iterable[Located[str]], faults: list[Diagnostic]) -> None:
    """Report quotation marks that YAML takes for a part of a passcode, or what is unseen in one."""
    for passcode in passcodes:
        hints = slip_hints(passcode.span.text)
        if hints:
            message = f"found {quoted(passcode.value)}, which members are to type as it stands"
            faults.append(warning("unread-markup", message, passcode.span, *hints))


def _in_plain(span: Span, text: str, *, languages: bool) -> Iterator[Diagnostic]:
    for found in _IN_PLAIN.finditer(text):
        what = "code" if found["code"] else "emphasis" if found["strong"] else "a formula"
        yield warning(
            "unread-markup",
            f"found {what}, '{found[0]}', which is printed as it stands here",
            span.part(found.start(), found.end()),
            f"write it without '{found['code'] or found['strong'] or '$'}'",
        )
    for found in bracketed_in(text) if languages else ():
        yield warning(
            "unread-markup",
            f"found '{found[0]}', which is printed as it stands here",
            span.part(found.start(), found.end()),
            _WORDS_ALONE,
        )


def _unread(span: Span, text: str) -> Iterator[Diagnostic]:
    def found_at(found: re.Match[str], message: str, hint: str) -> Diagnostic:
        place = span.part(found.start(), found.end())
        return warning(
            "unread-markup", f"{message}, which is printed as it stands here", place, hint
        )

    yield from unread_tex(span, text)
    for at in unread_dollars(text):
        yield unread_formula(span.part(at, at + 1))
    for found in re.finditer(HTML, text):
        instead = FOR_HTML.get(found["name"].lower(), "the words alone")
        yield found_at(found, f"found the HTML '{found[0]}'", f"write {instead}")
    for found in _LINK.finditer(text):
        hint = "write its words alone, and the link or the picture in the text"
        yield found_at(found, f"found '{found[0]}'", hint)
    for found in _CITATION.finditer(text):
        hint = "write the author and the year in words, and cite the work in the text"
        yield found_at(found, f"found the citation '{found[0]}'", hint)
    for found in _ENTITY.finditer(text):
        sign = html.unescape(found[0])
        if sign not in (found[0], "\ufffd"):
            yield found_at(found, f"found '{found[0]}'", f"write '{sign}'")
    for found in _ESCAPE.finditer(text):
        yield found_at(found, f"found a backslash in '{found[0]}'", f"write {found[0][1:]} alone")
    for found in _OPEN.finditer(text):
        hint = f"write {found[0]} on both sides of the words"
        yield found_at(found, f"found '{found[0]}' without another one", hint)
