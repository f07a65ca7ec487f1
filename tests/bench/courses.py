"""The courses that are built: this repository's own, and generated ones of any size."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
_FIRST = date(2000, 1, 3)
_COURSE = """\
title: Generated
author: Ada Example
zone: Europe/Berlin
time: 16:00
duration: 60 min
streams: {a: Alpha, b: Beta}
handout: [schedule, upcoming, past, references]
"""
_MEETING = """\
---
date: %(day)s
title: Meeting %(number)d on something of interest
stream: %(stream)s
---

We look at the results of @key%(first)d and prepare for the next time, in some lines of *prose*
with $f_{%(number)d} * g = h$, and so on until line %(number)d is full.

## Pre-reading

1. [@key%(second)d] (40 min)
2. Chapter %(number)d of @key%(third)d, pp. 3--9 (7 pages)
3. [@key%(fourth)d]

## Questions

1. Show that $a_{%(number)d}^2 + b^2 = c^2$.
2. Why does it not hold for $n > 2$?
3. Discuss the *figure* in the text, see [the page](https://example.org/%(number)d).
"""
_ENTRY = """\
@article{key%(number)d,
  author = {Author%(author)d, Ann B. and Other%(other)d, Carl and Third, D%(third)d.},
  title = {A study of the {Fourier} transform number %(number)d in practice},
  journal = {Journal of Number %(journal)d},
  year = {%(year)d},
  volume = {%(volume)d},
  pages = {%(number)d--%(last)d},
  doi = {10.1000/xyz.%(number)d},
  abstract = {%(abstract)s}
}

"""

_NEW_ENTRY = "@misc{later2020, author = {Later, Ada}, title = {A Later Work}, year = 2020}\n"


@dataclass(frozen=True, slots=True)
class Edit:
    """Words of one record that are mistyped; no page moves by that."""

    record: str
    right: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Course:
    """A project, two moments between which one meeting ends, a typo and one more meeting."""

    root: Path
    title: str
    meetings: int
    as_of: str
    later: str
    typo: Edit
    new: tuple[str, str]

    @property
    def entries(self) -> int:
        """How many entries its library has."""
        texts = (path.read_text(encoding="utf-8") for path in (self.root / "bib").glob("*.bib"))
        return sum(line.startswith("@") for text in texts for line in text.splitlines())

    def mistype(self) -> None:
        """Make the typo, or mend it."""
        path = self.root / "syllabus" / "meetings" / self.typo.record
        swap(path, self.typo)

    def add_meeting(self) -> None:
        """Write the record of the new meeting."""
        name, text = self.new
        (self.root / "syllabus" / "meetings" / name).write_text(text, encoding="utf-8")

    def add_entry(self) -> None:
        """Write an entry that nothing cites at the end of the library."""
        self._library.write_text(f"{self._text_of_library()}{_NEW_ENTRY}", encoding="utf-8")

    @property
    def _library(self) -> Path:
        return next((self.root / "bib").glob("*.bib"))

    def _text_of_library(self) -> str:
        return self._library.read_text(encoding="utf-8").removesuffix(_NEW_ENTRY)

    def restore(self) -> None:
        """Take the edits back."""
        if self._library.read_text(encoding="utf-8") != self._text_of_library():
            self._library.write_text(self._text_of_library(), encoding="utf-8")
        (self.root / "syllabus" / "meetings" / self.new[0]).unlink(missing_ok=True)
        path = self.root / "syllabus" / "meetings" / self.typo.record
        if self.typo.wrong in path.read_text(encoding="utf-8"):
            swap(path, self.typo)


def swap(path: Path, typo: Edit) -> None:
    """Make a typo in a file, or mend it."""
    text = path.read_text(encoding="utf-8")
    assert (typo.right in text) != (typo.wrong in text), path
    old, new = (typo.right, typo.wrong) if typo.right in text else (typo.wrong, typo.right)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def copy_handout(root: Path, more_entries: int = 0) -> Course:
    """Copy this repository's course, with more entries in its library than it cites."""
    # Its templates are the tool's own; a copy of them would be the project's.
    for name in ("syllabus", "bib"):
        shutil.copytree(REPOSITORY / name, root / name)
    if more_entries:
        with (root / "bib" / "cryoem.bib").open("a", encoding="utf-8") as library:
            library.write(_entries(more_entries))
    meetings = len(list((root / "syllabus" / "meetings").glob("*.md")))
    typo = Edit("2021-04-15-cryodrgn.md", "Annotate it with a pencil", "Annotate it with a pencli")
    text = (
        "---\ndate: 2021-06-17\nstream: blur\ntitle: Another Meeting\n---\n\nWe read @zhong2021.\n"
    )
    new = ("2021-06-17-another-meeting.md", text)
    return Course(root, "Handout", meetings, "2021-04-14", "2021-04-16", typo, new)


def copy_with_templates(root: Path) -> Course:
    """Copy this repository's course, with templates of its own, which differ from the tool's."""
    course = copy_handout(root)
    shutil.copytree(REPOSITORY / "templates", root / "templates")
    for path in (root / "templates").glob("*.tex"):
        path.write_text(path.read_text(encoding="utf-8") + "%\n", encoding="utf-8")
    return course


def generate(root: Path, meetings: int, entries: int) -> Course:
    """Write a course that meets once a week, and its library."""
    (root / "syllabus" / "meetings").mkdir(parents=True)
    (root / "bib").mkdir()
    (root / "syllabus" / "course.yaml").write_text(_COURSE, encoding="utf-8")
    (root / "bib" / "library.bib").write_text(_entries(entries), encoding="utf-8")
    names = []
    for number in range(meetings + 1):
        name, text = _meeting(number, entries)
        names.append(name)
        if number < meetings:
            (root / "syllabus" / "meetings" / name).write_text(text, encoding="utf-8")
    past = meetings * 2 // 3
    moments = [_FIRST + timedelta(days=7 * past + days) for days in (-1, 1)]
    at = past // 2
    typo = Edit(names[at], f"until line {at} is full", f"until line {at} is flul")
    as_of, later = (moment.isoformat() for moment in moments)
    return Course(root, "Generated", meetings, as_of, later, typo, _meeting(meetings, entries))


def _meeting(number: int, entries: int) -> tuple[str, str]:
    day = _FIRST + timedelta(days=7 * number)
    chance = random.Random(number)
    first, second, third, fourth = (chance.randrange(entries) for _ in range(4))
    text = _MEETING % {
        "day": day,
        "number": number,
        "stream": "ab"[number % 2],
        "first": first,
        "second": second,
        "third": third,
        "fourth": fourth,
    }
    return f"{day}-meeting-{number}.md", text


def _entries(count: int) -> str:
    return "".join(
        _ENTRY
        % {
            "number": number,
            "author": number % 997,
            "other": number % 313,
            "third": number % 7,
            "journal": number % 50,
            "year": 1950 + number % 70,
            "volume": number % 40,
            "last": number + 9,
            "abstract": "Some words of an abstract that nobody prints. " * 8,
        }
        for number in range(count)
    )
