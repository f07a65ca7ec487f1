"""The written form of values, as far as a regular expression can describe it.

An editor that validates with JSON Schema has already let YAML resolve types: `8:00` may have become
480, and `2021` a number. The regular expressions mean the same in ECMA 262, which JSON Schema asks
for, and in Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from syllabus.model.duration import DURATION as DURATION_TEXT
from syllabus.on_demand import dataclass

JsonSchema = Mapping[str, object]

NUMBER: JsonSchema = {"type": "number"}
NATURAL: JsonSchema = {"type": "integer", "minimum": 0}
BOOLEAN: JsonSchema = {"type": "boolean"}

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST_TEXT = 1_000
"""Characters of a title or similar."""

_DAYS = (
    (r"0?[1-9]|[12][0-9]|3[01]", (1, 3, 5, 7, 8, 10, 12)),
    (r"0?[1-9]|[12][0-9]|30", (4, 6, 9, 11)),
    (r"0?[1-9]|[12][0-9]", (2,)),
)
_YEAR = r"(?:19|2[01])[0-9]{2}"  # from the first to the last
# Letters of any script, for which ECMA and Python have no common name, are what is left.
_LETTER = r"[^\s0-9!-/:-@\[-`{-~]"

HOUR_MARK = "(?:h|uhr|uur|heures?|horas?|時)"
"""What stands behind the hours, in the languages that have words."""
AFTER_MINUTES = "(?:h|uhr|uur|min|分)"
HALF = r"(?:[ap]\.?\s?m\.?|[πμ]\.?\s?μ\.?)"
"""Of the day, behind a time by twelve hours; Japanese has it before."""
BEFORE_NOON = "(?:午前|午後)"
BETWEEN_TIMES = r"(?:[-–—−~〜～]|\s(?:to|until|till|bis|à|a|alle|às|tot|έως)\s)"
"""Between the start and the end of a meeting."""


@dataclass(frozen=True)
class Form:
    """How texts of a kind are written; spaces around them do not count.

    `pattern` matches the whole of them; None if only `words` may be written, as they are. Elsewhere
    these are the usual ones, for editors to offer. `resolved` are JSON schemas of what YAML may
    make of such texts.
    """

    pattern: str | None
    words: Callable[[], Iterable[str]] = tuple
    resolved: tuple[JsonSchema, ...] = ()


def any_case(pattern: str) -> str:
    """Return a regular expression of Python's, without ranges of letters, for ECMA in any case.

    Named groups become plain ones: ECMA writes them in another way.
    """
    inside = False
    pieces = []
    for piece in re.findall(r"\(\?P<\w+>|\\.|.", pattern, re.DOTALL):
        if piece in ("[", "]"):
            inside = piece == "["
        if piece.startswith("(?P"):
            pieces.append("(?:")
        elif piece.isalpha():
            both = piece.lower() + piece.upper()
            pieces.append(both if inside else f"[{both}]")
        else:
            pieces.append(piece)
    return "".join(pieces)


def _any(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"


def one_of(words: Iterable[str], *resolved: JsonSchema) -> Form:
    """Return the form of a few words in any case."""
    known = tuple(words)
    return Form(_any(any_case(word) for word in known), lambda: known, resolved)


def _day_pattern() -> str:
    """Return what dates of any language look like; only the reader knows its names."""
    around = "[^0-9]{0,40}"
    # JSON has a date that YAML resolved as the moment of its midnight.
    midnight = r"(?:T00:00:00(?:\.0+)?Z)?"
    day = r"(?:0?[1-9]|[12][0-9]|3[01])"
    dates = []
    for days, months in _DAYS:
        number = _any(f"0?{month}" for month in months)
        dates.append(rf"{_YEAR}\s*[./-]\s*{number}\s*[./-]\s*(?:{days})(?:{midnight}|{around})")
    dates.append(rf"{day}\s*[./-]\s*{day}\s*[./-]\s*(?:{_YEAR}|[0-6][0-9])(?![0-9]){around}")
    dates.append(rf"[0-9０-９]{{4}}\s*[年년]\s*[0-9０-９]+\s*[月월]\s*[0-9０-９]+\s*[日일]{around}")
    named = rf"(?:{day}(?![0-9])[^0-9]+{_YEAR}|{_YEAR}[^0-9]+{day})(?![0-9])"
    return rf"{around}{_any(dates)}|(?=[\s\S]*{_LETTER}{{3}}){around}{named}{around}"


def _time_pattern() -> str:
    minute = rf"[0-5][0-9](?:\s*{any_case(AFTER_MINUTES)})?"
    mark, half = any_case(HOUR_MARK), any_case(HALF)
    rest = rf"(?:(?:[:.]|\s*{mark}\s*)(?:{minute})?)?"
    by_day = rf"(?:[01]?[0-9]|2[0-3])(?:[:.]{minute}|\s*{mark}(?:\s*{minute})?)"
    by_half = rf"(?:0?[1-9]|1[0-2]){rest}\s*{half}"
    in_japan = rf"{BEFORE_NOON}\s*(?:0?[0-9]|1[0-2]){rest}"
    return f"{any_case('noon')}|{by_day}|{by_half}|{in_japan}"


# A weekday of any language; only the reader knows its names.
WEEKDAY = Form(rf"{_LETTER}{{2}}[^0-9]{{0,30}}", lambda: WEEKDAYS)
TEXT = Form(rf"\S[\s\S]{{0,{LONGEST_TEXT - 1}}}", resolved=(NUMBER, BOOLEAN))
WORDING = Form(rf"[\s\S]{{0,{LONGEST_TEXT}}}", resolved=(NUMBER, BOOLEAN))
DAY = Form(_day_pattern())
DATE = Form(f"{any_case('tb[dac]')}|{DAY.pattern}")
BETWEEN_DAYS = (
    r"\.{2,3}|…|[–—−~〜～]|から|\s(?:-+|to|until|till|through|thru|bis|au|al|a|à|alle|às|até|ao|tot|t/m"
    r"|έως|ως|μέχρι)\s"
)
"""Between the first and the last day; a hyphen alone may stand between them, too."""


def _days_pattern() -> str:
    """Return what several days look like; only the reader knows what one leaves to the other."""
    before, between, after = "[^0-9]{0,40}", any_case(BETWEEN_DAYS), "[^0-9]{0,40}"
    day = "[0-9０-９]{1,2}"
    spans = (
        rf"{before}[0-9０-９][^–—]{{0,50}}?(?:{between})[^0-9]{{0,40}}[0-9０-９][^–—]{{0,50}}",
        rf"(?=[\s\S]*{_LETTER}{{3}}){before}{day}[^0-9-]{{0,40}}-[^0-9-]{{0,40}}{day}[^0-9]+{_YEAR}{after}",
        rf"(?=[\s\S]*{_LETTER}{{3}}){before}{day}[^0-9]+{_YEAR}-[^0-9-]{{0,40}}{day}[^-]{{0,50}}",
        rf"(?=[\s\S]*[./]){before}{day}[0-9./ ]{{0,9}}-[^0-9-]{{0,20}}{day}[0-9./ ]{{0,9}}{after}",
        r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\s*/\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
    )
    return _any(spans)


DAYS = Form(f"{DATE.pattern}|{_days_pattern()}")
REPETITION = Form(rf"[\s\S]{{0,30}}{any_case('week|biweekly')}[\s\S]{{1,10}}(?:{DAY.pattern})")
# YAML 1.1 reads 8:00 as 480, to the base of 60, and every YAML 8.30 as a number.
TIME = Form(
    _time_pattern(),
    resolved=(
        {"type": "integer", "minimum": 60, "maximum": 24 * 60 - 1},
        {"type": "number", "minimum": 0, "exclusiveMaximum": 24, "not": {"type": "integer"}},
    ),
)
ZONE_NAME = r"(?:[A-Z]{2,5}|(?:GMT|UTC)[+−-][0-9]{1,2}(?::?[0-9]{2})?)"
"""What a zone is called at a time of the year: PDT, or its offset where it has no letters."""

# What stands on either side is for the reader alone.
HOURS = Form(
    rf"{TIME.pattern}|(?:[^\s\d]+\s+)?\S[^-–—]{{0,25}}?{any_case(BETWEEN_TIMES)}[^-–—]{{0,25}}",
    resolved=TIME.resolved,
)
MEETING_HOURS = Form(rf"(?:{HOURS.pattern})(?:\s+{ZONE_NAME})?", resolved=TIME.resolved)
MEETING_TIME = Form(
    rf"{any_case('tb[dac]')}|{MEETING_HOURS.pattern}|{_LETTER}[^0-9]{{1,30}}",
    lambda: ("all day", "TBA"),
    resolved=TIME.resolved,
)
DAY_AND_TIME = Form(rf"[\s\S]{{0,80}}(?:{HOURS.pattern})", resolved=TIME.resolved)
GROUP = Form(r"\S[\s\S]{0,79}", resolved=(NUMBER, BOOLEAN))
DURATION = Form(rf"(?=.*[1-9])(?:[0-9]{{1,2}}:[0-5][0-9]|{any_case(DURATION_TEXT.pattern)})")
# In YAML 1.1 Norwegian, `no`, is false.
LANGUAGE = Form(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}", resolved=({"const": False},))
# So is Norway.
REGION = Form(r"[A-Za-z]{2,3}(?:-\S(?:.{0,38}\S)?)?", resolved=({"const": False},))
ADDRESS = Form(rf"{any_case('https?')}://(?:[^\s/?#]*@)?[^\s/?#:@]\S*")
SITE = Form(rf"{any_case('https')}://[^\s/?#:@]+(?::[0-9]{{1,5}})?(?:/[^\s?#]*)?")
MAILBOX = Form(r"[^\s@][\s\S]*@[\s\S]*\S")
HOST = Form(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.?)+|[0-9A-Fa-f:.]{2,45}")
PORT = Form(
    r"0*(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])",
    resolved=({"type": "integer", "minimum": 1, "maximum": 65_535},),
)
# Letters of any script are what is left.
STREAM_CODE = Form(r"[^\s!-/:-@\[-`{-~][^\s!-,./:-@\[-^`{-~]{0,39}", resolved=(NATURAL, BOOLEAN))
FAULT_CODE = Form(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
MACRO_NAME = Form(r"\\?[A-Za-z]{1,40}")
SLUG = Form(
    r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", resolved=({"type": "number", "minimum": 0}, BOOLEAN)
)
# YAML takes 2e3 for a number, and so does who reads JSON.
IDENTIFIER = Form(
    r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}",
    resolved=({"type": "number", "minimum": 0}, BOOLEAN),
)
