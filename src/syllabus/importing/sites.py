"""Folders of Jekyll and Hugo: front matter and lists of data → a schedule and its sections."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from syllabus.diagnostics import Diagnostic
from syllabus.front.records import files_below
from syllabus.front.records.nodes import Mapping as YamlMapping
from syllabus.front.records.nodes import Node, Scalar, Sequence, read_nodes
from syllabus.importing.faults import Unimportable
from syllabus.importing.outline import shifted
from syllabus.importing.pandoc import read_document
from syllabus.importing.sources import Source
from syllabus.importing.tree import Block, Cell, Document, Heading, Link, Paragraph, Table, Text
from syllabus.importing.vocabulary import ColumnRole, role_of
from syllabus.on_demand import pattern
from syllabus.source import SourceFile, visible
from syllabus.workspace.files import TooLarge, is_inside, read_file

MOST_FILES = 2_000
_COMMAND = pattern(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
"""A command of Liquid or a shortcode of Hugo, which the site's program carries out."""
LARGEST_PAGE = 1_000_000
"""Bytes of a page or of a file of data."""
_CONFIGURATION = (
    "_config.yml",
    "_config.yaml",
    "hugo.toml",
    "config.toml",
    "hugo.yaml",
    "config.yaml",
)
_PASSED_OVER = pattern(
    r"(?:^|/)(?:_site|public|node_modules|vendor|themes|_includes|_layouts|_sass|layouts|\..*)/"
)
_FRONT = pattern(
    r"\A\ufeff?(?P<mark>---|\+\+\+)[ \t]*\n(?P<front>.*?)^(?P=mark)[ \t]*$\n?", re.M | re.S
)
_TECHNICAL = frozenset(
    {
        *("layout", "permalink", "published", "draft", "tags", "categories", "category", "slug"),
        *("ref", "nav", "nav_order", "weight", "order", "type", "author", "authors", "toc", "id"),
        *("parent", "has_children", "lastmod", "aliases", "url", "image", "thumbnail", "css", "js"),
        *("math", "hide", "hidden", "redirect_from", "sitemap", "excerpt", "show_date"),
    }
)
"""What front matter says to the maker of the site, and not to readers."""
_DATED = pattern(r"(\d{4}-\d{1,2}-\d{1,2})(?:[-_]|$)")

Value = str | list["Value"] | dict[str, "Value"]


@dataclass(slots=True)
class _Entry:
    """What a page or an item of data says, and the text of the page."""

    place: str
    values: dict[str, Value]
    blocks: tuple[Block, ...] = ()


@dataclass(slots=True)
class _Site:
    folder: Path
    dated: list[_Entry] = field(default_factory=list)
    pages: list[_Entry] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    settings: dict[str, Value] = field(default_factory=dict)


def read_site(folder: Path) -> Source:
    """Return what the pages and the data of a folder hold; raises `Unimportable`."""
    name = visible(folder.resolve().name)
    paths = [path for path in files_below(folder) if not _is_passed_over(path, folder)]
    if len(paths) > MOST_FILES:
        message = f"{name}: the folder holds more than {MOST_FILES} files"
        raise Unimportable("import-size", message, "import the folder of the lectures alone")
    site = _Site(folder)
    for path in paths:
        _read_file(site, path)
    if not site.dated and not site.pages:
        message = f"{name}: the folder holds no pages with front matter and no data of a schedule"
        raise Unimportable("import-empty", message)
    site.dated.sort(key=lambda each: (_day(each), each.place))
    blocks = [*_pages(site.pages), *_schedule(site.dated)]
    params = site.settings.get("params")
    author = site.settings.get("author") or (
        params.get("author") if isinstance(params, dict) else None
    )
    if isinstance(author, dict):
        author = author.get("name")
    language = site.settings.get("lang") or site.settings.get("languageCode") or ""
    document = Document(
        name,
        tuple(blocks),
        (Text(text),) if (text := _text(site.settings.get("title", ""))) else (),
        (author,) if isinstance(author, str) and author else (),
        language=_text(language) or None,
    )

    def picture(named: str) -> bytes | None:
        bare = re.sub(r"\{\{[^}]*\}\}", "", named).lstrip("/")
        if not bare or not is_inside(folder, bare):
            return None
        try:
            return read_file(folder / bare, 20 * LARGEST_PAGE)
        except OSError:
            return None

    named = site.settings.get("timezone") or site.settings.get("timeZone") or ""
    zone = _text(named) or None
    return Source(document, picture=picture, remarks=tuple(site.remarks), zone=zone)


def _is_passed_over(path: Path, folder: Path) -> bool:
    place = f"{path.parent.relative_to(folder).as_posix()}/".removeprefix("./")
    return bool(_PASSED_OVER.search(place))


def _day(entry: _Entry) -> str:
    found = entry.values.get("date", "")
    return found if isinstance(found, str) else ""


def _read_file(site: _Site, path: Path) -> None:
    shown = visible(path.relative_to(site.folder).as_posix())
    ending = path.suffix.lower()
    configuration = path.name in _CONFIGURATION and path.parent == site.folder
    data = (ending in (".yml", ".yaml") and "_data" in path.parts) or path.parent.name == "data"
    if not (configuration or data or ending in (".md", ".markdown", ".html")):
        return
    try:
        text = read_file(path, LARGEST_PAGE).decode("utf-8-sig")
    except TooLarge:
        site.remarks.append(f"{shown}, which holds more than {LARGEST_PAGE} bytes")
        return
    except (OSError, UnicodeDecodeError):
        site.remarks.append(f"{shown}, which cannot be read")
        return
    if configuration:
        site.settings = _toml(text) if ending == ".toml" else _yaml(text, path)
    elif ending in (".yml", ".yaml"):
        found = (
            _yaml(f"entries:\n{text}", path).get("entries") if text.lstrip()[:1] == "-" else None
        )
        for number, item in enumerate(found if isinstance(found, list) else (), 1):
            if isinstance(item, dict) and _is_dated(item):
                site.dated.append(_Entry(f"{shown}, item {number}", item))
    else:
        _read_page(site, path, text, shown)


def _read_page(site: _Site, path: Path, text: str, shown: str) -> None:
    front = _FRONT.match(text)
    if front is None:
        return
    values = _toml(front["front"]) if front["mark"] == "+++" else _yaml(front["front"], path)
    if values.get("draft") == "true" or values.get("published") == "false":
        site.remarks.append(f"{shown}, which is not published")
        return
    commands = [" ".join(each[0].split()) for each in _COMMAND.finditer(text, front.end())]
    site.remarks += (f"{shown}: {each[:60]}" for each in dict.fromkeys(commands))
    body = _COMMAND.sub("", text[front.end() :])
    body = re.sub(r"^\{:[^{}\n]*\}[ \t]*\n|\{:[^{}\n]*\}", "", body, flags=re.MULTILINE)
    kind = "html" if path.suffix.lower() == ".html" else "markdown"
    document = read_document(body.encode(), kind, shown) if body.strip() else None
    blocks = document.blocks if document else ()
    named = _DATED.match(path.name)
    if named and "date" not in values:
        values = {"date": named[1], **values}
    entry = _Entry(shown, values, blocks)
    in_folder = path.parent != site.folder
    if _is_dated(values) and (in_folder or named):
        site.dated.append(entry)
    elif blocks:
        site.pages.append(entry)


def _is_dated(values: Mapping[str, Value]) -> bool:
    return any(role_of(key, "en") is ColumnRole.DATE and value for key, value in values.items())


def _pages(entries: Iterable[_Entry]) -> Iterator[Block]:
    for entry in entries:
        title = _text(entry.values.get("title", "")) or Path(entry.place).stem.capitalize()
        yield Heading(1, (Text(title),))
        yield from shifted(entry.blocks, 1)


def _schedule(entries: list[_Entry]) -> Iterator[Block]:
    if not entries:
        return
    keys = list(
        dict.fromkeys(
            key
            for entry in entries
            for key in entry.values
            if key.casefold() not in _TECHNICAL and not key.startswith("_")
        )
    )
    first = [key for key in keys if role_of(key, "en") is ColumnRole.DATE][:1]
    keys = [*first, *(key for key in keys if key not in first)]
    head = tuple(_cell(key.replace("_", " ")) for key in keys)
    rows = tuple(tuple(_cell(entry.values.get(key, "")) for key in keys) for entry in entries)
    yield Heading(1, (Text("Schedule"),))
    yield Table((head,), rows)
    for entry in entries:
        if entry.blocks:
            title = f"{_text(entry.values[first[0]])[:10]} – {_text(entry.values.get('title', ''))}"
            yield Heading(2, (Text(title),))
            yield from shifted(entry.blocks, 2)


def _cell(value: Value) -> Cell:
    return Cell(tuple(_paragraphs(value)))


def _paragraphs(value: Value) -> Iterator[Block]:
    match value:
        case str():
            # Of a moment, the day and the minute: 2025-09-04 10:00:00 -0500
            text = re.sub(r"(?<=\d)[T ](\d\d:\d\d):\d\d.*$", r" \1", value.strip())
            if text.startswith(("https://", "http://")) and " " not in text:
                yield Paragraph((Link((Text(text),), text),))
            elif text:
                yield Paragraph((Text(text),))
        case list():
            for each in value:
                yield from _paragraphs(each)
        case dict():
            label = next((value[k] for k in ("title", "name", "text", "label") if k in value), "")
            address = next((value[k] for k in ("url", "link", "href") if k in value), "")
            if isinstance(label, str) and isinstance(address, str) and label and address:
                yield Paragraph((Link((Text(label),), address),))
            else:
                for key, each in value.items():
                    yield Paragraph((Text(f"{key}: {_text(each)}"),))


def _text(value: Value) -> str:
    match value:
        case str():
            return " ".join(value.split())
        case list():
            return ", ".join(map(_text, value))
        case _:
            return ", ".join(f"{key}: {_text(each)}" for key, each in value.items())


def _yaml(text: str, path: Path) -> dict[str, Value]:
    """Return YAML as texts, or nothing of what cannot be read."""
    source = SourceFile(path, path.name, text.replace("\r\n", "\n"))
    faults: list[Diagnostic] = []
    found = read_nodes(source, 0, len(source.text), faults)
    value = _plain(found)
    return value if isinstance(value, dict) else {}


def _plain(node: Node) -> Value:
    match node:
        case Scalar():
            return "" if node.text in ("~", "null") else node.text
        case Sequence(items):
            return [_plain(each) for each in items]
        case YamlMapping(entries):
            return {each.key.text: _plain(each.value) for each in entries}
        case _:
            return ""


def _toml(text: str) -> dict[str, Value]:
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return {key: _of_toml(value) for key, value in found.items()}


def _of_toml(value: object) -> Value:
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return [_of_toml(each) for each in value]
        case dict():
            return {str(key): _of_toml(each) for key, each in value.items()}
        case _:
            return str(value)
