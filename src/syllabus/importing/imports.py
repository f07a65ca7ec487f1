"""The whole import: sources → the files of a project, and a report of what they hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from syllabus.front.records.dates import parse_day
from syllabus.front.records.forms import MONTHS
from syllabus.front.records.kinds import BadValue
from syllabus.front.records.values import parse_language, parse_zone
from syllabus.importing.context import usual_time, years_said
from syllabus.importing.courses import copy_course, find_course
from syllabus.importing.dates import ResolvedDate, ResolvedDates, resolve_dates
from syllabus.importing.details import fill_from, join
from syllabus.importing.faults import Unimportable
from syllabus.importing.findings import Finder, Findings, Prose
from syllabus.importing.formats import read_source
from syllabus.importing.privacy import hide
from syllabus.importing.records import ImportedCourse, Written, write_course
from syllabus.importing.references import TypedReferences
from syllabus.importing.report import Report
from syllabus.importing.schedule_options import ScheduleOptions
from syllabus.importing.sessions import Session
from syllabus.importing.sources import Source
from syllabus.importing.tree import Table, plain, plain_blocks
from syllabus.importing.vocabulary import guess_language, role_of
from syllabus.importing.written_days import WrittenDay
from syllabus.on_demand import dataclass
from syllabus.scaffold import NewFile
from syllabus.source import visible
from syllabus.workspace.layout import Layout

_MOST_REWRITTEN = 500
"""Dates whose month is read for the comparison of words; a course has some fifty."""
_ORDERS = {"dmy": "the day", "mdy": "the month"}


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the sources leave open: the answers with what each means, likeliest first.

    `value` is the name of a kind of value (`records.single_values`) of which any is an answer.
    """

    text: str
    answers: tuple[tuple[str, str], ...]
    value: str = ""

    @property
    def likeliest(self) -> str:
        """What is taken where nobody is asked."""
        return self.answers[0][0]


Ask = Callable[[Question], str]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user says of the course; None for what the sources are to say.

    `start` is the day of the first meeting where the sources count weeks and have no dates.
    """

    title: str | None = None
    language: str | None = None
    zone: str | None = None
    start: date | None = None


@dataclass(frozen=True, slots=True)
class PlannedImport:
    """The files of a project to be written, and what can be told of them."""

    files: tuple[NewFile, ...]
    report: Report


def plan_import(
    paths: Sequence[Path], options: ImportOptions, root: Path, today: date, zone: str, ask: Ask
) -> PlannedImport:
    """Return the project in `root` that these files are made into; nothing is written.

    `zone` is the time zone where no source names one. Raises `Unimportable`.
    """
    courses = [layout for path in paths if (layout := find_course(path)) is not None]
    if courses:
        return _copied(courses[0], paths, root)
    sources = [read_source(path) for path in paths]
    words = "\n".join(plain_blocks(each.document.blocks, formulas=False) for each in sources)
    named = next((each.document.language for each in sources if each.document.language), None)
    language = options.language or _language(named) or guess_language(words)
    found = _find(sources, language.split("-")[0])
    words += _words_of(sources)
    doubts: list[str] = []
    sessions = _sessions(found, words, language, today, options.start, ask, doubts)
    if not sessions and not any(map(_says_something, found.prose)):
        names = ", ".join(each.document.name for each in sources)
        raise Unimportable("import-empty", f"{names}: there is nothing in it to import")
    if not sessions:
        doubts.append(_no_schedule(sources))
    zones = Counter(each.zone for each in sessions if each.zone)
    said = next((named_zone for each in sources if (named_zone := _zone(each.zone))), None)
    chosen = options.zone or said or (zones.most_common(1)[0][0] if zones else "")
    if not chosen:
        chosen = ask(Question("Time zone of the meetings", ((zone, ""),), "ZONE"))
        doubts.append(f"no source names the time zone; {chosen} is taken")
    time = None
    if sessions and not any(each.time for each in sessions if each.kind != "deadline"):
        time = _time(sessions, words, language.split("-")[0], ask, doubts)
    title = options.title or plain(found.title).strip() or _title_of(sources[0])
    course = ImportedCourse(
        title=title,
        authors=found.authors,
        place=found.place,
        language=language,
        zone=chosen,
        sessions=sessions,
        prose=found.prose,
        libraries=tuple(each.library for each in sources if each.library.strip()),
        macros={name: text for each in sources for name, text in each.macros.items()},
        doubts=doubts,
        time=time,
    )
    references = TypedReferences()
    for_members = [each for each in sessions if hide(each)]
    _cite(course, references)
    written: Written = write_course(course, references, root, [each.picture for each in sources])
    hidden = [each.place for each in for_members]
    report = Report.of(_with_days(words, sessions), found, course, references, written, hidden)
    return PlannedImport(written.files, report)


def _no_schedule(sources: Sequence[Source]) -> str:
    if any(each.words_alone for each in sources):
        return "no row of a schedule could be told; import what the PDF was made from"
    return "no schedule was found: a table with dates, or headings or a list that begin with dates"


def _says_something(prose: Prose) -> bool:
    """Return whether a section has more in it than tables without rows."""
    return any(not isinstance(each, Table) or _has_rows(each) for each in prose.blocks)


def _has_rows(table: Table) -> bool:
    """Return whether a table has more than the names of its columns, which LaTeX has in a row."""
    names = [plain_blocks(cell.blocks) for row in table.rows[:1] for cell in row]
    named = sum(role_of(name, "en") is not None for name in names) >= 2
    return len(table.rows) > (not table.head and named)


def _find(sources: Sequence[Source], language: str) -> Findings:
    """Return what sources hold; where none has a schedule with dates, one that counts weeks.

    Where none does either, two dates are one.
    """
    for options in (
        ScheduleOptions(language),
        ScheduleOptions(language, weeks=True),
        ScheduleOptions(language, few=True),
    ):
        finder = Finder(options)
        for source in sources:
            finder.read(source)
        if finder.found.rows or finder.found.details:
            break
    return finder.finish()


def _words_of(sources: Sequence[Source]) -> str:
    """Return the words of events, which stand in no document."""
    texts = (
        f"\n{plain(each.title)} {each.room or ''}\n{plain_blocks(each.intro, formulas=False)}"
        for source in sources
        for each in source.sessions
    )
    return "".join(texts)


def _time(
    sessions: Sequence[Session], words: str, language: str, ask: Ask, doubts: list[str]
) -> str | None:
    """Return when the meetings begin, as the text around them says, or whom it is asked of."""
    days = Counter(each.day.first.weekday() for each in sessions if each.day.first)
    often = {day for day, times in days.items() if times * 4 >= len(sessions)}
    said = usual_time(words.split("\n"), often, language)
    likeliest = ((said.value, said.words) if said else ("TBA", ""),)
    time = ask(Question("Time of the meetings", likeliest, "TIME_OF_MEETING"))
    if said is not None and time == said.value:
        doubts.append(f"the text says '{said.words}'; {time} is taken for all meetings")
    return None if time == "TBA" else time


def _copied(layout: Layout, paths: Sequence[Path], root: Path) -> PlannedImport:
    """Return another course as it is, which other files cannot be put into."""
    if len(paths) > 1:
        message = f"{visible(layout.root.name)}: a course of syllabus is imported by itself"
        raise Unimportable("import-kind", message, "import the other files into a folder of theirs")
    files, left = copy_course(layout, root)
    records = sum(file.path.parent.name == "meetings" for file in files)
    lost = tuple(f"{name}, which leads out of the project" for name in left)
    return PlannedImport(files, Report(visible(layout.root.name), records=records, lost=lost))


def _zone(named: str | None) -> str | None:
    try:
        return parse_zone(named).key if named else None
    except BadValue:
        return None


def _language(named: str | None) -> str | None:
    try:
        return parse_language(named) if named else None
    except BadValue:
        return None


def _title_of(source: Source) -> str:
    stem = Path(source.document.name).stem
    return " ".join(
        word[:1].upper() + word[1:] for word in stem.replace("_", "-").split("-") if word
    )


def _sessions(
    found: Findings,
    words: str,
    language: str,
    today: date,
    start: date | None,
    ask: Ask,
    doubts: list[str],
) -> list[Session]:
    """Return the sessions in order, with their dates resolved and their sections joined."""
    rows, details = found.rows, [session for session, _ in found.details]
    dates = [each.written for each in (rows or details)]
    named = " ".join((plain(found.title), found.window, found.date))
    years = years_said(named, words, dates)
    _count(rows or details, start, ask, doubts)
    _resolve([each for each in rows if each.written], years, language, today, ask, doubts)
    known = {each.day.first.year for each in rows if each.day.first}
    hints = (*sorted(known), *years)
    _resolve([each for each in details if each.written], hints, language, today, ask, doubts)
    names = tuple(dict.fromkeys(name for each in rows for name in each.streams))
    for session, section in found.details:
        fill_from(session, section, names)
    sessions = join(rows, details)
    for each in sessions:
        if (
            each.week is None
            and each.day.first is None
            and not each.doubts
            and re.search(r"\d", each.when or "")
        ):
            each.doubts.append(f"the date '{each.when}' is not understood")
    _refuse_same(sessions)
    return sessions


def _count(sessions: Sequence[Session], start: date | None, ask: Ask, doubts: list[str]) -> None:
    """Give meetings that are counted their days, a week apart, if the first is known."""
    counted = [each for each in sessions if each.week is not None]
    if not counted:
        return
    if start is None:
        text = "The schedule counts its meetings, and has no dates: on which day is the first?"
        answer = ask(Question(text, (("TBD", "the records stay without a date"),), "DAYS"))
        try:
            start = parse_day(answer)
        except BadValue:
            doubts.append("no source has a date; the records are in its order, 'date: TBD'")
            return
    several = Counter(each.week for each in counted if each.kind != "deadline")
    first = counted[0].week or 0
    for each in counted:
        if several[each.week] > 1:
            each.doubts.append(f"{each.when} has several meetings, and no days for them")
            continue
        each.day = ResolvedDate(start + timedelta(weeks=(each.week or 0) - first))
        each.doubts.append(f"the source says '{each.when}'; its day is counted from {start}")


def _resolve(
    sessions: list[Session],
    years: Sequence[int],
    language: str,
    today: date,
    ask: Ask,
    doubts: list[str],
) -> None:
    written: list[WrittenDay | None] = [each.written for each in sessions]
    if not any(written):
        return
    american = language == "en" or language.startswith("en-US")
    prefer = "mdy" if american else "dmy"
    resolved: ResolvedDates = resolve_dates(written, years, today, prefer=prefer)
    if resolved.rival is not None:
        example = next(each.text.strip() for each in written if each and each.numeric)
        orders = (resolved.order, resolved.rival)
        answers = tuple((order, f"{_ORDERS[order]} comes first") for order in orders)
        question = Question(f"Dates such as {example}: which number comes first?", answers)
        order = ask(question)
        resolved = resolve_dates(written, years, today, order=order, prefer=prefer)
        doubts.append(f"in dates such as {example}, {_ORDERS[order]} is taken to come first")
    if resolved.guessed_year is not None:
        guess = resolved.guessed_year
        answers = tuple((str(each), "") for each in (guess, guess + 1, guess - 1))
        answer = ask(Question("The dates have no year: in which year do they begin?", answers))
        if answer.isdigit() and answer != str(guess):
            resolved = resolve_dates(written, (int(answer),), today, prefer=prefer)
    for session, day in zip(sessions, resolved.days, strict=True):
        session.day = day
        if day.first is None:
            session.when = session.when or (session.written.text if session.written else "")
        if day.doubt and day.doubt not in session.doubts:
            session.doubts.append(day.doubt)


def _refuse_same(sessions: Sequence[Session]) -> None:
    """Raise `Unimportable` for two rows that nothing tells from each other."""
    timed = [each for each in sessions if each.day.first and each.kind is None]
    for one, other in pairwise(timed):
        if one.day.first != other.day.first or one.cancelled or other.cancelled:
            continue
        if other.continued and other.time is None:
            other.time = "TBA"
            other.doubts.append("the schedule names no time for it")
        told = (one.time or "", one.room, one.streams) != (
            other.time or "",
            other.room,
            other.streams,
        )
        if told or one.kind != other.kind:
            continue
        raise Unimportable(
            "import-same-date",
            f"{one.place} and {other.place} are both on {one.day.first}, at the same time",
            "correct the date of one of them, or give each its time",
        )


def _with_days(words: str, sessions: Sequence[Session]) -> str:
    """Return the words of the sources with the month's name where its number stands in a date."""
    for session in sessions[:_MOST_REWRITTEN]:
        written, day = session.written, session.day.first
        if written is None or day is None:
            continue
        if not written.numeric and re.search(r"[^\W\d_]", written.text):
            continue
        text = re.escape(written.text.strip(" ."))
        month, year = MONTHS[day.month - 1], written.year or ""
        words = re.sub(rf"(?<![\d./-]){text}(?![\d/-])", f" {day.day} {month} {year} ", words)
    return words


def _cite(course: ImportedCourse, references: TypedReferences) -> None:
    """Put citations in the place of references that were typed."""
    references.taken |= {key.casefold() for key in course.keys}
    for session in course.sessions:
        session.intro = references.replaced(session.intro)
        for part in session.parts:
            part.blocks = references.replaced(part.blocks)
    for prose in course.prose:
        prose.blocks = references.replaced(prose.blocks)
