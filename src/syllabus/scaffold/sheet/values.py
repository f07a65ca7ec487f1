"""What spreadsheets make of values: dates of their own order, seconds, and zeros that are gone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from syllabus.diagnostics import Diagnostic
from syllabus.front.records.kinds import BadValue
from syllabus.front.records.nodes import Node, Scalar, Unusable, read_nodes
from syllabus.front.records.scalars import write_scalar
from syllabus.front.records.single_values import DAYS, DURATION, TIME_OF_MEETING
from syllabus.on_demand import dataclass, pattern
from syllabus.outputs.export.sheet import TEXTS, cell_of, flow_of
from syllabus.scaffold.sheet.reading import ReadRow
from syllabus.source import SourceFile

LISTS = frozenset(("stream", "also_in", "accept", "speaker", "speakers", "presenters"))
"""Keys whose cells can hold several values, behind each other with semicolons."""
_OF_WORDS = frozenset(("stream", "also_in", "accept"))
"""Those whose values have no comma."""

_NUMBERS = pattern(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})\.?")
_YEAR_FIRST = pattern(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})")
_SHORT_MONTH = pattern(r"(\d{1,2})-([^\W\d_]{3,4})\.?-(\d{2}|\d{4})")
_MIDNIGHT = pattern(r"[ T]0?0:00(?::00(?:[.,]0+)?)?$|[ ]12:00(?::00)? AM$", re.IGNORECASE)
_SECONDS = pattern(r"(\d{1,2}:\d{2}):00(?:[.,]0+)?(?=$|\s*[AP]\.?M)", re.IGNORECASE)
_FRACTION = pattern(r"0?[.,]\d+|0")
_FIRST_SERIAL = date(1899, 12, 30)
_WEEKDAY = pattern(r"(?P<weekday>[^\W\d_]{1,12}\.?,? )(?P<rest>\d.*)")
_CURLY = pattern(
    r"(?<=[:,\[{] )[\u2018-\u201f]([^\u2018-\u201f]*)[\u2018-\u201f](?=\s*[,}\]])"
    r"|(?<=[\[{])[\u2018-\u201f]([^\u2018-\u201f]*)[\u2018-\u201f](?=\s*[,}\]])"
)
"""Quotation marks that a spreadsheet bends while somebody types."""
_TIGHT = pattern(r"(?<=[{,])\s*(url|passcode|name|email|time|room):(?=\S)")
_ERROR = pattern(
    r"#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|SPILL!|CALC!|ERROR!)|(?:Err|Fehler):\d{3}"
)
_BARE = pattern(r"[A-Za-z0-9][\w .:/–+-]*")


@dataclass(frozen=True, slots=True)
class SheetFormat:
    """How a sheet writes: its dates day first or month first, if that is known.

    `lossy` sheets have a question mark in the place of letters that their encoding lacks.
    """

    language: str
    day_first: bool | None = None
    lossy: bool = False


def sheet_format_of(
    rows: Iterable[ReadRow], current: Mapping[str, str], language: str, *, lossy: bool
) -> SheetFormat:
    """Return how a sheet writes dates; `current` are those of the records, by file.

    Most of them were not edited, so that the order is the one in which they are the same days.
    """
    votes = {True: 0, False: 0}
    for row in rows:
        cell = row.cells.get("date")
        written = "" if cell is None else _WEEKDAY.sub(r"\g<rest>", _MIDNIGHT.sub("", cell.text))
        found = _NUMBERS.fullmatch(written)
        if found is None:
            continue
        known = days_of(current.get(row.file.text, ""), SheetFormat(language))
        for day_first in votes:
            day = _day(found, day_first=day_first)
            other = _day(found, day_first=not day_first)
            if day is not None and day != other:
                votes[day_first] += 1_000 * (known == day.isoformat()) + (other is None)
    if votes[True] == votes[False]:
        return SheetFormat(language, None, lossy)
    return SheetFormat(language, votes[True] > votes[False], lossy)


def _day(found: re.Match[str], *, day_first: bool) -> date | None:
    day, month = (1, 3) if day_first else (3, 1)
    try:
        return date(_year(found[4]), int(found[month]), int(found[day]))
    except ValueError:
        return None


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) <= 69 else 1900)


def tidied(key: str, cell: str, sheet_format: SheetFormat) -> str:
    """Return a cell as a record would say it, where a spreadsheet says it in its own way."""
    match key:
        case "date":
            return _tidy_date(_MIDNIGHT.sub("", cell), sheet_format)
        case "time":
            if _FRACTION.fullmatch(cell):
                minutes = round(float(cell.replace(",", ".")) * 24 * 60)
                return f"{minutes // 60}:{minutes % 60:02}"
            return _SECONDS.sub(r"\1", cell)
        case "duration":
            return _SECONDS.sub(r"\1", cell)
        case _:
            return cell if key in TEXTS else _canonical(cell, cell_of)


def is_error(cell: str) -> bool:
    """Return whether a spreadsheet says that a formula of its own went wrong."""
    return _ERROR.fullmatch(cell) is not None


def _canonical(cell: str, write: Callable[[Node], str]) -> str:
    """Return a value with parts of its own as it is written here, whatever quotes it has."""
    if not cell.startswith(("{", "[")):
        return cell
    written = _CURLY.sub(_in_quotes, _TIGHT.sub(r" \1: ", cell))
    faults: list[Diagnostic] = []
    source = SourceFile(Path("cell"), "cell", written)
    node = read_nodes(source, 0, len(written), faults)
    return cell if faults or isinstance(node, Scalar | Unusable) else write(node)


def _in_quotes(found: re.Match[str]) -> str:
    return "'" + (found[1] or found[2] or "").replace("'", "''") + "'"


def _tidy_date(cell: str, sheet_format: SheetFormat) -> str:
    if found := _WEEKDAY.fullmatch(cell):
        tidy = _tidy_date(found["rest"], sheet_format)
        with_day = f"{found['weekday']}{tidy}"
        # One that does not belong to the date stays, and is told.
        return tidy if days_of(with_day, sheet_format) == tidy else with_day
    if re.fullmatch(r"[345]\d{4}", cell):  # how Excel counts days (ECMA-376, 18.17.4)
        return (_FIRST_SERIAL + timedelta(days=int(cell))).isoformat()
    if found := _YEAR_FIRST.fullmatch(cell):
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    if found := _SHORT_MONTH.fullmatch(cell):
        return f"{found[1]} {found[2]} {_year(found[3])}"
    found = _NUMBERS.fullmatch(cell)
    if found is None or sheet_format.day_first is None:
        return cell
    day = _day(found, day_first=sheet_format.day_first)
    return cell if day is None else day.isoformat()


def days_of(text: str, sheet_format: SheetFormat) -> str:
    """Return the day or days of a text in ISO 8601; the text itself if it names none."""
    try:
        days = DAYS.parsed(text, sheet_format.language)
    except BadValue:
        return text
    if days is None:
        return "TBD"
    return f"{days.first}" if days.first == days.last else f"{days.first} to {days.last}"


def is_same(key: str, cell: str, text: str, sheet_format: SheetFormat) -> bool:
    """Return whether a cell says what the record's own text says, as far as spreadsheets let it."""
    if _collapsed(cell) == _collapsed(text):
        return True
    if not cell or not text:
        return False
    cell, kept = tidied(key, cell, sheet_format), text
    if key == "date":
        return days_of(cell, sheet_format) == days_of(kept, sheet_format)
    if key in ("time", "duration"):
        kind = TIME_OF_MEETING if key == "time" else DURATION
        try:
            return bool(
                kind.parsed(cell, sheet_format.language) == kind.parsed(kept, sheet_format.language)
            )
        except BadValue:
            return cell == kept
    if key in LISTS:
        return list(items_of(key, cell)) == list(items_of(key, kept))
    return _as_number(cell) == _as_number(kept) != "" or _lost(kept, sheet_format) == cell


def _collapsed(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def _as_number(text: str) -> str:
    """Return a number without zeros that spreadsheets leave out; "" for what is none."""
    if text.lower() in ("true", "false"):
        return text.lower()
    found = re.fullmatch(r"0*(\d+)(?:[.,](\d*?)0*)?", text)
    if found is None:
        return ""
    return found[1] + (f".{found[2]}" if found[2] else "")


def _lost(text: str, sheet_format: SheetFormat) -> str:
    """Return what is left of a text in a sheet whose encoding lacks most letters."""
    return text.encode("cp1252", "replace").decode("cp1252") if sheet_format.lossy else text


def items_of(key: str, cell: str) -> Iterator[str]:
    """Yield the values of a cell that can hold several."""
    signs = r"[;,]" if key in _OF_WORDS else ";"
    yield from (each.strip() for each in re.split(signs, cell) if each.strip())


def yaml_of(key: str, cell: str, before: Node | None, sheet_format: SheetFormat) -> str:
    """Return the YAML of a cell, written as the value `before` it was; `ValueError` for no text."""
    text = tidied(key, cell, sheet_format)
    if key in TEXTS:
        return _quoted_as(text, before)
    if cell.startswith(("{", "[")):
        return _canonical(cell, flow_of)
    if key in LISTS and len(items := list(items_of(key, text))) > 1:
        return f"[{', '.join(map(_bare, items))}]"
    if isinstance(before, Scalar) and before.written[:1] in ("'", '"'):
        return _quoted_as(text, before)
    return _bare(text)


def _bare(text: str) -> str:
    safe = _BARE.fullmatch(text) and ": " not in text and not text.endswith((":", " "))
    return text if safe and "," not in text else write_scalar(text)


def _quoted_as(text: str, before: Node | None) -> str:
    written = write_scalar(text)
    sign = before.written[:1] if isinstance(before, Scalar) else ""
    if sign == '"':
        return json.dumps(text, ensure_ascii=False)
    if sign == "'" and not written.startswith("'"):
        return f"'{written}'"
    return written
