"""How these tests write a library and read what is printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from syllabus.diagnostics import Diagnostic
from syllabus.front.bibliography import Bibliography, FormattedCitations, Style, format_citations
from syllabus.front.bibliography.bibtex import load_bibliography
from syllabus.front.bibliography.styles import load_style
from syllabus.model.document import (
    Citation,
    CitationForm,
    CitedWork,
    Emphasis,
    Footnote,
    InLanguage,
    Inline,
    Link,
    Math,
    Paragraph,
    SmallCaps,
    Strong,
    Superscript,
    Text,
)
from syllabus.source import SourceFile, Span

RECORD = SourceFile(Path("meeting.md"), "syllabus/meetings/meeting.md", "[@key]\n")
HERE = RECORD.span(0, 6)


def source(text: str, name: str = "bib/library.bib") -> SourceFile:
    """Return a .bib file with this text."""
    return SourceFile(Path(name), name, text)


def library(text: str) -> Bibliography:
    """Return a library that is read without a fault."""
    bibliography, faults = load_bibliography([source(text)])
    assert faults == ()
    return bibliography


def style(name: str) -> Style:
    """Return a style that comes with the tool."""
    found = load_style(name, Path(), HERE)
    assert isinstance(found, Style)
    return found


def work(
    key: str,
    locator: str | None = None,
    *,
    label: str = "page",
    prefix: Sequence[Inline] | str = (),
    suffix: str = "",
    suppress_author: bool = False,
) -> CitedWork:
    """Return one cited work."""
    before = (Text(prefix, HERE),) if isinstance(prefix, str) else tuple(prefix)
    after = (Text(suffix, HERE),) if suffix else ()
    return CitedWork(key, HERE, before, after, label if locator else None, locator, suppress_author)


def narrative(*works: CitedWork) -> Citation:
    """Return a citation in a sentence."""
    return Citation(works, CitationForm.NARRATIVE, HERE)


def parenthetical(*works: CitedWork) -> Citation:
    """Return a citation in parentheses."""
    return Citation(works, CitationForm.PARENTHETICAL, HERE)


def full(*works: CitedWork) -> Citation:
    """Return a citation that prints the reference."""
    return Citation(works, CitationForm.FULL, HERE)


def formatted(
    text: str, *citations: Citation, by: str = "apa", language: str = "en"
) -> FormattedCitations:
    """Return citations of a library's works, formatted."""
    return format_citations(library(text), citations, style(by), language)


def printed(text: str, *citations: Citation, by: str = "apa", language: str = "en") -> list[str]:
    """Return what the citations print; there must be no fault."""
    result = formatted(text, *citations, by=by, language=language)
    assert result.diagnostics == ()
    return [shown(nodes) for nodes in result.citations]


def reference(text: str, key: str, by: str = "apa", language: str = "en") -> str:
    """Return one work as the style prints it in full."""
    return printed(text, full(work(key)), by=by, language=language)[0]


def codes(faults: Sequence[Diagnostic]) -> list[str]:
    """Return the codes of faults."""
    return [fault.code for fault in faults]


def shown(nodes: Sequence[Inline]) -> str:
    """Return nodes as text: *emphasis*, **strong**, ^raised^, <link>, {fr: mot} and $math$."""
    parts = []
    for node in nodes:
        match node:
            case Text():
                parts.append(node.text)
            case Emphasis():
                parts.append(f"*{shown(node.children)}*")
            case Strong():
                parts.append(f"**{shown(node.children)}**")
            case SmallCaps():
                parts.append(f"[{shown(node.children)}]")
            case Superscript():
                parts.append(f"^{shown(node.children)}^")
            case InLanguage():
                parts.append(f"{{{node.language}: {shown(node.children)}}}")
            case Math():
                parts.append(f"${node.tex}$")
            case Link():
                text = shown(node.children)
                parts.append(f"<{text}>" if text == node.target else f"<{text}|{node.target}>")
            case Footnote(blocks=(Paragraph(children=children),)):
                parts.append(f"[^{shown(children)}]")
            case _:
                raise AssertionError(node)
    return "".join(parts)


def start(span: Span | None) -> tuple[int, int]:
    """Return line and column of a fault."""
    assert span is not None
    return span.line, span.column
