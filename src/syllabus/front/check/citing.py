"""Keys of the bibliography that are printed as text, or cited in another way than is meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from syllabus.diagnostics import Diagnostic, note
from syllabus.front.bibliography import Bibliography
from syllabus.front.markup import DURATION_AFTER
from syllabus.model.document import (
    Citation,
    CitationForm,
    Code,
    ListItem,
    Math,
    Node,
    Paragraph,
    Text,
    walk,
)
from syllabus.on_demand import pattern

_BRACKETED_KEYS = pattern(r"(?<![\\!\]])\[([^][@^!\s][^][@^!]{0,200})\](?![(\[{:])")
_BESIDE = pattern(r"(?<![\\\]])(\[[^][]{0,400}\])(?=\[@([\w:.-]{1,200}))")
_CITING = pattern(r"(?<![\\\]])\[[^][]{0,400}@[^][]{0,400}\]")
_KEY_WITHOUT_SIGN = pattern(r"[;[]\s*([\w:.-]+)\s*(?=[;\]])")


def check_keys(nodes: Iterable[Node], bibliography: Bibliography, faults: list[Diagnostic]) -> None:
    """Note where a key of the bibliography is printed as text, or is cited in short in a list.

    `nodes` are all of the texts, in reading order.
    """
    for node in nodes:
        if isinstance(node, Text) and "[" in node.text:
            faults += _keys_as_text(node, bibliography)
        elif isinstance(node, Paragraph):
            faults += _keys_after(node, bibliography)
            faults += _in_two_brackets(node, bibliography)
            faults += _beside_each_other(node, bibliography)
        elif isinstance(node, ListItem):
            faults += _short_in_list(node, bibliography)


def _keys_as_text(node: Text, bibliography: Bibliography) -> Iterator[Diagnostic]:
    for found in _BRACKETED_KEYS.finditer(node.span.text):
        works = [work.strip() for work in found[1].split(";")]
        if len(works) == 1 and all(each.strip() in bibliography for each in found[1].split(",")):
            works = [each.strip() for each in found[1].split(",")]
        if all(work.partition(",")[0].strip() in bibliography for work in works):
            yield note(
                "unread-markup",
                f"'{found[0]}' is printed as it stands; the bibliography has this key",
                node.span.part(found.start(), found.end()),
                f"write [{'; '.join(f'@{work}' for work in works)}] to cite",
            )


def _keys_after(paragraph: Paragraph, bibliography: Bibliography) -> Iterator[Diagnostic]:
    """Yield a note for each key in brackets with others that lacks its `@`."""
    text = paragraph.span.text
    if "@" not in text:
        return
    technical = [each.span for each in walk(paragraph.children) if isinstance(each, Code | Math)]
    for bracket in _CITING.finditer(text):
        for found in _KEY_WITHOUT_SIGN.finditer(bracket[0]):
            place = paragraph.span.start + bracket.start() + found.start(1)
            in_code = any(span.start <= place < span.end for span in technical)
            if found[1] in bibliography and not in_code:
                start = place - paragraph.span.start
                yield note(
                    "unread-markup",
                    f"'{found[1]}' is printed as it stands; the bibliography has this key",
                    paragraph.span.part(start, start + len(found[1])),
                    f"write @{found[1]} to cite it",
                )


def _beside_each_other(paragraph: Paragraph, bibliography: Bibliography) -> Iterator[Diagnostic]:
    """Yield a note for `[@a][@b]`, of which Markdown takes the first for the text of a link."""
    for found in _BESIDE.finditer(paragraph.span.text):
        if found[2] in bibliography:
            yield note(
                "unread-markup",
                f"'{found[1]}' stands right before another citation, and its brackets are printed",
                paragraph.span.part(found.start(1), found.end(1)),
                "write both between one pair of brackets: [@one; @other]",
            )


def _in_two_brackets(paragraph: Paragraph, bibliography: Bibliography) -> Iterator[Diagnostic]:
    """Yield a note for each `(@key)`, since what is printed has brackets of its own."""
    if "(" not in paragraph.span.text:
        return
    for each in walk(paragraph.children):
        if isinstance(each, Citation) and each.works[0].key in bibliography:
            start = each.span.start - paragraph.span.start
            around = paragraph.span.text[max(0, start - 1) : start + len(each.span.text) + 1]
            if around == f"({each.span.text})" and each.form is CitationForm.NARRATIVE:
                yield note(
                    "unread-markup",
                    "this citation may bring brackets of its own, in brackets",
                    each.span,
                    f"write [{each.span.text}]",
                )


def _short_in_list(item: ListItem, bibliography: Bibliography) -> Iterator[Diagnostic]:
    first = item.blocks[0] if item.blocks else None
    if not isinstance(first, Paragraph) or not first.children:
        return
    citation, *rest = first.children
    if not isinstance(citation, Citation) or citation.form is not CitationForm.NARRATIVE:
        return
    if citation.works[0].key not in bibliography:
        return
    words = "".join(each.text if isinstance(each, Text) else "x" for each in rest)
    if not words.strip() or DURATION_AFTER.fullmatch(words):
        yield note(
            "unread-markup",
            "this prints the short form of a citation; a reading usually has the whole reference",
            citation.span,
            f"write [{citation.span.text}]",
        )
