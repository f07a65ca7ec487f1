"""A new course: a small project that builds as it is."""

from __future__ import annotations

import json
import re
from datetime import date, time, timedelta
from itertools import islice
from pathlib import Path

from syllabus.front.records.forms import WEEKDAYS
from syllabus.front.records.scalars import write_scalar
from syllabus.front.records.schema import course_schema
from syllabus.model.recurrence import Recurrence
from syllabus.model.slug import file_slug
from syllabus.model.timeline import find_slots
from syllabus.on_demand import dataclass
from syllabus.scaffold.files import NewFile
from syllabus.scaffold.meeting import new_id, write_time
from syllabus.scaffold.records import PlanningError
from syllabus.scaffold.samples import Samples, samples_for


@dataclass(frozen=True, slots=True)
class NewCourse:
    """The answers for a new course; `day` is a weekday, Monday 0."""

    title: str
    authors: tuple[str, ...]
    place: str | None
    language: str
    zone: str
    day: int
    time: time
    streams: tuple[str, ...] = ()  # their labels


@dataclass(frozen=True, slots=True)
class PlannedCourse:
    """A project to be written, and the days of its meetings."""

    files: tuple[NewFile, ...]
    days: tuple[date, ...]


def title_of_folder(name: str, language: str) -> str:
    """Return the title that a course's folder suggests: Reading Group for reading-group.

    One without letters suggests "Our Course", in the course's language.
    """
    words = re.findall(r"[^\W_]+", name)
    return " ".join(word[:1].upper() + word[1:] for word in words) or samples_for(language).course


def plan_course(course: NewCourse, root: Path, today: date) -> PlannedCourse:
    """Return the project of a new course in `root`, with meetings on its next two slots.

    Raises `PlanningError` for a value that no record can hold.
    """
    codes = _codes(course.streams)
    slots = find_slots(Recurrence(frozenset({course.day})), today + timedelta(days=1))
    samples = samples_for(course.language)
    days = tuple(slot.day for slot in islice(slots, len(samples.meetings)))
    texts = {
        "bib/library.bib": _LIBRARY,
        "syllabus/course.schema.json": _schema(),
        "syllabus/sections/general.md": samples.general,
        # Last, so that what was interrupted is no project yet.
        "syllabus/course.yaml": _course(course, codes, samples, today.year),
    }
    records = {
        f"syllabus/meetings/{day}-{file_slug(meeting.title, course.language) or 'meeting'}.md": (
            f"---\ndate: {day}\ntitle: {meeting.title}\nid: {new_id()}\n"
            f"{_JOIN if day == days[0] else ''}---\n\n{meeting.body}"
        )
        for day, meeting in zip(days, samples.meetings, strict=True)
    }
    files = {".gitignore": IGNORED, **records, **texts}
    return PlannedCourse(
        tuple(NewFile(root / name, text.encode()) for name, text in files.items()), days
    )


def _codes(labels: tuple[str, ...]) -> dict[str, str]:
    """Return the streams' codes, each with its label."""
    codes: dict[str, str] = {}
    for label in labels:
        code = re.sub(r"[\W_]+", "-", label.lower()).strip("-")[:40].strip("-")
        if not code:
            raise PlanningError(f"found the stream '{label}', expected a word")
        if code in codes:
            raise PlanningError(f"found the stream '{label}' a second time")
        codes[code] = label
    return codes


def _course(course: NewCourse, codes: dict[str, str], samples: Samples, year: int) -> str:
    authors = [_value(author) for author in course.authors]
    lines = [_HEAD, f"title: {_value(course.title)}"]
    if len(authors) == 1:
        lines += [f"author: {authors[0]}"]
    elif authors:
        lines += ["author:", *(f"  - {author}" for author in authors)]
    else:
        lines += ["# author: Ada Lens"]
    lines += [f"place: {_value(course.place)}" if course.place else "# place: Bergen, Norway"]
    lines += [f"language: {course.language}", "", _RHYTHM, f"zone: {course.zone}"]
    lines += [f"day: {WEEKDAYS[course.day].capitalize()}", f"time: {write_time(course.time)}"]
    lines += ["duration: 90 min", "", _days_off(year, samples.winter_break, course.zone), ""]
    if codes:
        lines += ["# A record names a stream by its code, the handout by its label.", "streams:"]
        lines += [f"  {write_scalar(code)}: {_value(label)}" for code, label in codes.items()]
        lines += [""]
    return "\n".join((*lines, _HANDOUT))


def _value(text: str) -> str:
    try:
        return write_scalar(text)
    except ValueError as found:
        raise PlanningError(f"found {found} in '{text!r}', expected one line of text") from None


def _schema() -> str:
    return json.dumps(course_schema(), indent=2, ensure_ascii=False) + "\n"


IGNORED = "/build/\n/recipients.csv\n/recipients.txt\n"
"""What git is not to keep: what can be built again, and people's addresses."""

_HEAD = """\
# yaml-language-server: $schema=course.schema.json
# The course: what all its meetings have in common. Editors read the line above; renew its file
# with: syllabus schema course > syllabus/course.schema.json
"""

_RHYTHM = "# Meetings are held on this day at this time unless their record says otherwise."


def _days_off(year: int, reason: str, zone: str) -> str:
    from babel.core import get_global

    country = get_global("zone_territories").get(zone, "001")
    return f"""\
# Days that 'syllabus new' passes over, and how often the course meets:
# breaks:
#   - {{from: {year}-12-21, to: {year + 1}-01-03, reason: {reason}}}
# holidays: {country if country.isalpha() and country != "ZZ" else "CA-ON"}
# every: 2 weeks"""


_HANDOUT = """\
# The sections of the handout, in order: general is the file sections/general.md, the others are
# made from the records. calendar, the months with the days of meetings marked, can be added.
handout: [general, schedule, upcoming, past, references]
"""

_JOIN = """\
# Where to take part is printed in the members' edition only:
# join: {url: https://meet.example/our-course, passcode: "0417"}
"""
"""What stands in the first record, before its text."""

_LIBRARY = """\
@article{keshav2007,
  author  = {Keshav, Srinivasan},
  title   = {How to Read a Paper},
  journal = {ACM SIGCOMM Computer Communication Review},
  volume  = {37},
  number  = {3},
  pages   = {83--84},
  year    = {2007},
  doi     = {10.1145/1273445.1273458},
}

@article{mensh2017,
  author  = {Mensh, Brett and Kording, Konrad},
  title   = {Ten Simple Rules for Structuring Papers},
  journal = {PLOS Computational Biology},
  volume  = {13},
  number  = {9},
  pages   = {e1005619},
  year    = {2017},
  doi     = {10.1371/journal.pcbi.1005619},
}
"""
