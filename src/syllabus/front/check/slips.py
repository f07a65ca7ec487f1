"""Slips of Markdown, and markup of other programs, that would be printed as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from syllabus.diagnostics import Diagnostic, error, warning
from syllabus.front.markup import label_with_space
from syllabus.model.document import (
    Citation,
    Heading,
    Image,
    Node,
    Paragraph,
    TableCell,
    Text,
    walk,
)
from syllabus.on_demand import dataclass, pattern
from syllabus.source import Span

_KEY = r"[\w:.+/-]*\w"
_MOST = 3
"""How many slips of a paragraph are told."""


@dataclass(frozen=True, slots=True)
class _Slip:
    """What is looked for in text, what it is, and what to write; both may name its groups.

    A text without its `sign` has none.
    """

    sign: str
    pattern: str
    message: str
    hint: str


def _slip(sign: str, pattern: str, message: str, hint: str) -> _Slip:
    return _Slip(sign, rf"(?<!\\)(?:{pattern})", message, hint)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


_SLIPS = (
    # Links.
    _slip(
        "![[",
        r"!\[\[(?P<words>[^][\n]*[A-Za-z][^][\n]*)\]\]",
        "found '{all}', which shows no picture",
        "write ![what it shows]({words})",
    ),
    _slip(
        "[[",
        r"\[\[(?P<words>[^][\n]*[A-Za-z][^][\n]*)\]\](?!\()",
        "found '{all}', which is no link",
        "write [the words](FILE.md), or [the words](https://…)",
    ),
    _slip(
        "(http",
        r"\[(?P<words>[^][\n]+)\][ \t]+\((?P<address>https?://[^\s()]+)\)",
        "found a space between the words of a link and its address",
        "write [{words}]({address})",
    ),
    _slip(
        ")[",
        r"\((?P<words>[^()\[\]\n]{1,80})\)\[(?P<address>https?://[^\s\]]+)\]",
        "found a link whose brackets are the wrong way round",
        "write [{words}]({address})",
    ),
    _slip(
        "](http",
        r"\[(?P<words>[^][\n]+)\]\((?P<address>https?://[^\s()]+)[ \t]+"
        r"(?P<rest>[^\s()\"'][^()\n]*)\)",
        "found a space in the address of a link",
        "write %20 for it: [{words}]({address}%20{rest})",
    ),
    _slip(
        "](http",
        r"\[(?P<words>[^][\n]+)\]\((?P<address>https?://[^\s()]+)(?=\s|\Z)(?!\s+[\"'])",
        "found a link whose address no ')' ends",
        "write [{words}]({address})",
    ),
    # Emphasis and code.
    _slip(
        "**",
        r"(?<![\w*])\*\*"
        r"(?:[ \t]+(?P<words>\w[^*\n]*?)[ \t]*|(?P<more>\w[^*\n]*?)[ \t]+)\*\*(?![\w*])",
        "found spaces between '**' and the words, which makes nothing bold",
        "write **{words}{more}**",
    ),
    _slip(
        "*",
        r"(?<![\w*])(?P<sign>\*{1,3})(?=[^\W_])|(?<=[A-Za-z.!?])(?P<end>\*\*)(?![\w*])",
        "found '{all}' that emphasizes nothing, because no other one belongs to it",
        "write {all} on both sides of the words; write '\\*' for the sign",
    ),
    _slip(
        "`",
        r"(?<!`)`(?!`)(?=\S)(?![^`\n]*`)",
        "found '`' that begins no code, because no other one closes it",
        "write ` on both sides; write '\\`' for the sign",
    ),
    _slip(
        "",
        r"^(?P<sign>'''|´´´|‘‘‘|’’’)(?=\s|\w|\Z)(?:[\s\S]*^(?P=sign))?",
        "found '{sign}', which begins no block of code",
        "write ``` on a line above and a line below the code",
    ),
    # Footnotes.
    _slip(
        "^[",
        r"\^\[(?=[^\]\n]*\Z)",
        "found '^[' without its ']', which is no footnote",
        "close it with ]",
    ),
    _slip(
        "]:",
        r"^[ \t]*\[(?P<label>\d{1,3})\]:[ \t]+",
        "found '[{label}]:', which is neither a footnote nor a link",
        "write [^{label}]: for a footnote, and [^{label}] where it belongs",
    ),
    # Citations.
    _slip(
        "[@",
        rf"\[@[ \t]+(?P<key>{_KEY})",
        "found a space behind '@', so that nothing is cited",
        "write [@{key}]",
    ),
    _slip(
        "@",
        rf"@[“”„\"'‘’](?P<key>{_KEY})[“”\"'‘’]",
        "found a key in quotation marks, so that nothing is cited",
        "write @{key}",
    ),
    _slip(
        "@",
        rf"\[(?=-?@{_KEY})(?![^\]]*\])(?P<words>-?@{_KEY})",
        "found a citation whose ']' is missing",
        "write [{words}]",
    ),
    _slip(
        "[@",
        rf"\[(?P<words>-?@{_KEY}[^][;\n]*);[ \t]*(?P<rest>[^][@;\s]+[ \t][^][@;\n]*)\](?!\()",
        "found '{rest}', which names no work, between the ';' and the ']' of a citation",
        "write [{words}, {rest}], or the @key of a work before it",
    ),
    _slip(
        "{@",
        rf"\{{(?P<key>@{_KEY})\}}",
        "found a citation in braces, which are printed",
        "write [{key}]",
    ),
    _slip(
        "[cite",
        rf"\[cite(?:/\w+)?:[ \t]*(?P<key>@{_KEY})",
        "found a citation of Org",
        "write [{key}]",
    ),
    _slip(
        "cite",
        r"(?::cite\w*(?::\w+)?:|\{cite\w*(?::\w+)?\})(?=`)",
        "found a citation of Sphinx or MyST, which is printed as it stands",
        "write [@key]",
    ),
    # What other programs put in.
    _slip(
        "{",
        r"\{\{[<%]?\s*(?P<words>[^{}\n]{1,200}?)\s*[>%]?\}\}|\{%\s*(?P<more>[^{}\n]{1,200}?)\s*%\}",
        "found '{all}', in whose place nothing is put",
        "write a block ```{{include}} FILE.md for a text of syllabus/blocks/, or the text itself",
    ),
    _slip(
        "include",
        r"^(?:!include(?:::)?|\{include\}|#include|\.\. include::)[ \t]+(?P<file>\S+)",
        "found '{all}', which includes nothing",
        "write the lines ```{{include}} {file} and ```",
    ),
    # Tables.
    _slip(
        "+",
        r"\A\+(?:[-=]{2,}\+)+[ \t]*$",
        "found the frame of a table that is none here",
        "write the rows between '|', and '|---|---|' below the first",
    ),
    _slip(
        "\t",
        r"^[^\t\n]+(?P<tabs>(?:\t[^\t\n]*)+)\n[^\t\n]+\t",
        "found lines with tabs, as spreadsheets have them, which run into each other",
        "write the rows of a table between '|', and '|---|---|' below the first",
    ),
    # Formulas.
    _slip(
        "$$",
        r"\$\$(?!\$)(?=\s*\S)",
        "found '$$' that begins no formula, because no other '$$' closes it",
        "close it with '$$'; write '\\$\\$' for the signs",
    ),
)
_FIRST = frozenset(("*", "**", "`", "{", "+", "$$"))
"""Signs with which their slips begin, so that they are in words, not in markup."""
_HEADING = pattern(r"#(?P<words>[A-Z][a-z]\w*[^#\n]*)")
_MEMBERS = pattern(r"(?<!\\)<members?>", re.IGNORECASE)
_SPACED_NOTE = pattern(r"(?<!\\)\[\^(?P<label>\w[^][\n]{0,80}[ \t][^][\n]{0,80}\w)\](?![(\[:])")
_RUN_ON = pattern(rf"(?P<first>-?@{_KEY})(?:,[ \t]*|[ \t]+(?:and|&|und|et)?[ \t]*)(?=-?@{_KEY})")


def find_slips(
    node: Paragraph | Heading | TableCell, inside: tuple[Node, ...]
) -> Iterator[Diagnostic]:
    """Yield what a paragraph, heading or cell prints as it stands, and was meant as markup.

    `inside` are the nodes in it.
    """
    text = node.span.text
    captions = {
        id(each) for image in inside if isinstance(image, Image) for each in walk(image.caption)
    }
    # The words of a caption have all of it as their place.
    spans = [each.span for each in inside if isinstance(each, Text) and id(each) not in captions]
    words = "\n".join(span.text for span in spans)
    whole = _HEADING.fullmatch(text.strip()) if text.lstrip().startswith("#") else None
    if isinstance(node, Paragraph) and whole is not None:
        yield _unread(
            node.span,
            "found '#' without a space after it, which is no heading",
            f"write '## {whole['words']}'; write '\\#' for the sign",
        )
    for span in spans if "<" in words else ():
        for tag in _MEMBERS.finditer(span.text):
            yield for_everybody(span.part(tag.start(), tag.end()), f"'{tag[0]}'")
    for span in spans:
        for mark in _SPACED_NOTE.finditer(span.text):
            if f"{mark[0]}:" not in node.span.file.text:  # where that is told
                yield label_with_space(mark["label"], span.part(mark.start(), mark.end()))
    taken: list[tuple[int, int]] = []
    for slip in _SLIPS:
        if slip.sign not in text or (slip.sign in _FIRST and slip.sign[0] not in words):
            continue
        for found in _compiled(slip.pattern).finditer(text):
            place = node.span.start + found.start()
            in_text = any(span.start <= place < span.end for span in spans)
            if in_text and not any(start <= found.start() < end for start, end in taken):
                taken.append((found.start(), max(found.end(), found.start() + 1)))
                yield _told(slip, found, node.span)
            if len(taken) == _MOST:
                return
    for each in inside:
        if isinstance(each, Citation) and _RUN_ON.search(each.span.text):
            yield _unread(
                each.span,
                "found citations without ';' between them",
                f"write {_RUN_ON.sub(lambda found: found['first'] + '; ', each.span.text)}",
            )


def for_everybody(span: Span, what: str) -> Diagnostic:
    """Return the fault of text that is meant for members and that everybody would get."""
    return error(
        "unread-fence",
        f"found {what}, which fences nothing: the text would be printed for everybody",
        span,
        "write a line '::: members' above the text and a line ':::' below it",
    )


def _told(slip: _Slip, found: re.Match[str], span: Span) -> Diagnostic:
    groups = {name: value or "" for name, value in found.groupdict().items()}
    shown = " ".join(found[0].split())
    groups["all"] = shown if len(shown) <= 60 else f"{shown[:59]}…"
    end = found.end() if "\n" not in found[0] else found.start() + found[0].index("\n")
    place = span.part(found.start(), max(end, found.start() + 1))
    return _unread(place, slip.message.format(**groups), slip.hint.format(**groups))


def _unread(span: Span, message: str, hint: str) -> Diagnostic:
    return warning("unread-markup", message, span, hint)
