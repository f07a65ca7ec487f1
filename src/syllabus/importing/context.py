"""What the text around a schedule says of all its meetings: the year of the term, the hours."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from syllabus.importing.clocks import read_clock
from syllabus.importing.dates import years_in
from syllabus.importing.written_days import WrittenDay, read_weekday
from syllabus.on_demand import dataclass, pattern

_TERM = pattern(
    r"(?:semest(?:er|re)|trimest(?:er|re)|quarter|term|winter|summer|spring|fall|autumn|printemps"
    r"|automne|primavera|verano|otoño|outono|autunno|[WS]S|WiSe|SoSe|voorjaar|najaar|εξάμηνο"
    r"|academic year|année|anno accademico|año|curso|ano letivo|academisch jaar|studienjahr|AY)"
    r"[\w .,]{0,20}?\b(?P<first>(?:19|20)\d\d)(?: ?(?:/|–|--?) ?(?P<last>(?:19|20)?\d\d)\b)?",
    re.IGNORECASE,
)
_FIRST_OF_TWO = 8
"""The month from which on a year such as 2025/26 is its first."""
_BETWEEN_TIMES = pattern(
    r"(?<=[\dhm])\s*(?:à|a|alle|às|tot|until|και|έως|y)\s+(?:las? )?(?=\d)", re.I
)
_SPAN = pattern(
    r"\d{1,2}(?:[:.h]\d{2}|h)?\s*(?:[ap]\.?m\.?)?\s*(?:-|–|—|\bto\b|\bbis\b)\s*"
    r"\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]\.?m\.?|h\b|Uhr|uur)?",
    re.IGNORECASE,
)


_START = pattern(
    r"(?<![\d:.])\d{1,2}(?:[:.h]\d{2})?\s?(?:[ap]\.?m\b\.?|h\b|Uhr\b|uur\b)"
    r"|(?<![\d:.])\d{1,2}[:h]\d{2}(?![\d:])",
    re.IGNORECASE,
)
_OTHER_THAN_MEETINGS = pattern(
    r"\bdue\b|deadline|submi|hand(?:ed)? in|office|\bexams?\b|\buntil\b|abgabe"
    r"|sprechstunde|klausur|prüfung"
    r"|\brendre|remise|permanence|entrega|consegna|ricevimento|inlever|spreekuur",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A value that a text says, and the words in which it does."""

    value: str
    words: str


def term_years(text: str, written: Sequence[WrittenDay | None]) -> tuple[int, ...]:
    """Return the years that a text says the term is in, that of the first date before others.

    Of a term in two years, such as 2025/26, the months of the dates say which it begins in.
    """
    first = next((each.options[0][0] for each in written if each and not each.numeric), None)
    if first is None:  # of numbers alone, the one that goes up slowly is the month
        numbers = [each.options for each in written if each]
        orders = [[option[place][0] for option in numbers] for place in (0, 1)] if numbers else []
        good = [each for each in orders if all(month <= 12 for month in each)]
        first = min(good, key=lambda each: len(set(each)))[0] if good else 1
    years: list[int] = []
    for found in _TERM.finditer(text):
        year = int(found["first"])
        two = found["last"] is not None and int(found["last"]) % 100 == (year + 1) % 100
        years += [year + 1, year] if two and first < _FIRST_OF_TWO else [year]
    return tuple(dict.fromkeys(years))


def years_said(title: str, text: str, written: Sequence[WrittenDay | None]) -> tuple[int, ...]:
    """Return the years of a schedule: those of its term, else those in the title."""
    return term_years(title, written) or years_in(title) or term_years(text, written)


def usual_time(lines: Iterable[str], weekdays: Collection[int], language: str) -> Said | None:
    """Return the hours in the one line that names these weekdays, and no others; else None.

    Where none says from when to when, it is when they begin.
    """
    pieces = [
        piece
        for line in lines
        if len(line) < 600
        for piece in re.split(r"[;.] +(?=\w{3})", line)
        if _weekdays(piece, language) == set(weekdays)
    ]
    for times in (_times, _starts):
        found = {each.value: each for piece in pieces for each in times(piece)}
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def names_hours(text: str, language: str) -> bool:
    """Return whether a few words say on which weekday or at what time something is."""
    return bool(_weekdays(text, language) or _START.search(text))


def _weekdays(text: str, language: str) -> set[int]:
    words = re.findall(r"[^\W\d_]{5,}(?:-feira)?", text)
    named = (read_weekday(each, language) for word in words for each in (word, word.rstrip("s")))
    return {day for day in named if day is not None}


def _times(line: str) -> Iterator[Said]:
    for found in _SPAN.finditer(_BETWEEN_TIMES.sub("-", line)):
        clock = read_clock(found[0].strip())
        if clock is not None and clock.time and "-" in clock.time:
            yield Said(clock.time, " ".join(line.split())[:100])


def _starts(line: str) -> Iterator[Said]:
    if _OTHER_THAN_MEETINGS.search(line):
        return
    for found in _START.finditer(line):
        clock = read_clock(found[0].strip())
        if clock is not None and clock.time and clock.time != "TBA":
            yield Said(clock.time, " ".join(line.split())[:100])
