"""Which reader a file is for: told by what is in it, and held against its name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from syllabus.importing.archives import Archive, locked, open_archive
from syllabus.importing.calendars import read_calendar
from syllabus.importing.faults import Unimportable
from syllabus.importing.inputs import Inputs
from syllabus.importing.latex import prepare, used_macros
from syllabus.importing.opendocument import read_open_document
from syllabus.importing.pandoc import read_document
from syllabus.importing.portable import read_pdf
from syllabus.importing.references import TypedReferences
from syllabus.importing.sites import read_site
from syllabus.importing.sources import Source
from syllabus.importing.spreadsheets import read_table_text, read_workbook, workbook_text
from syllabus.importing.tree import Document, Paragraph, Text
from syllabus.on_demand import pattern
from syllabus.source import visible
from syllabus.workspace.files import NotAPlainFile, TooLarge, is_inside, read_file

LARGEST_SOURCE = 50_000_000
"""Bytes of a file; a document of a hundred pages with its pictures has some ten million."""
LARGEST_TEXT = 5_000_000
"""Bytes of a file that is text; a book has one million."""
LARGEST_PICTURE = 20_000_000

NAMES = {
    "bib": ("bib",),
    "calendar": ("ics",),
    "csv": ("csv", "tsv"),
    "docx": ("docx",),
    "html": ("html", "htm", "xhtml"),
    "ipynb": ("ipynb",),
    "latex": ("tex", "latex", "ltx"),
    "markdown": ("md", "markdown", "mdown", "mkd", "qmd", "rmd", "txt"),
    "ods": ("ods",),
    "odt": ("odt",),
    "pdf": ("pdf",),
    "xlsx": ("xlsx", "xlsm"),
}
"""How the names of files of each kind end."""
_SPOKEN = {
    "bib": "a BibTeX library", "calendar": "a calendar", "csv": "a table as text",
    "docx": "a Word document", "html": "a web page", "ipynb": "a notebook",
    "latex": "a LaTeX source", "markdown": "text", "odt": "an OpenDocument text",
    "ods": "an OpenDocument spreadsheet", "pdf": "a PDF", "xlsx": "a spreadsheet",
}  # fmt: skip
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVED = "open it in its program, and save it as .docx, .odt or .xlsx"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MENU = pattern(r"<nav\b[^>]*>.*?</nav\s*>", re.IGNORECASE | re.DOTALL)
_DAY_OF_MONTH = pattern(
    r"^(?P<indent> {0,12})(?P<mark>(?:[-*+]|\d{1,3}[.)])[ \t]+)?(?P<day>\d{1,2})\.(?=[ \t]+"
    r"(?:J[aä]n(?:uar|ner)?|Feb(?:ruar)?|März|Apr(?:il)?|Mai|Jun[io]?|Juli?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Okt(?:ober)?|Nov(?:ember)?|Dez(?:ember)?)(?!\w)\.?[ \t]*"
    r"(?:[:,;|(–—-]|\d|$))",
    re.MULTILINE,
)
"""A day such as *3. Mai:* at the beginning of a line, which Markdown takes for a list's number."""
_EXPORTED = "% Exported by syllabus"
_WORKBOOKS = ("ods", "xlsx")
_TEXTS = ("bib", "csv", "latex", "markdown")
"""Kinds that any text may be: for them, the name decides."""


def read_source(path: Path) -> Source:
    """Return what a file, or a folder of a site, holds; raises `Unimportable`."""
    name = visible(path.name)
    if path.is_dir():
        return read_site(path)
    try:
        data = read_file(path, LARGEST_SOURCE)
    except TooLarge:
        message = f"{name}: it holds more than {LARGEST_SOURCE} bytes"
        raise Unimportable("import-size", message, "import the part of it that is needed") from None
    except NotAPlainFile:
        raise Unimportable("import-kind", f"{name}: it is not a plain file") from None
    except OSError as fault:
        reason = (fault.strerror or "the reason is unknown").lower()
        raise Unimportable("import-unreadable", f"{name}: it cannot be read: {reason}") from None
    if not data.strip():
        raise Unimportable("import-empty", f"{name}: the file is empty")
    kind, archive = _kind_of(data, name)
    named = _named(path)
    if named == "html" and kind == "markdown" and data.lstrip().startswith(b"<"):
        kind = "html"  # a piece of a page
    if named is None and kind == "markdown" and path.suffix:
        message = f"{name}: files that end in '{visible(path.suffix)}' are not read"
        raise Unimportable("import-kind", message, "if it is Markdown, give it the ending .md")
    if named is not None and named != kind and not (named in _TEXTS and kind in _TEXTS):
        message = f"{name}: by its name it is {_SPOKEN[named]}, but it holds {_SPOKEN[kind]}"
        hint = f"give it the ending .{NAMES[kind][0]}, if that is what you mean to import"
        raise Unimportable("import-kind", message, hint)
    return _read(data, named if named in _TEXTS and kind in _TEXTS else kind, path, archive)


def workbook_sheet(data: bytes, name: str, keys: Collection[str]) -> str | None:
    """Return the sheet of a workbook that has these keys in its first row, as CSV; None if none.

    Raises `Unimportable` for one that cannot be read.
    """
    kind, archive = _kind_of(data, name)
    return None if archive is None or kind not in _WORKBOOKS else workbook_text(archive, name, keys)


def _named(path: Path) -> str | None:
    ending = path.suffix.lower().removeprefix(".")
    return next((kind for kind, endings in NAMES.items() if ending in endings), None)


def _kind_of(data: bytes, name: str) -> tuple[str, Archive | None]:
    if data.startswith(b"%PDF-"):
        return "pdf", None
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data:
            raise locked(name)
        raise Unimportable("import-kind", f"{name}: it is a document of an old format", _SAVED)
    if data.startswith(b"{\\rtf"):
        raise Unimportable("import-kind", f"{name}: it is a document in RTF", _SAVED)
    if data.startswith(b"PK\x03\x04"):
        archive = open_archive(data, name)
        if "word/document.xml" in archive.names:
            return "docx", archive
        if "xl/workbook.xml" in archive.names:
            return "xlsx", archive
        kind = archive.read("mimetype", 100) or b""
        if kind.startswith(b"application/vnd.oasis"):
            if b"manifest:encryption-data" in (archive.read("META-INF/manifest.xml", 10**6) or b""):
                raise locked(name)
            return ("ods" if b".spreadsheet" in kind else "odt"), archive
        raise Unimportable("import-kind", f"{name}: it is an archive, and no document")
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        known = ", ".join(f".{ending}" for endings in NAMES.values() for ending in endings[:1])
        message = f"{name}: it is neither text nor a document that can be imported"
        raise Unimportable("import-kind", message, f"what can be imported: {known}")
    return _kind_of_text(data), None


def _kind_of_text(data: bytes) -> str:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.upper().startswith(b"BEGIN:VCALENDAR"):
        return "calendar"
    if re.match(rb"(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body)\b", start, re.IGNORECASE):
        return "html"
    if start.startswith(b"{") and b'"cells"' in data:
        try:
            if isinstance(json.loads(data).get("cells"), list):
                return "ipynb"
        except (ValueError, RecursionError, AttributeError):
            return "markdown"
    if re.search(
        rb"^\s*\\(?:documentclass|begin\{document\}|(?:sub)*section\b)", data, re.MULTILINE
    ):
        return "latex"
    if re.match(rb"(?:%.*\s+)*@\w+\s*\{", start):
        return "bib"
    return "markdown"


def _read(data: bytes, kind: str, path: Path, archive: Archive | None) -> Source:
    name = visible(path.name)
    if kind in _WORKBOOKS:
        assert archive is not None
        return read_workbook(archive, name)
    if kind == "pdf":
        return read_pdf(data, name)
    if kind == "docx":
        assert archive is not None
        return Source(read_document(data, kind, name), picture=_inside(archive, kind))
    if kind == "odt":
        assert archive is not None
        document, remarks = read_open_document(archive, name)
        return Source(document, picture=_inside(archive, kind), remarks=remarks)
    text = decode(data, name)
    match kind:
        case "calendar":
            return read_calendar(text, name)
        case "csv":
            return Source(read_table_text(text, name))
        case "bib":
            return Source(Document(name, ()), library=text)
        case "latex":
            return _read_latex(text, path, name)
        case _:
            remarks = ()
            if kind == "html":
                text, remarks = _without_menus(text, name)
            if kind == "markdown":
                text = _DAY_OF_MONTH.sub(_as_day, text)
            document = read_document(text.encode(), kind, name)
            if kind == "html":
                document = replace(document, of_window=True)
            return Source(document, picture=_beside(path.parent), remarks=remarks)


def _as_day(found: re.Match[str]) -> str:
    return f"{found['indent']}{found['mark'] or '- '}{found['day']}\\."


def _without_menus(text: str, name: str) -> tuple[str, tuple[str, ...]]:
    """Return a page without its navigation, whose words say what else the site has."""
    left, count = _MENU.subn(" ", text)
    return left, (f"{name}: the page's navigation",) if count else ()


def decode(data: bytes, name: str) -> str:
    """Return the text that bytes are: UTF-8, UTF-16 where they begin so, or else Windows-1252."""
    if len(data) > LARGEST_TEXT:
        message = f"{name}: as text, it holds more than {LARGEST_TEXT} bytes"
        raise Unimportable("import-size", message, "import the part of it that is needed")
    codec = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _read_latex(text: str, path: Path, name: str) -> Source:
    if text.startswith(_EXPORTED):
        message = f"{name}: it is what 'syllabus export' wrote for TeX, which is not read back"
        raise Unimportable("import-kind", message, "import the course's folder, or export it as md")
    inputs = Inputs(path.parent, decode)
    text = inputs.whole(text, (path.name,))
    prepared = prepare(text)
    document = read_document(prepared.text.encode(), "latex", name)
    kept = frozenset(each[1:] for each in document.unread if each[1:] in prepared.macros)
    if kept:  # they are used in texts, where pandoc writes them out
        prepared = prepare(text, kept)
        document = read_document(prepared.text.encode(), "latex", name)
    libraries, remarks = [], [f"{name}: {each}" for each in inputs.remarks]
    for named in prepared.libraries:
        file = named if named.endswith(".bib") else f"{named}.bib"
        if not is_inside(path.parent, file):
            remarks.append(f"the library {file}, which lies outside of the source's folder")
            continue
        try:
            libraries.append(decode(read_file(path.parent / file, LARGEST_SOURCE), file))
        except OSError:
            remarks.append(f"the library {file}, which is not there")
    entries, bare = _entries_of(prepared.items, name)
    libraries += entries
    remarks += bare
    return Source(
        document,
        "\n\n".join(libraries),
        used_macros(document, prepared.macros),
        picture=_beside(path.parent),
        remarks=tuple(remarks),
    )


def _entries_of(items: Mapping[str, str], name: str) -> tuple[list[str], list[str]]:
    r"""Return the entries of `\bibitem`s, and what is said of those that are not understood."""
    if not items:
        return [], []
    source = "\n\n".join(text for text in items.values())
    document = read_document(source.encode(), "latex", name)
    blocks = [each for each in document.blocks if isinstance(each, Paragraph)]
    if len(blocks) != len(items):
        blocks = [Paragraph((Text(re.sub(r"[\\{}]", "", text)),)) for text in items.values()]
    typed = TypedReferences()
    pairs = zip(items, blocks, strict=True)
    return [typed.entry_for(key, block.inlines).text() for key, block in pairs], typed.kept


def _inside(archive: Archive, kind: str) -> Callable[[str], bytes | None]:
    folder = "word/" if kind == "docx" else ""

    def read(name: str) -> bytes | None:
        place = PurePosixPath(folder + name)
        return None if ".." in place.parts else archive.read(str(place), LARGEST_PICTURE)

    return read


def _beside(folder: Path) -> Callable[[str], bytes | None]:
    def read(name: str) -> bytes | None:
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/", name) or not is_inside(folder, name):
            return None
        for ending in ("", ".pdf", ".png", ".jpg", ".jpeg"):
            if not is_inside(folder, name + ending):
                continue
            try:
                return read_file(folder / (name + ending), LARGEST_PICTURE)
            except OSError:
                continue
        return None

    return read
