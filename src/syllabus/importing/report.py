"""What an import came to: what was made, what found no place, and which words are missing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from syllabus.front.records.forms import MONTHS, WEEKDAYS
from syllabus.importing.findings import Findings
from syllabus.importing.records import ImportedCourse, Written
from syllabus.importing.references import TypedReferences
from syllabus.importing.written_days import read_month, read_weekday
from syllabus.on_demand import dataclass, pattern

_MOST_SHOWN = 200
_SHORTEST_RUN = 6
"""Letters of what may be several words."""
_WORD = pattern(r"\d+|[^\W\d_]+")
_TIME = pattern(
    r"(?<![\d.:])(?:\b(?:ore|alle|um|ab|at|à|a las|às|om|kl\.?)\s+)?(?P<hour>[01]?\d|2[0-4])"
    r"(?::(?P<minute>\d\d)(?::00)?(?![\d:])\s*(?:[ap]\.?m\b\.?|h\b|Uhr\b|uur\b)?"
    r"|\s*(?:[ap]\.?m\b\.?|Uhr\b|uur\b)"
    r"|(?=\s*[-–—]\s*\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m\b|Uhr\b|uur\b)))",
    re.IGNORECASE,
)
"""A time of day, with the words that languages put before and behind it."""
_ADDRESS = pattern(r"https?://\S+")
_DIVIDED = pattern(r"([^\W\d_]+)[-\u00ad]\s*\n\s*([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class WordComparison:
    """How many words source and PDF have, and which of the source's are not in the PDF."""

    of_source: int
    of_pdf: int
    words: tuple[tuple[str, int], ...]

    @property
    def share(self) -> float:
        """How much of the source came over, 0 to 1."""
        lost = sum(count for _, count in self.words)
        return 1.0 if not self.of_source else 1 - lost / self.of_source


@dataclass(frozen=True, slots=True)
class Report:
    """The numbers and lists of an import; `words` is the text of the sources."""

    title: str
    language: str = "en"
    words: str = ""
    records: int = 0
    rows: int = 0
    sections: int = 0
    entries: int = 0
    blocks: int = 0
    pictures: int = 0
    macros: int = 0
    doubts: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        words: str,
        found: Findings,
        course: ImportedCourse,
        references: TypedReferences,
        written: Written,
        hidden: Iterable[str],
    ) -> Report:
        """Return the report of files that are about to be written.

        `hidden` are the places of meetings whose keys told everybody how to take part.
        """
        doubts = [f"{each.place}: {doubt}" for each in course.sessions for doubt in each.doubts]
        return cls(
            course.title,
            course.language,
            words,
            written.records,
            len(found.rows),
            sum(session.kind != "deadline" for session, _ in found.details),
            written.entries,
            written.blocks,
            written.pictures,
            len(course.macros),
            tuple(dict.fromkeys((*course.doubts, *doubts))),
            tuple(dict.fromkeys(references.kept)),
            tuple(dict.fromkeys((*found.unread, *written.lost))),
            tuple(dict.fromkeys((*hidden, *written.members))),
        )

    def compared(self, pdf: str) -> WordComparison:
        """Return which words of the sources the text of the built PDF has not."""
        return compare_words(self.words, pdf, self.language)

    def summary(self) -> str:
        """Return one line."""
        pieces = (
            (self.records, "record"),
            (self.entries, "entry"),
            (self.blocks, "shared text"),
            (self.pictures, "picture"),
            (self.macros, "macro"),
        )
        told = ", ".join(_counted(count, what) for count, what in pieces if count)
        return told if self.records else ", ".join(filter(None, ("no records", told)))

    def text(self, missing: WordComparison | None) -> str:
        """Return the whole report as Markdown."""
        lines = [f"# Import of {self.title}", "", f"- {self.summary()}"]
        lines.append(
            f"- {_counted(self.rows, 'row')} of schedules,"
            f" {_counted(self.sections, 'section')} about meetings"
        )
        if missing is None:
            lines.append("- no words of a PDF could be compared with those of the source")
        else:
            lines.append(
                f"- words: {missing.of_source} in the source, {missing.of_pdf} in the PDF;"
                f" {missing.share:.1%} of the source's are there"
            )
        lines += _list("What is not sure", self.doubts)
        lines += _list("What found no place", self.lost)
        lines += _list("For members only: codes and addresses of video meetings", self.members)
        lines += _list("References that stay as text", self.kept)
        if missing is not None:
            words = (
                word if count == 1 else f"{word} ({count} times)" for word, count in missing.words
            )
            lines += _list("Words of the source that the PDF has not", words)
        return "\n".join(lines) + "\n"


def _list(title: str, items: Iterable[str]) -> list[str]:
    found = [" ".join(item.split()) for item in items]
    if not found:
        return []
    more = [f"- and {len(found) - _MOST_SHOWN} more"] if len(found) > _MOST_SHOWN else []
    return ["", f"## {title}", "", *(f"- {item}" for item in found[:_MOST_SHOWN]), *more]


def _counted(count: int, what: str) -> str:
    several = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{count} {what if count == 1 else several}"


def compare_words(source: str, pdf: str, language: str) -> WordComparison:
    """Return which words of a source a PDF has not, as often as the source has them.

    Words that are divided at the end of a line, or that the reader of the PDF has put together,
    count as those of the source. So do other names of the same months and weekdays. Addresses,
    which a link may hide, do not count, and 16:00 is 4 PM.
    """
    source, pdf = (_TIME.sub(_hour, _ADDRESS.sub(" ", text)) for text in (source, pdf))
    wanted = Counter(_words(source))
    divided = _DIVIDED.sub(lambda each: f"{each[0]} {each[1]}{each[2]}", pdf)
    found = Counter(_words(divided))
    whole = sum(found.values())
    for word in [word for word in found if word not in wanted and len(word) > _SHORTEST_RUN]:
        for part in _parts(word, wanted):
            found[part] += found[word]
    same = {word: _name(word, language) for word in {*wanted, *found}}
    missing = _named(wanted, same) - _named(found, same)
    return WordComparison(sum(wanted.values()), whole, tuple(sorted(missing.items())))


def _hour(found: re.Match[str]) -> str:
    """Return a time of day without the half of the day that it is in."""
    minute = found["minute"]
    hour = int(found["hour"]) % 12 or 12
    return f" {hour} " if minute in (None, "00") else f" {hour} {minute} "


def _named(words: Counter[str], same: Mapping[str, str]) -> Counter[str]:
    named: Counter[str] = Counter()
    for word, count in words.items():
        named[same[word]] += count
    return named


def _name(word: str, language: str) -> str:
    """Return one name for all that a month or a weekday is called."""
    if word.isdecimal():
        return word.lstrip("0") or "0"
    month, weekday = read_month(word, language), read_weekday(word, language)
    if month is not None:
        return MONTHS[month - 1]
    return word if weekday is None else WEEKDAYS[weekday]


def _parts(run: str, known: Mapping[str, int]) -> list[str]:
    """Return the fewest known words that a run of letters is made of; none if it is not."""
    best: list[list[str] | None] = [[]]
    for end in range(1, len(run) + 1):
        ways = (
            [*before, run[start:end]]
            for start in range(max(0, end - 30), end)
            if (before := best[start]) is not None and run[start:end] in known
        )
        best.append(min(ways, key=len, default=None))
    return best[-1] or []


def _words(text: str) -> list[str]:
    normal = unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold()
    return _WORD.findall(unicodedata.normalize("NFC", normal))
