"""The entries of a bibliography: read once, resolved only when asked for."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping
from dataclasses import field

from syllabus.diagnostics import Diagnostic
from syllabus.front.bibliography.blocks import RawEntry, read_only_entry
from syllabus.front.bibliography.comments import without_comments
from syllabus.on_demand import dataclass, pattern
from syllabus.source import SourceFile, Span

MONTHS: Mapping[str, str] = {
    "jan": "January",
    "feb": "February",
    "mar": "March",
    "apr": "April",
    "may": "May",
    "jun": "June",
    "jul": "July",
    "aug": "August",
    "sep": "September",
    "oct": "October",
    "nov": "November",
    "dec": "December",
}
"""The strings that every BibTeX style defines."""

# Fields that identify the parent itself; a chapter does not inherit its book's DOI or pages.
_OWN = frozenset({
    "abstract", "crossref", "doi", "entryset", "entrysubtype", "eprint", "eprinttype",
    "archiveprefix", "execute", "file", "ids", "indexsorttitle", "indextitle", "keywords",
    "label", "options", "pages", "presort", "related", "relatedoptions", "relatedstring",
    "relatedtype", "shorthand", "shorthandintro", "shorttitle", "sortkey", "sorttitle", "url",
    "urldate", "xdata", "xref",
})  # fmt: skip
IN_BOOK = frozenset({
    "inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inreference",
    "inproceedings", "conference",
})  # fmt: skip
"""Entry types of parts of a book."""
_MULTIVOLUME = frozenset({
    "mvbook", "mvcollection", "mvreference", "mvproceedings",
})  # fmt: skip

_ONE_THING = (
    ("date", "year", "month", "day"), ("journaltitle", "journal", "journalsubtitle"),
    ("location", "address"), ("institution", "school"),
    *((f"{name}title", f"{name}title", f"{name}subtitle", f"{name}titleaddon")
      for name in ("", "book", "main")),
)  # fmt: skip
"""Fields that say one thing together; who says the first or the second inherits none of them."""

MAX_GENERATIONS = 20
"""How far entries inherit from entries that inherit."""
MAX_VALUE = 100_000
"""Characters of one field; strings that double themselves would soon fill the memory."""

_MARK = pattern(r'\\.|[{}"]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class EntryField:
    """One field of an entry: `value` is TeX without its delimiters, strings put in."""

    name: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One work: fields by lower-case name, inherited ones included; `span` is its key."""

    key: str
    kind: str
    fields: Mapping[str, EntryField]
    span: Span

    def value(self, *names: str) -> str:
        """Return the first of the named fields that is not empty, or an empty string."""
        found = self.field(*names)
        return found.value if found else ""

    def field(self, *names: str) -> EntryField | None:
        """Return the first of the named fields that is not empty."""
        for name in names:
            found = self.fields.get(name)
            if found is not None and found.value.strip():
                return found
        return None


@dataclasses.dataclass(repr=False, slots=True)
class LazyEntry:
    """An entry, parsed when it is first asked for.

    `line` (from 0) is where it opens; `end` is the offset in its file behind it. One that is
    already `parsed` was read with so many lines `above` it.
    """

    key: str
    file: SourceFile
    line: int
    end: int
    above: int
    parsed: RawEntry | None = field(default=None, compare=False)

    @property
    def written(self) -> RawEntry:
        """The entry as it is written."""
        if self.parsed is None:
            text = self.file.text[self.file.line_starts[self.line] : self.end]
            self.parsed = read_only_entry(without_comments(text))
        return self.parsed

    @property
    def words(self) -> str:
        """What is written in it, so far as that is known without parsing it."""
        if self.parsed is None:
            return self.file.text[self.file.line_starts[self.line] : self.end]
        return "\n".join(f"{name} = {value}" for name, value, _ in self.parsed.fields)

    @property
    def span(self) -> Span:
        """The key where the entry opens."""
        start = self.file.line_starts[self.line]
        brace = self.file.text.find("@", start)
        key = self.file.text.find(self.key, brace + 1 + len(self.written.kind))
        if key == -1 or not self.key:
            return self.file.line_span(self.line + 1)
        return self.file.span(key, key + len(self.key))


@dataclasses.dataclass(frozen=True)
class Bibliography:
    """Every entry of the project's .bib files.

    `unreadable` are the places of entries that were left out because they are malformed. `faults`
    are those of its files, with the key of the entry, or "" for what is not of one entry. A
    bibliography that is not whole lacks a file, so that an unknown key may be an entry of it.
    """

    _records: Mapping[str, LazyEntry] = field(default_factory=dict, repr=False)
    _strings: Mapping[str, str] = field(default_factory=dict, repr=False)
    unreadable: Mapping[str, Span] = field(default_factory=dict, repr=False)
    faults: tuple[tuple[str, Diagnostic], ...] = field(default=(), repr=False)
    is_whole: bool = True
    _resolved: dict[str, Entry] = field(default_factory=dict, init=False, repr=False, compare=False)
    _resolving: set[str] = field(default_factory=set, init=False, repr=False, compare=False)

    def __contains__(self, key: object) -> bool:
        return key in self._records

    def __len__(self) -> int:
        return len(self._records)

    def keys(self) -> KeysView[str]:
        """Return every key, in the order of the files."""
        return self._records.keys()

    def entries_where(self, is_wanted: Callable[[str], bool]) -> Iterator[Entry]:
        """Yield the entries whose own text is wanted; no other one is parsed."""
        for key, record in self._records.items():
            if is_wanted(record.words) and (entry := self.entry(key)) is not None:
                yield entry

    def with_parents(self, keys: Iterable[str]) -> frozenset[str]:
        """Return the keys of these entries, and of all that they inherit from."""
        found: set[str] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key in found:
                continue
            found.add(key)
            entry = self.entry(key)
            if entry is not None:
                waiting += [entry.key, *_keys(entry.fields.get("crossref"))]
                waiting += _keys(entry.fields.get("xdata"))
        return frozenset(found)

    def entry(self, key: str) -> Entry | None:
        """Return one entry with its strings put in and what it inherits, or None."""
        if key not in self._records:
            return None
        if key not in self._resolved:
            self._resolving.add(key)
            self._resolved[key] = self._resolve(key)
            self._resolving.discard(key)
        return self._resolved[key]

    def _resolve(self, key: str) -> Entry:
        record = self._records[key]
        kind = record.written.kind.lower()
        fields: dict[str, EntryField] = {}
        for written, raw, line in record.written.fields:
            name = written.lower()
            if name not in fields:
                text = read_value(raw, self._strings).text
                fields[name] = EntryField(
                    name, text, record.file.line_span(record.above + line + 1)
                )
        for parent in _keys(fields.get("xdata")):
            _inherit(fields, self._ancestor(parent).items())
        for parent in _keys(fields.get("crossref")):
            inherited = self._ancestor(parent)
            parent_kind = (
                self._records[parent].written.kind.lower() if parent in self._records else ""
            )
            _inherit(fields, _inherited(kind, parent_kind, inherited))
        return Entry(record.key, kind, fields, record.span)

    def _ancestor(self, parent: str) -> Mapping[str, EntryField]:
        # An entry that inherits from itself, in any way, gets nothing by that way. What comes from
        # hundreds of generations is no work's: it would only use up Python's stack.
        if parent in self._resolving or len(self._resolving) > MAX_GENERATIONS:
            return {}
        entry = self.entry(parent)
        return entry.fields if entry else {}


def _keys(value: EntryField | None) -> list[str]:
    return [key.strip() for key in value.value.split(",") if key.strip()] if value else []


def _inherit(fields: dict[str, EntryField], inherited: Iterable[tuple[str, EntryField]]) -> None:
    """Add what an entry does not say itself, in whatever words."""
    said = set(fields)
    for told in _ONE_THING:
        if not said.isdisjoint(told[:2]):
            said.update(told)
    for name, value in inherited:
        if name not in said:
            fields.setdefault(name, value)


def _inherited(
    kind: str, parent: str, fields: Mapping[str, EntryField]
) -> Iterator[tuple[str, EntryField]]:
    """Yield what an entry takes from its crossref parent (biblatex manual, appendix B)."""
    target = ""
    if kind in IN_BOOK:
        target = "main" if parent in _MULTIVOLUME else "book"
        if kind in ("inbook", "bookinbook", "suppbook"):
            yield from (
                (name, fields["author"]) for name in ("bookauthor", "author") if "author" in fields
            )
    elif parent == "periodical":
        target = "journal"
    elif parent in _MULTIVOLUME:
        target = "main"
    titles = (
        {name: f"{target}{name}" for name in ("title", "subtitle", "titleaddon")} if target else {}
    )
    for name, value in fields.items():
        if name in titles:
            yield titles[name], value
        elif name not in _OWN and not (name == "author" and kind in IN_BOOK):
            yield name, value


@dataclass(frozen=True, slots=True)
class Value:
    """What a field's right side says: text, the strings nobody defined, and what is left over."""

    text: str
    unknown: tuple[str, ...] = ()
    rest: str = ""


def read_value(raw: str, strings: Mapping[str, str]) -> Value:
    """Read the right side of a field: braces, quotes, numbers and strings joined with `#`.

    `strings` are values already read, by lower-case name. `rest` is what stands where `#` or
    the end was expected, as when a comma between two fields is missing.
    """
    parts: list[str] = []
    unknown: list[str] = []
    position = size = 0
    while True:
        end = _end_of_token(raw, position)
        token = raw[position:end]
        if token[:1] in ("{", '"'):
            parts.append(token[1:-1])
        elif token.isascii() and token.isdigit():
            parts.append(token)
        elif token:
            name = token.lower()
            if name in strings or name in MONTHS:
                parts.append(strings.get(name) or MONTHS.get(name, ""))
            else:
                unknown.append(token)
        size += len(parts[-1]) if parts else 0
        if size > MAX_VALUE:
            return Value("".join(parts)[:MAX_VALUE], tuple(unknown))
        while end < len(raw) and raw[end].isspace():
            end += 1
        if end < len(raw) and raw[end] == "#":
            position = end + 1
            while position < len(raw) and raw[position].isspace():
                position += 1
            continue
        return Value("".join(parts), tuple(unknown), raw[end:])


def _end_of_token(raw: str, start: int) -> int:
    first = raw[start : start + 1]
    if first not in ("{", '"'):
        end = start
        while end < len(raw) and not raw[end].isspace() and raw[end] not in '#{"':
            end += 1
        return end
    depth = 0
    for mark in _MARK.finditer(raw, start):
        match mark[0]:
            case "{":
                depth += 1
            case "}":
                depth -= 1
                if depth == 0 and first == "{":
                    return mark.end()
            case '"' if first == '"' and depth == 0 and mark.start() > start:
                return mark.end()
    return len(raw)
