"""What course.yaml may say: every key, once."""

from __future__ import annotations

from syllabus.front.records.definitions.announcement import COURSE_ANNOUNCEMENT
from syllabus.front.records.definitions.kinds import COURSE_KINDS
from syllabus.front.records.definitions.people import COURSE_PEOPLE_FIELDS
from syllabus.front.records.definitions.places import COURSE_ROOM
from syllabus.front.records.definitions.schedule import NUMBERING, SCHEDULE
from syllabus.front.records.foreign_names import COURSE_KEYS
from syllabus.front.records.kinds import (
    Either,
    Field,
    Pairs,
    Record,
    Several,
)
from syllabus.front.records.mail import MAIL
from syllabus.front.records.other_names import COURSE_ELSEWHERE
from syllabus.front.records.single_values import (
    ACCESSIBLE_PDF,
    CLOCK,
    DAY,
    DAY_OFF,
    DURATION,
    ENGINE,
    FAULT_CODE,
    HOURS,
    LANGUAGE,
    MACRO_NAME,
    PATTERN,
    REGION,
    SITE,
    SLUG,
    STREAM_CODE,
    TEXT,
    WEEKDAY,
    WEEKS,
    WORD_KEY,
    WORDING,
    YES_OR_NO,
    ZONE,
)
from syllabus.front.records.values import whole_number

BREAK_FROM = Field("from", DAY, "The first day without meetings, as in a record.", required=True)
BREAK_TO = Field("to", DAY, "The last day without meetings; the first unless given.")
BREAK_REASON = Field("reason", TEXT, "Why there are none.")
CONTENTS_SHOWN = Field(
    "shown", YES_OR_NO, "Whether the table of contents is printed; `true` unless given."
)
CONTENTS_DEPTH = Field(
    "depth", whole_number(1, 3), "How many levels deep, 1 to 3; `3` unless given."
)
DATES_HEADING = Field("heading", PATTERN, "Before a meeting's title: 15 Apr 2021.")
DATES_SCHEDULE = Field("schedule", PATTERN, "In the schedule: Thu 15 Apr 2021.")
DATES_TITLE = Field("title", PATTERN, "Under the handout's title: April 14, 2021.")

COURSE_TITLE = Field("title", TEXT, "The course's name, and the handout's title.", required=True)
COURSE_AUTHOR = Field(
    "author",
    Several(TEXT),
    "Who runs the course: one name or several; nobody is named unless given.",
)
COURSE_PLACE = Field("place", TEXT, "Where the course is held, printed beside the authors.")
COURSE_LANGUAGE = Field(
    "language", LANGUAGE, "The language of the handout: `en`, `en-CA`, `de`; `en` unless given."
)
COURSE_ZONE = Field(
    "zone",
    ZONE,
    "The time zone of the meetings, by its name in the IANA database: `America/Los_Angeles`.",
    required=True,
)
COURSE_ALSO_IN = Field(
    "also_in",
    Several(ZONE),
    "Other zones to print the times of upcoming meetings in; none unless given.",
)
COURSE_CLOCK = Field(
    "clock",
    CLOCK,
    "Whether times are printed by 12 or by 24 hours; the language's way unless given.",
)
COURSE_DAY = Field(
    "day",
    Several(WEEKDAY),
    "The weekdays of the meetings, in English or the course's language: `Thursday`, `Thu`, "
    "`Donnerstag`. A meeting on another day is noted. Any day unless given.",
)
COURSE_TIME = Field(
    "time",
    HOURS,
    "When meetings start, or from when to when they are, as in a record; each record says it "
    "unless given.",
)
COURSE_EVERY = Field(
    "every",
    WEEKS,
    "How often the course meets: `2 weeks` for every second week; `1 week` unless given.",
)
COURSE_BREAKS = Field(
    "breaks",
    Several(Either(DAY_OFF, Record("from, to and reason", (BREAK_FROM, BREAK_TO, BREAK_REASON)))),
    "Days without meetings, which new records skip; none unless given.",
)
COURSE_HOLIDAYS = Field(
    "holidays",
    REGION,
    "The country, or part of one, whose public holidays new records skip: `NO`, `CA-ON`; "
    "none unless given.",
)
COURSE_DURATION = Field(
    "duration",
    DURATION,
    "How long meetings take, as in a record; `60 min` unless given, or `time` says it.",
)
COURSE_STREAMS = Field(
    "streams",
    Pairs("the codes of streams with their labels", STREAM_CODE, TEXT),
    "The audiences of the course: for each a code, which records use, and a label, which "
    "the handout prints; none unless given.",
)
COURSE_BIBLIOGRAPHY = Field(
    "bibliography",
    Several(TEXT),
    "The BibTeX files, as paths from the project's folder or `~/`; `bib/*.bib` unless given.",
)
COURSE_STYLE = Field(
    "style",
    TEXT,
    "The citation style, by its CSL name such as `ieee` or `nature`, or the path of a "
    ".csl file in the project; `apa` unless given.",
)
COURSE_MACROS = Field(
    "macros",
    Pairs("the names of commands with their definitions", MACRO_NAME, TEXT),
    "Commands of your own for formulas; none unless given.",
)
COURSE_CONTENTS = Field(
    "contents",
    Either(YES_OR_NO, Record("shown and depth", (CONTENTS_SHOWN, CONTENTS_DEPTH))),
    "The table of contents; shown, three levels deep, unless given.",
)
COURSE_READING_LOAD = Field(
    "reading_load",
    YES_OR_NO,
    "Whether parts print how long their readings take; `true` unless given.",
)
COURSE_RAW_LATEX = Field(
    "raw_latex",
    YES_OR_NO,
    "Whether texts may hold blocks of raw LaTeX, which nothing checks; `false` unless given.",
)
COURSE_HANDOUT = Field(
    "handout",
    Several(TEXT),
    "The sections of the handout, in order; schedule, prose, upcoming, past, references "
    "unless given.",
)
COURSE_SLUG = Field(
    "slug", SLUG, "The name of the PDF, without date and ending; made from the title unless given."
)
COURSE_ENGINE = Field(
    "engine",
    ENGINE,
    "The TeX program: `pdflatex`, `lualatex`, which knows more scripts and takes longer, "
    "or `auto`, the one that the characters need; `auto` unless given.",
)
COURSE_ACCESSIBLE = Field(
    "accessible",
    ACCESSIBLE_PDF,
    "Whether the PDF is tagged for screen readers: `true`, `false`, or the standard that it "
    "follows, `ua-1` (as `true`) or `ua-2`; `false` unless given.",
)
COURSE_WORDS = Field(
    "words",
    Pairs("the keys of words with their wording", WORD_KEY, WORDING),
    "Words that the handout prints by itself, where the usual ones do not suit; the "
    'language\'s unless given. `""` prints nothing in its place.',
)
COURSE_DATES = Field(
    "dates",
    Record("date patterns", (DATES_HEADING, DATES_SCHEDULE, DATES_TITLE)),
    "How dates are printed, in CLDR's notation; the language's way unless given.",
)
COURSE_SCHEDULE = Field(
    "schedule",
    SCHEDULE,
    "How the schedule is printed; as its meetings need unless given.",
)
COURSE_MAIL = Field(
    "mail",
    MAIL,
    "The sender and the mail server, for `syllabus email --send`; nothing is sent unless given.",
)
COURSE_RECIPIENTS = Field(
    "recipients",
    TEXT,
    "The file with the addresses of the recipients, as a path from the project's folder "
    "or, with `~/`, from your home folder; `--to` or `--recipients` unless given.",
)
COURSE_SITE = Field(
    "site",
    SITE,
    "The address of the course's page on the web, as `https://uni.example/optics/`. Mail, "
    "calendars and the line below the handout's title lead to it; none unless given.",
)
COURSE_ACCEPT = Field(
    "accept",
    Several(FAULT_CODE),
    "The codes of warnings and notes that are meant so, in all files; none unless given. An "
    "error is never accepted.",
)

COURSE = Record(
    "a course",
    (
        COURSE_TITLE,
        COURSE_AUTHOR,
        COURSE_PLACE,
        COURSE_ROOM,
        COURSE_LANGUAGE,
        COURSE_ZONE,
        COURSE_ALSO_IN,
        COURSE_CLOCK,
        COURSE_DAY,
        COURSE_TIME,
        COURSE_EVERY,
        COURSE_BREAKS,
        COURSE_HOLIDAYS,
        COURSE_DURATION,
        COURSE_STREAMS,
        COURSE_KINDS,
        COURSE_BIBLIOGRAPHY,
        COURSE_STYLE,
        COURSE_MACROS,
        COURSE_CONTENTS,
        COURSE_READING_LOAD,
        COURSE_RAW_LATEX,
        COURSE_HANDOUT,
        COURSE_SLUG,
        COURSE_ENGINE,
        COURSE_ACCESSIBLE,
        COURSE_WORDS,
        COURSE_DATES,
        COURSE_SCHEDULE,
        NUMBERING,
        *COURSE_PEOPLE_FIELDS,
        COURSE_ANNOUNCEMENT,
        COURSE_MAIL,
        COURSE_RECIPIENTS,
        COURSE_SITE,
        COURSE_ACCEPT,
    ),
    elsewhere=COURSE_ELSEWHERE,
    foreign=COURSE_KEYS,
)
