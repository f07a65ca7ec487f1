"""The XML of a citation style (CSL 1.0.2)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from syllabus.diagnostics import Diagnostic, error
from syllabus.front.bibliography.effort import StyleTooComplex, check_complexity
from syllabus.front.bibliography.style import Style, StyleKind
from syllabus.front.bibliography.validation import find_fault
from syllabus.on_demand import pattern
from syllabus.source import Span
from syllabus.workspace.files import read_file

_ENCODING = pattern(rb"""\A\W{0,3}<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)""")
_ENCODINGS = frozenset((b"utf-8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"latin-1"))
"""What all readers of XML read alike."""

_CSL = "{http://purl.org/net/xbiblio/csl}"


class _DocumentType(Exception):
    """XML declares a document type, and so perhaps entities: files to read, text without end."""


class _WithoutTypes(ElementTree.TreeBuilder):
    def doctype(self, *declared: str | None) -> None:
        """Refuse it, in whatever encoding it stands there."""
        raise _DocumentType(*declared)


def read_stylesheet(
    name: str,
    data: bytes,
    span: Span,
    find: Callable[[str], Path | None],
    *,
    followed: bool = False,
) -> Style | Diagnostic:
    """Return the style that an XML file of CSL describes; `find` gives the file of another one."""

    def broken(reason: str) -> Diagnostic:
        return error(
            "broken-style", f"the style '{name}' is not a CSL style: {reason}", span,
            "styles are at https://www.zotero.org/styles",
        )  # fmt: skip

    declared = _ENCODING.search(data[:400].replace(b"\0", b""))
    if declared and declared[1].lower() not in _ENCODINGS:
        return broken(f"it is written in '{declared[1].decode()}', expected UTF-8")
    try:
        parser = ElementTree.XMLParser(target=_WithoutTypes())  # noqa: S314 - no entities
        root = ElementTree.fromstring(data, parser)  # noqa: S314
    except _DocumentType:
        return broken("it has a document type declaration")
    except (LookupError, ValueError):
        return broken("it is not written in UTF-8")
    except ElementTree.ParseError as fault:
        return broken(f"line {fault.position[0]} is not well-formed XML")
    if root.tag != f"{_CSL}style":
        return broken("its root element is not a CSL 1.0 <style>")
    for link in root.iter(f"{_CSL}link"):
        if link.get("rel") == "independent-parent":
            parent = link.get("href", "").rstrip("/").rsplit("/", 1)[-1]
            path = find(parent)
            if path is None or followed:
                return broken(f"its parent '{parent}' is not known")
            return read_stylesheet(name, read_file(path), span, find, followed=True)
    layout = root.find(f"{_CSL}citation/{_CSL}layout")
    if layout is None:
        return broken("it has no <citation> with a <layout>")
    try:
        check_complexity(root)
    except StyleTooComplex as much:
        return broken(str(much))
    if reason := find_fault(data):
        return broken(reason)
    bibliography = root.find(f"{_CSL}bibliography/{_CSL}layout")
    return Style(name, _kind(root), data, bibliography is not None)


def _kind(root: ElementTree.Element) -> StyleKind:
    if root.get("class") == "note":
        return StyleKind.NOTE
    formats = {
        category.get("citation-format") for category in root.iterfind(f"{_CSL}info/{_CSL}category")
    }
    if formats & {"numeric", "label"}:
        return StyleKind.NUMERIC
    return StyleKind.AUTHOR_DATE
