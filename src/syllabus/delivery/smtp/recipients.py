"""Recipients: from a text or CSV file of addresses, or named one by one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from syllabus.diagnostics import Diagnostic, Related, error, has_errors, warning
from syllabus.front.records import read_text
from syllabus.model.mailbox import BadMailbox, Mailbox, read_mailbox
from syllabus.on_demand import dataclass, pattern
from syllabus.source import SourceFile, Span, leads_outside, real_path
from syllabus.workspace.trusted import Trusted, is_trusted, trust

LARGEST_LIST = 5_000_000
"""Bytes; ten thousand answers of a form with ten questions."""

MOST_RECIPIENTS = 5_000
"""More people than any server of a university or a mail provider takes mail for at once."""

_COLUMN = pattern(
    r"e-?\s?mails?\b|\bmails?\b|mail-?ad|epost|e-post|courriel|correo|correio|posta elettronica"
    r"|sähköposti|电子邮|邮箱|電子郵件|メール|이메일|почт|البريد",
    re.IGNORECASE,
)
"""What the header of a column of addresses has in it, in the languages of many forms."""

_SEPARATORS = (",", ";", "\t", "|")
_SEPARATOR_LINE = pattern(r"\A\"?sep=(.)\"?[^\n]*\n", re.IGNORECASE)
"""By which spreadsheets name the separator, above the header."""
_ADDRESS = pattern(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_SAMPLE = 20_000
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to write to; `span` is where a file names them, None if a person did."""

    mailbox: Mailbox
    span: Span | None = None

    @property
    def address(self) -> str:
        """The address alone."""
        return self.mailbox.address


@dataclass(frozen=True, slots=True)
class Recipients:
    """Everybody once, in the order of the file; `repeated` are those named another time."""

    people: tuple[Recipient, ...]
    repeated: tuple[Recipient, ...] = ()


def merge_recipients(*groups: Iterable[Recipient]) -> Recipients:
    """Return each person once, whatever the spelling of the address."""
    people: dict[str, Recipient] = {}
    repeated: list[Recipient] = []
    for recipient in chain.from_iterable(groups):
        if recipient.mailbox.key in people:
            repeated.append(recipient)
        else:
            people[recipient.mailbox.key] = recipient
    return Recipients(tuple(people.values()), tuple(repeated))


def read_recipients(
    path: Path, root: Path, faults: list[Diagnostic], named: Span | None = None
) -> tuple[Recipient, ...]:
    """Return the people in a file, after reporting each invalid address.

    A `.csv` or `.tsv` has them in the column that its header says, or in the only one that
    holds addresses; any other file has one on a line. `named` is where course.yaml names it.

    A file outside the project is read only once the user has named it; after that course.yaml may
    name it too. No fault shows a line of it.
    """
    own: list[Diagnostic] = []
    outside = leads_outside(path, root)
    real = str(real_path(path))
    if outside and named is not None and not is_trusted(Trusted.LIST, real):
        message = f"{named.text}: found a path outside the project, which you have not named yet"
        hint = f"if it is your list, say so once: --recipients '{real}'"
        faults.append(error("file-outside-project", message, named, hint))
        return ()
    # A link that came with the project is not what the user named.
    anywhere = not Path(os.path.normpath(path)).is_relative_to(root) or named is not None
    source = read_text(path, root, own, LARGEST_LIST, named, anywhere=anywhere)
    if source is None:
        faults += map(_without_line, own) if outside else own
        return ()
    if outside:
        source = replace(source, private=True)
        trust(Trusted.LIST, real)
    if path.suffix.lower() in (".csv", ".tsv"):
        cells = _cells_of_column(source, own)
    else:
        cells = [span for span in map(_line_content, _lines(source)) if span.text]
    people = [each for each in (_recipient(span, own) for span in cells) if each is not None]
    if not people and not has_errors(own):
        hint = "write one address on a line, or export the answers of a form as CSV"
        own.append(error("no-recipients", "found no address", source.span(0), hint))
    if len(people) > MOST_RECIPIENTS:
        message = f"found {len(people)} addresses, expected at most {MOST_RECIPIENTS}"
        own.append(error("too-many-recipients", message, people[MOST_RECIPIENTS].span))
    faults += own
    return tuple(people)


def _without_line(fault: Diagnostic) -> Diagnostic:
    if fault.code != "not-utf-8" or fault.span is None:
        return fault
    return replace(fault, span=replace(fault.span, file=replace(fault.span.file, private=True)))


def _recipient(span: Span, faults: list[Diagnostic]) -> Recipient | None:
    try:
        return Recipient(read_mailbox(span.text.replace('""', '"')), span)
    except BadMailbox as bad:
        found = span.text if len(span.text) <= _SHOWN else f"{span.text[: _SHOWN - 1]}…"
        seen = "something" if span.file.private else f"{_quoted(found)}, {bad}"
        message = f"found {seen}, expected a mail address"
        addresses = _ADDRESS.findall(span.text)
        hints: tuple[str, ...] = ()
        if len(addresses) == 1 and not span.file.private and not _at_fault(addresses[0]):
            hints = (f"write '{addresses[0]}', or Ada Lens <{addresses[0]}> with the name",)
        elif span.text.count("@") > 1:
            hints = ("one address on a line",)
        faults.append(error("bad-mail-address", message, span, *hints))
        return None


def _at_fault(address: str) -> bool:
    try:
        read_mailbox(address)
    except BadMailbox:
        return True
    return False


def _quoted(text: str) -> str:
    return "'" + "".join(sign if sign.isprintable() else "\ufffd" for sign in text) + "'"


def _lines(source: SourceFile) -> Iterator[Span]:
    for line in range(1, len(source.line_starts) + 1):
        yield source.line_span(line)


def _line_content(line: Span) -> Span:
    """Return what a line says, without a comment and the separator that lists often end on."""
    # Addresses may have a '#' in them, so a comment begins the line or stands behind a space.
    comment = re.search(r"(?:^|\s)#", line.text)
    return _stripped(line.part(0, comment.start()) if comment else line, ",;")


def _stripped(span: Span, more: str = "") -> Span:
    text = span.text.rstrip(f" \t\xa0\n{more}")
    start = len(text) - len(text.lstrip(" \t\xa0\n"))
    return span.part(start, max(start, len(text)))


# --- CSV (RFC 4180) ------------------------------------------------------------------------


def _cells_of_column(source: SourceFile, faults: list[Diagnostic]) -> list[Span]:
    """Return the cells with addresses, below the header if there is one."""
    rows = [row for row in _rows(source, faults) if any(cell.text for cell in row)]
    if not rows or has_errors(faults):
        return []
    header, *below = rows
    headed = not any(_is_address(cell.text) for cell in header)
    body = below if headed else rows
    columns = [place for place, cell in enumerate(header) if headed and _COLUMN.search(cell.text)]
    # "Send me mail?" is a question about mail, but its column holds no addresses.
    filled = [place for place in range(max(map(len, rows))) if _has_addresses(body, place)]
    columns = [place for place in columns if place in filled] or filled or columns
    if len(columns) > 1:
        others = [
            Related("another one", header[place]) for place in columns[1:] if place < len(header)
        ]
        message = f"found addresses in {len(columns)} columns, expected one"
        hint = "delete the columns that are not to be written to"
        place = header[columns[0]]
        faults.append(error("unclear-recipients", message, place, hint, related=others))
        return []
    if not columns:
        return []
    cells = []
    for row in body:
        cell = row[columns[0]] if columns[0] < len(row) else row[-1].part(len(row[-1].text))
        if cell.text:
            cells.append(cell)
            if row[0].text.startswith("#") and not re.match(r"#\d*\Z", row[0].text):
                message = "found '#' before a row, which is no comment in CSV; it is written to"
                hint = "delete the row if nobody is to be written to for it"
                faults.append(warning("row-without-comment", message, row[0], hint))
        else:
            message = "found a row without an address; nobody is written to for it"
            faults.append(warning("row-without-address", message, row[0]))
    return cells


def _has_addresses(rows: list[list[Span]], place: int) -> bool:
    return any(place < len(row) and _is_address(row[place].text) for row in rows)


def _is_address(text: str) -> bool:
    """Return whether a cell holds an address and nothing else, if perhaps a mistyped one."""
    bare = r"[^@\s<>]+@[^@\s<>]+"
    return re.fullmatch(rf"{bare}|[^@<>]*<{bare}>", text) is not None


def _rows(source: SourceFile, faults: list[Diagnostic]) -> Iterator[list[Span]]:
    """Yield the cells of each row, without quotes; doubled quotes in them are left as they are."""
    text, first = source.text, _SEPARATOR_LINE.match(source.text)
    separator = first[1] if first else _separator(text)
    mark = re.escape(separator)
    cell = re.compile(
        rf'[ ]*(?:"(?P<quoted>(?:[^"]++|"")*+)"[ ]*|(?P<plain>[^"\n{mark}][^\n{mark}]*)?)'
        rf"(?P<end>[\n{mark}]|\Z)"
    )
    row: list[Span] = []
    position = first.end() if first else 0
    while position <= len(text):
        found = cell.match(text, position)
        if found is None:
            message = "found a quotation mark without its other one"
            hint = "export the list again, or write one address on a line of a .txt file"
            faults.append(error("broken-csv", message, source.span(position, position + 1), hint))
            return
        inner = found.span("quoted" if found["quoted"] is not None else "plain")
        if inner == (-1, -1):
            inner = (found.start("end"), found.start("end"))
        row.append(_stripped(source.span(*inner)))
        if found["end"] != separator:
            yield row
            row = []
        position = found.end()
        if not found["end"]:
            return


def _separator(text: str) -> str:
    """Return what the first lines have in them equally often, the most often of several."""
    first, *others = re.sub(r'"(?:[^"]++|"")*+"', "", text[:_SAMPLE]).split("\n")

    def fit(separator: str) -> tuple[int, int]:
        count = first.count(separator)
        return sum(line.count(separator) == count > 0 for line in others), count

    return max(_SEPARATORS, key=fit)
