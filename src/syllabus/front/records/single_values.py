"""The kinds of single values that records hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from syllabus.diagnostics import nearest_hint
from syllabus.front.records import forms
from syllabus.front.records.dates import parse_day, parse_weekday, weekday_names
from syllabus.front.records.forms import WEEKDAYS, Form
from syllabus.front.records.hours import parse_hours, parse_time
from syllabus.front.records.kinds import STANDARD_LANGUAGE, BadValue, Single, choice, quoted
from syllabus.front.records.spans import (
    parse_day_and_time,
    parse_days,
    parse_meeting_time,
    parse_repetition,
)
from syllabus.front.records.values import (
    abbreviated,
    matching,
    parse_address,
    parse_duration,
    parse_host,
    parse_language,
    parse_macro_name,
    parse_mailbox,
    parse_pattern,
    parse_port,
    parse_region,
    parse_site,
    parse_stream_code,
    parse_target,
    parse_text,
    parse_zone,
    zone_names,
)
from syllabus.model.course import Clock
from syllabus.model.engine import ACCESSIBLE, ENGINES
from syllabus.model.words import ENGLISH, MODULES

TEXT = Single("text", parse_text, forms.TEXT)
DAYS = Single("a date such as 2021-04-15, or TBD", parse_days, forms.DAYS, in_language=parse_days)
DAY = Single("a date such as 2021-12-24", parse_day, forms.DAY, in_language=parse_day)


def parse_day_off(text: str, language: str = STANDARD_LANGUAGE) -> date:
    """Return a day; of several, a hint says how they are written here."""
    try:
        return parse_day(text, language)
    except BadValue as single:
        try:
            days = parse_days(text, language)
        except BadValue:
            days = None
        if days is None:
            raise single from None
        message = f"found {quoted(text)}, expected a date, or the first and the last"
        hint = f"write {{from: {days.first}, to: {days.last}}}"
        raise BadValue("bad-date", message, hint) from None


DAY_OFF = Single(DAY.expected, parse_day_off, forms.DAY, in_language=parse_day_off)
TIME = Single("a time of day such as 8:00 or 8 AM", parse_time, forms.TIME)
HOURS = Single("a time of day such as 8:00 or 8 AM", parse_hours, forms.HOURS)
TIME_OF_MEETING = Single(HOURS.expected, parse_meeting_time, forms.MEETING_TIME)
DAY_AND_TIME = Single(
    "a day and a time such as Mon 9:00",
    parse_day_and_time,
    forms.DAY_AND_TIME,
    in_language=parse_day_and_time,
)
REPETITION = Single(
    "a week and a last day such as week until 2026-12-10",
    parse_repetition,
    forms.REPETITION,
    in_language=parse_repetition,
)
DURATION = Single("a duration such as 90 min", parse_duration, forms.DURATION)
ZONE = Single("a time zone such as America/Vancouver", parse_zone, Form(None, zone_names))
LANGUAGE = Single("the code of a language such as en-CA", parse_language, forms.LANGUAGE)
TARGET = Single(
    "an address or a file of the project", parse_target, replace(forms.TEXT, resolved=())
)
ADDRESS = Single("an https:// address", parse_address, forms.ADDRESS)
SITE = Single("the https:// address of a page", parse_site, forms.SITE)
PATTERN = Single("a date pattern such as EEE d MMM y", parse_pattern, forms.TEXT)
MAILBOX = Single("a mail address", parse_mailbox, forms.MAILBOX)
HOST = Single("the name of a server", parse_host, forms.HOST)
PORT = Single("the number of a port", parse_port, forms.PORT)
_ENGLISH_WEEKDAY = choice(
    "a weekday", abbreviated(WEEKDAYS) | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
)


def _weekday(text: str, language: str) -> int:
    """Return a weekday by its name in the course's language or in English."""
    found = parse_weekday(text, language)
    if found is not None:
        return found
    try:
        return _ENGLISH_WEEKDAY.parse(text)
    except BadValue as bad:
        elsewhere = (parse_weekday(text, each) for each in MODULES if len(text) > 3)
        meant = next((each for each in elsewhere if each is not None), None)
        if meant is None:
            own = () if language == STANDARD_LANGUAGE else weekday_names(language)
            hints = nearest_hint(text, own) or bad.hints
            raise BadValue(bad.code, bad.message, *hints) from None
        hint = f"write {WEEKDAYS[meant].capitalize()}, or as the course's language has it"
        raise BadValue(bad.code, bad.message, hint) from None


WEEKDAY = replace(_ENGLISH_WEEKDAY, form=forms.WEEKDAY, in_language=_weekday)
CLOCKS: dict[str, Clock | None] = {"12": 12, "24": 24}
CLOCK = choice("12 or 24", CLOCKS, {"enum": [12, 24]})
WEEKS = choice("1 week or 2 weeks", {"1 week": 1, "week": 1, "2 weeks": 2})
REGION = Single("the code of a country such as NO or CA-ON", parse_region, forms.REGION)
YES_OR_NO = choice(
    "true or false", {"true": True, "false": False, "yes": True, "no": False}, forms.BOOLEAN
)
ENGINE = choice("auto, pdflatex or lualatex", dict(ENGINES))
ACCESSIBLE_PDF = choice("true, false, ua-1 or ua-2", dict(ACCESSIBLE), forms.BOOLEAN)
STREAM_CODE = Single("one word", parse_stream_code, forms.STREAM_CODE)
MACRO_NAME = Single("the letters of a command", parse_macro_name, forms.MACRO_NAME)
GROUP = matching(
    r".{1,80}",
    forms.GROUP,
    "bad-stream-code",
    "the name of a group, at most 80 characters",
)
SLUG = matching(
    r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}",
    forms.SLUG,
    "bad-slug",
    "letters, digits and hyphens",
    "it becomes the name of the PDF",
)
IDENTIFIER = matching(
    r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}",
    forms.IDENTIFIER,
    "bad-id",
    "letters, digits, dots and hyphens",
    "whatever it is, it stays as it is for the meeting's life",
)
FAULT_CODE = matching(
    r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*",
    forms.FAULT_CODE,
    "unknown-word",
    "the code of a warning or note",
    "write it as in the square brackets: duplicate-title",
)
WORDING = Single("text", parse_text, forms.WORDING, may_be_empty=True)
WORD_KEY = choice("the key of a word", {key: key for key in ENGLISH})
