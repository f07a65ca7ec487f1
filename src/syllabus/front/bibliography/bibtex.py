"""BibTeX and BibLaTeX files → `Bibliography`, through bibtexparser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from syllabus.diagnostics import Diagnostic, Related, nearest_hint, warning, within_hint_limit
from syllabus.front.bibliography.blocks import read_blocks, written
from syllabus.front.bibliography.comments import without_comments
from syllabus.front.bibliography.library import MAX_VALUE, Bibliography, LazyEntry, read_value
from syllabus.front.bibliography.mistakes import EntryMistake, explain, find_unopened
from syllabus.front.bibliography.plain import segments
from syllabus.on_demand import pattern
from syllabus.source import SourceFile, Span
from syllabus.workspace.cache import key_of, open_cache
from syllabus.workspace.deadline import check_time

if TYPE_CHECKING:
    from bibtexparser.model import Entry


_PLAIN = pattern(r'\{[^{}\\]*\}|\d+|"[^"{}\\]*"')
MAX_STRINGS = 5_000_000
"""Characters of all `@string`s together."""

_LOST = pattern(r"\s*,\s*([A-Za-z]+)\s*=\s*[{\"0-9]")
"""What a field looks like that stands behind the end of its entry."""
_OPENING = pattern(r"@\s*(\w+)\s*[{(]\s*([^\s,{}()=]*)")


def load_bibliography(
    sources: Iterable[SourceFile],
) -> tuple[Bibliography, tuple[Diagnostic, ...]]:
    """Read BibTeX files; an entry that cannot be read is reported and left out.

    `@string`s apply to all files. If a key occurs twice, the first entry counts. Unchanged files
    are not read again.
    """
    files = tuple(sources)
    kept = open_cache("library", *(str(source.path) for source in files))
    key = key_of(*(source.text for source in files))
    found: tuple[Bibliography, tuple[Diagnostic, ...]] | None = kept.find(key, files)
    if found is not None:
        return found
    reading = _LibraryReader()
    for source in files:
        reading.read(source)
    made = reading.finish()
    kept.put(key, made, files)
    return made


def read_entries(source: SourceFile) -> tuple[Bibliography, tuple[Diagnostic, ...]]:
    """Read one text as `load_bibliography` reads files; nothing of it is kept."""
    reading = _LibraryReader()
    reading.read(source)
    return reading.finish()


class _LibraryReader:
    """What was found so far."""

    def __init__(self) -> None:
        self.records: dict[str, LazyEntry] = {}
        self.aliases: dict[str, LazyEntry] = {}
        self.strings: dict[str, str] = {}
        self.raw_strings: list[tuple[str, str, Span]] = []
        self.unreadable: dict[str, Span] = {}
        self.odd: list[tuple[str, str, str, Span]] = []
        self.parents: list[tuple[LazyEntry, str, int]] = []
        self.faults: list[tuple[str, Diagnostic]] = []
        self.last: str | None = None

    def report(self, key: str, fault: Diagnostic) -> None:
        """Report a fault of the entry of this key, or, with "", of none."""
        self.faults.append((key, fault))

    def read(self, source: SourceFile) -> None:
        """Take in one file."""
        line = 0
        text = without_comments(source.text)
        for segment in segments(text):
            check_time()
            if segment.key is None:
                self.parse(source, text[segment.start : segment.end], line)
            else:
                self.admit(LazyEntry(segment.key, source, line, segment.end, line))
            line += source.text.count("\n", segment.start, segment.end)

    def parse(self, source: SourceFile, text: str, above: int) -> None:
        """Take in what has to be parsed at once; so many lines of `source` are `above` it."""
        from bibtexparser import model

        for block in read_blocks(text):
            line = above + (block.start_line or 0) + 1
            match block:
                case model.Entry():
                    self.add(block, source, above)
                case model.DuplicateBlockKeyBlock():
                    duplicate = block.ignore_error_block
                    if isinstance(duplicate, model.Entry):
                        self.add(duplicate, source, above)
                    elif isinstance(duplicate, model.String):
                        self.raw_strings.append(
                            (duplicate.key, duplicate.value, source.line_span(line))
                        )
                case model.DuplicateFieldKeyBlock():
                    entry = block.ignore_error_block
                    assert isinstance(entry, model.Entry)
                    self.add(entry, source, above)
                case model.String():
                    self.raw_strings.append((block.key, block.value, source.line_span(line)))
                case model.ParsingFailedBlock():
                    reason = getattr(block.error, "abort_reason", "") or str(block.error)
                    self.malformed(source, line, block.raw or "", reason)
                case model.ImplicitComment():
                    if lost := _LOST.match(block.comment):
                        self.behind(
                            lost[1], source, line + block.comment.count("\n", 0, lost.start(1))
                        )
                    for offset, key, mistake in find_unopened(block.comment):
                        below = block.comment.count("\n", 0, offset)
                        place = source.line_span(line + below)
                        self.left_out(key, place, mistake.message, mistake.hint)
                case _:
                    pass

    def add(self, block: Entry, source: SourceFile, above: int) -> None:
        """Take in one entry that could be parsed, with so many lines `above` what was parsed."""
        line = above + (block.start_line or 0)
        key = block.key
        if not key or any(char.isspace() for char in key):
            found = f"'{' '.join(key.split())}'" if key else "nothing"
            reason = f"expected a key, found {found}"
            hint = f"write {_key_of_words(key)}" if key else "write a key behind the brace"
            self.left_out("".join(key.split()), source.line_span(line + 1), reason, hint)
            return
        record = LazyEntry(key, source, line, 0, above, written(block))
        if not self.admit(record):
            return
        first: dict[str, int] = {}
        assert record.parsed is not None
        for as_written, value, below in record.parsed.fields:
            name = as_written.lower()
            line = above + below + 1
            if name in first:
                self.report(
                    key,
                    warning(
                        "duplicate-field",
                        f"'{name}' occurs twice in '{key}'; the first one counts",
                        source.line_span(line),
                        related=[Related("the field that counts", source.line_span(first[name]))],
                    ),
                )
                continue
            first[name] = line
            if len(value) > MAX_VALUE or not _PLAIN.fullmatch(value):
                self.odd.append((key, as_written, value, source.line_span(line)))
            if name in ("crossref", "xdata"):
                self.parents.append((record, value, line))
            elif name == "ids":
                for alias in read_value(value, {}).text.split(","):
                    self.aliases.setdefault(alias.strip(), record)

    def behind(self, field: str, source: SourceFile, line: int) -> None:
        """Report a field behind the brace that ends an entry, and all below it."""
        if self.last is not None:
            message = f"'{self.last}' ends before its field '{field}', which is not read"
            hint = "delete the brace too many in the line above"
            fault = warning("malformed-entry", message, source.line_span(line), hint)
            self.report(self.last, fault)

    def admit(self, record: LazyEntry) -> bool:
        """Take in a record, unless there is one of its key."""
        self.last = record.key
        known = self.records.setdefault(record.key, record)
        if known is record:
            return True
        self.report(
            record.key,
            warning(
                "duplicate-entry",
                f"the key '{record.key}' occurs twice; this entry is not used",
                record.span,
                "remove one of them or give it a key of its own",
                related=[Related("the entry that counts", known.span)],
            ),
        )
        return False

    def malformed(self, source: SourceFile, line: int, raw: str, reason: str) -> None:
        """Report an entry that is left out."""
        opening = _OPENING.match(raw)
        mistake = explain(raw)
        if mistake is None:
            reason = " ".join(reason.split()).rstrip(".").replace("`", "'")
            reason = _in_plain_words(reason)
            mistake = EntryMistake(0, reason, "check the braces, quotes and commas of the entry")
        place = source.line_span(line + mistake.line)
        self.left_out(opening[2] if opening else "", place, mistake.message, mistake.hint)

    def left_out(self, key: str, span: Span, reason: str, hint: str) -> None:
        """Report that an entry is left out, for the same reason as citations of it."""
        if key:
            self.unreadable.setdefault(key, span)
        shown = f"'{key}'" if key else "an entry"
        message = f"{shown} is left out: {reason or 'it cannot be read'}"
        self.report(key, warning("malformed-entry", message, span, hint))

    def finish(self) -> tuple[Bibliography, tuple[Diagnostic, ...]]:
        """Put strings together and check what entries refer to."""
        size = 0
        for name, raw, span in self.raw_strings:
            value = read_value(raw, self.strings)
            size += len(value.text)
            if size > MAX_STRINGS:
                message = f"found @string values of more than {MAX_STRINGS} characters in all"
                self.report("", warning("value-too-long", message, span, "the rest is not read"))
                break
            self.strings[name.lower()] = value.text
            self.check_length(value.text, name, span, "")
            self.unknown_strings(value.unknown, span, "")
        for key, name, raw, span in self.odd:
            value = read_value(raw, self.strings)
            self.unknown_strings(value.unknown, span, key)
            self.check_length(value.text, name, span, key)
            if value.rest:
                rest = " ".join(value.rest.split())
                self.report(
                    key,
                    warning(
                        "malformed-entry",
                        f"expected a comma after the field '{name}', found '{_short(rest)}'",
                        span,
                        _with_comma(span, rest),
                    ),
                )
        for record, raw, line in self.parents:
            for parent in read_value(raw, self.strings).text.split(","):
                if (key := parent.strip()) and key not in self.records:
                    self.report(
                        record.key,
                        warning(
                            "missing-crossref",
                            f"'{record.key}' refers to '{key}', which is not an entry",
                            record.file.line_span(line),
                            *(
                                nearest_hint(key, self.records)
                                if within_hint_limit(self.faults)
                                else ()
                            ),
                        ),
                    )
        for alias, record in self.aliases.items():
            self.records.setdefault(alias, record)
        found = Bibliography(self.records, self.strings, self.unreadable, tuple(self.faults))
        return found, tuple(fault for _, fault in self.faults)

    def check_length(self, text: str, name: str, span: Span, key: str) -> None:
        """Report a value that was cut."""
        if len(text) == MAX_VALUE:
            message = f"found more than {MAX_VALUE} characters in '{name}'; the rest is not read"
            self.report(key, warning("value-too-long", message, span))

    def unknown_strings(self, names: Iterable[str], span: Span, key: str) -> None:
        """Report strings that no `@string` defines."""
        for name in names:
            self.report(
                key,
                warning(
                    "unknown-string",
                    f"no @string defines '{name}'",
                    span,
                    *(nearest_hint(name, self.strings) if within_hint_limit(self.faults) else ()),
                    f"write {{{name}}}: text needs braces or quotes",
                ),
            )


def _in_plain_words(reason: str) -> str:
    """Return what bibtexparser says as people do."""
    if reason.startswith("Unexpectedly reached end"):
        return "no '}' ends it"
    if reason.startswith("Unexpected block start"):
        return "another entry begins before this one ends"
    return reason[:1].lower() + reason[1:]


def _key_of_words(key: str) -> str:
    """Return a key of several words as one."""
    return "-".join(key.split())


def _with_comma(span: Span, rest: str) -> str:
    """Return the field's line with its comma, where `rest` stands on another one."""
    line = span.text.strip()
    return "separate the fields by commas" if rest[:10] in line else f"write {line},"


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"
