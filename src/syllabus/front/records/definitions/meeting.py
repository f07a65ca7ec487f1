"""What a meeting's front matter may say: every key, once."""

from __future__ import annotations

from syllabus.front.records.definitions.days import MEETING_EVERY, MEETING_TIMES
from syllabus.front.records.definitions.kinds import MEETING_KIND
from syllabus.front.records.definitions.people import MEETING_PEOPLE
from syllabus.front.records.definitions.places import MEETING_MATERIALS, MEETING_ROOM
from syllabus.front.records.foreign_names import MEETING_KEYS
from syllabus.front.records.kinds import (
    Either,
    Field,
    Record,
    Several,
    Values,
    choice,
)
from syllabus.front.records.other_names import MEETING_ELSEWHERE, STATUS
from syllabus.front.records.single_values import (
    ADDRESS,
    DAYS,
    DURATION,
    FAULT_CODE,
    IDENTIFIER,
    STREAM_CODE,
    TEXT,
    TIME_OF_MEETING,
    ZONE,
)
from syllabus.model.course import Show, Status
from syllabus.model.facts import FactPlace

URL = Field("url", ADDRESS, "The address, https or http.")
PASSCODE = Field(
    "passcode",
    TEXT,
    "The passcode that is asked for there, read as written, with or without quotes.",
)
ACCESS = Either(ADDRESS, Record("an address with a passcode", (URL, PASSCODE)))

MEETING_DATE = Field(
    "date",
    DAYS,
    "The day: `2021-04-15`, `15 April 2021`, `Apr 15, 2021`, `Thu 15 Apr 2021`, or as the course's "
    "language writes it, `jeudi 1er octobre 2026`; `TBD`, `TBA` or `TBC` while there is none. "
    "Numbers alone, `18/09/2026`, are read in the order of the language's country. A weekday that "
    "you write must be the right one; the handout prints weekdays by itself. Several days are "
    "`2026-10-26 to 2026-10-30`, `26–30 October 2026`, or as the language writes them; without a "
    "`time` in the record, they are whole days.",
    required=True,
)
MEETING_TIME = Field(
    "time",
    TIME_OF_MEETING,
    "When it starts: `8:00`, `8 AM`, `7:30 pm`, `16:00`, `15 h 30`, `15 Uhr`, `noon`; or from when "
    "to when it is, which is its duration, too: `10:00-12:00`. The abbreviation of the zone is "
    "printed by itself, right for the season; `1:30 PST` says which of two is meant, in the hour "
    "that the clocks show twice. `all day` for what takes whole days, `TBA`, `TBD` or `TBC` while "
    "the time is not known. Of several days, these are the hours of each. The course's time unless "
    "given.",
)
MEETING_DURATION = Field(
    "duration",
    DURATION,
    "How long it takes: `90 min`, `1 h 30 min`, `1.5 hours`, `1:30`. It decides when a "
    "meeting is past. The course's duration unless given, or `time` says it.",
)
MEETING_ZONE = Field("zone", ZONE, "The time zone of this meeting; the course's zone unless given.")
MEETING_ALSO_IN = Field(
    "also_in",
    Several(ZONE),
    "Other zones to print its time in; `[]` for none. Those of the course unless given.",
)
MEETING_STREAM = Field(
    "stream",
    Several(STREAM_CODE),
    "Whom it is for, by the codes of streams in course.yaml; everyone unless given.",
)


def _is_told_without_title(values: Values) -> bool:
    cancelled = values.value(MEETING_STATUS, None) is Status.CANCELLED
    date = values.get(MEETING_DATE)
    described = values.get(MEETING_WHEN) is not None and (date is None or date.value is None)
    return cancelled or described or values.is_unread(MEETING_STATUS)


MEETING_TITLE = Field(
    "title",
    TEXT,
    "The heading of its section. A meeting that is cancelled, or whose date is `TBD` and has a "
    "`when`, needs none.",
    unless=_is_told_without_title,
)
MEETING_TOPIC = Field("topic", TEXT, "A shorter title for the schedule; the title unless given.")
MEETING_JOIN = Field(
    "join",
    ACCESS,
    "Where to take part: an address, or `url`, `passcode` or both. Members' edition only, "
    "until the meeting is over.",
    private=True,
)
MEETING_RECORDING = Field(
    "recording",
    ACCESS,
    "Where to watch it afterwards: an address, or `url`, `passcode` or both. Members' edition "
    "only, once "
    "the meeting is over.",
    private=True,
)
MEETING_STATUS = Field(
    "status",
    choice("scheduled or cancelled", {each.value: each for each in Status}, instead=STATUS),
    "Whether it takes place; `scheduled` unless given.",
)
MEETING_REASON = Field("reason", TEXT, "Why it is cancelled.")
MEETING_WHEN = Field(
    "when",
    TEXT,
    "What is printed in place of a date that is `TBD`, such as `Summer 2021`; the word "
    "*to be announced* unless given.",
)
MEETING_ID = Field(
    "id",
    IDENTIFIER,
    "The name that calendars know the meeting by, which stays when its date, title or "
    "file name change. `syllabus new` and `syllabus init` write one; the file's name "
    "unless given.",
)
MEETING_SHOW = Field(
    "show",
    choice("everywhere, schedule or details", {show.value: show for show in Show}),
    "Where in the handout it appears: `schedule` for a row of the schedule only, "
    "`details` for a section only; `everywhere` unless given.",
)

MEETING_ACCEPT = Field(
    "accept",
    Several(FAULT_CODE),
    "The codes of warnings and notes that are meant so in this record, such as "
    "`duplicate-title`; none unless given. An error is never accepted.",
)

MEETING_FACTS = (
    Field(
        "module",
        TEXT,
        "The module of the course that it belongs to, which stands above its meetings in the "
        "schedule, the contents and the sections.",
        places=frozenset({FactPlace.MAIL, FactPlace.CHANGES, FactPlace.LIST}),
    ),
)
"""What is printed as written; another one needs a line here, and its word in `model/words/`."""

MEETING = Record(
    "front matter",
    (
        MEETING_DATE,
        MEETING_TIME,
        MEETING_TIMES,
        MEETING_EVERY,
        MEETING_DURATION,
        MEETING_ZONE,
        MEETING_ALSO_IN,
        MEETING_STREAM,
        MEETING_KIND,
        MEETING_TITLE,
        MEETING_TOPIC,
        *MEETING_PEOPLE,
        MEETING_JOIN,
        MEETING_RECORDING,
        MEETING_STATUS,
        MEETING_REASON,
        MEETING_WHEN,
        MEETING_SHOW,
        MEETING_ID,
        MEETING_ACCEPT,
        MEETING_ROOM,
        MEETING_MATERIALS,
        *MEETING_FACTS,
    ),
    elsewhere=MEETING_ELSEWHERE,
    foreign=MEETING_KEYS,
)
