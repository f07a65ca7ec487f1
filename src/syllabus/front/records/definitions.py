"""What course.yaml and a meeting's front matter may say: every key, once."""

from __future__ import annotations

from syllabus.front.records import forms
from syllabus.front.records.forms import WEEKDAYS, Form
from syllabus.front.records.kinds import (
    BadValue,
    Either,
    Field,
    Record,
    Several,
    Single,
    Table,
    choice,
)
from syllabus.front.records.values import (
    abbreviated,
    matching,
    parse_address,
    parse_date,
    parse_day,
    parse_duration,
    parse_host,
    parse_language,
    parse_macro_name,
    parse_mailbox,
    parse_pattern,
    parse_port,
    parse_region,
    parse_text,
    parse_time,
    parse_zone,
    whole_number,
    zone_names,
)
from syllabus.model.course import Clock, Show, Status
from syllabus.model.engine import ENGINES
from syllabus.model.facts import Place
from syllabus.model.words import ENGLISH

TEXT = Single("text", parse_text, forms.TEXT)
DATE = Single("a date such as 2021-04-15, or TBD", parse_date, forms.DATE)
DAY = Single("a date such as 2021-12-24", parse_day, forms.DAY)
TIME = Single("a time of day such as 8:00 or 8 AM", parse_time, forms.TIME)
DURATION = Single("a duration such as 90 min", parse_duration, forms.DURATION)
ZONE = Single("a time zone such as America/Vancouver", parse_zone, Form(None, zone_names))
LANGUAGE = Single("the code of a language such as en-CA", parse_language, forms.LANGUAGE)
ADDRESS = Single("an https:// address", parse_address, forms.ADDRESS)
PATTERN = Single("a date pattern such as EEE d MMM y", parse_pattern, forms.TEXT)
MAILBOX = Single("a mail address", parse_mailbox, forms.MAILBOX)
HOST = Single("the name of a server", parse_host, forms.HOST)
PORT = Single("the number of a port", parse_port, forms.PORT)
WEEKDAY = choice("a weekday", abbreviated(WEEKDAYS) | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3})
CLOCKS: dict[str, Clock | None] = {"12": 12, "24": 24}
CLOCK = choice("12 or 24", CLOCKS, {"enum": [12, 24]})
WEEKS = choice("1 week or 2 weeks", {"1 week": 1, "week": 1, "2 weeks": 2})
REGION = Single("the code of a country such as NO or CA-ON", parse_region, forms.REGION)
YES_OR_NO = choice(
    "true or false", {"true": True, "false": False, "yes": True, "no": False}, forms.BOOLEAN
)
ENGINE = choice("auto, pdflatex or lualatex", dict(ENGINES))
STREAM_CODE = matching(
    r"[^\W_][\w-]{0,39}",
    forms.STREAM_CODE,
    "bad-stream-code",
    "one word",
    "the label may be longer, the code not",
)
MACRO_NAME = Single("the letters of a command", parse_macro_name, forms.MACRO_NAME)
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
WORD_KEY = choice("the key of a word", {key: key for key in ENGLISH})

EVERYWHERE = frozenset(Place)

# --- a meeting's front matter --------------------------------------------------------------

URL = Field("url", ADDRESS, "Where it is, on the web.")
PASSCODE = Field("passcode", TEXT, "What is asked for there.")
ACCESS = Record("an address with a passcode", (URL, PASSCODE))

MEETING_DATE = Field("date", DATE, "The day; TBD while there is none.", required=True)
MEETING_TIME = Field("time", TIME, "When it starts; the course's time unless given.")
MEETING_DURATION = Field("duration", DURATION, "How long it takes; the course's unless given.")
MEETING_ZONE = Field("zone", ZONE, "The zone of its time; the course's unless given.")
MEETING_ALSO_IN = Field(
    "also_in", Several(ZONE), "Other zones to print its time in; the course's unless given."
)
MEETING_STREAM = Field("stream", Several(STREAM_CODE), "Whom it is for; everyone unless given.")
MEETING_TITLE = Field("title", TEXT, "The heading of its section.", required=True)
MEETING_TOPIC = Field("topic", TEXT, "The schedule's wording of the title.")
MEETING_JOIN = Field("join", ACCESS, "Where to take part; members' edition only.", private=True)
MEETING_RECORDING = Field(
    "recording", ACCESS, "Where to watch it; members' edition only.", private=True
)
MEETING_STATUS = Field(
    "status",
    choice(
        "scheduled or cancelled", {"scheduled": Status.SCHEDULED, "cancelled": Status.CANCELLED}
    ),
    "Whether it takes place.",
)
MEETING_REASON = Field("reason", TEXT, "Why it is cancelled.")
MEETING_WHEN = Field("when", TEXT, "What is printed in place of a date that is TBD.")
MEETING_ID = Field(
    "id", IDENTIFIER, "What calendars know it by, whatever becomes of its date, title and file."
)
MEETING_SHOW = Field(
    "show",
    choice("everywhere, schedule or details", {show.value: show for show in Show}),
    "Where in the handout it appears.",
)

MEETING_FACTS = (Field("room", TEXT, "The room that it is held in.", places=EVERYWHERE),)
"""What is printed as it is written. A field more is read, described, hinted at, printed, listed,
mailed and compared by its line here, and called by its word in `model/words/`."""

MEETING = Record(
    "front matter",
    (
        MEETING_DATE,
        MEETING_TIME,
        MEETING_DURATION,
        MEETING_ZONE,
        MEETING_ALSO_IN,
        MEETING_STREAM,
        MEETING_TITLE,
        MEETING_TOPIC,
        MEETING_JOIN,
        MEETING_RECORDING,
        MEETING_STATUS,
        MEETING_REASON,
        MEETING_WHEN,
        MEETING_SHOW,
        MEETING_ID,
        *MEETING_FACTS,
    ),
)

# --- course.yaml ---------------------------------------------------------------------------

BREAK_FROM = Field("from", DAY, "The first day without meetings.", required=True)
BREAK_TO = Field("to", DAY, "The last one; the first unless given.")
BREAK_REASON = Field("reason", TEXT, "Why there are none.")
CONTENTS_SHOWN = Field("shown", YES_OR_NO, "Whether the contents are printed.")
CONTENTS_DEPTH = Field("depth", whole_number(1, 3), "How many levels deep; 3 unless given.")
MAIL_FROM = Field("from", MAILBOX, "Who mail is from: Ada Lens <ada@uni.example>.")
MAIL_HOST = Field("host", HOST, "The server that takes mail for delivery: smtp.uni.example.")
MAIL_PORT = Field("port", PORT, "Its port; 587 unless given.")
MAIL_USER = Field("user", TEXT, "The name to log in with; no login unless given.")
DATES_HEADING = Field("heading", PATTERN, "Before a meeting's title: 15 Apr 2021.")
DATES_SCHEDULE = Field("schedule", PATTERN, "In the schedule: Thu 15 Apr 2021.")
DATES_TITLE = Field("title", PATTERN, "Under the handout's title: April 14, 2021.")

COURSE_TITLE = Field("title", TEXT, "The course's name.", required=True)
COURSE_AUTHOR = Field("author", Several(TEXT), "Who holds it.")
COURSE_PLACE = Field("place", TEXT, "Where it is held from.")
COURSE_LANGUAGE = Field("language", LANGUAGE, "The handout's language; en unless given.")
COURSE_ZONE = Field("zone", ZONE, "The zone of the meetings' times.", required=True)
COURSE_ALSO_IN = Field("also_in", Several(ZONE), "Other zones to print the meetings' times in.")
COURSE_CLOCK = Field(
    "clock", CLOCK, "Whether times are printed by 12 or 24 hours; the language's way unless given."
)
COURSE_DAY = Field("day", Several(WEEKDAY), "The weekday, or weekdays, it meets on.")
COURSE_TIME = Field("time", TIME, "When meetings start.")
COURSE_EVERY = Field("every", WEEKS, "How often it meets; every week unless given.")
COURSE_BREAKS = Field(
    "breaks",
    Several(Either(DAY, Record("from, to and reason", (BREAK_FROM, BREAK_TO, BREAK_REASON)))),
    "Days without meetings, which new records pass over.",
)
COURSE_HOLIDAYS = Field(
    "holidays", REGION, "Whose public holidays new records pass over; none unless given."
)
COURSE_DURATION = Field("duration", DURATION, "How long meetings take; 60 min unless given.")
COURSE_STREAMS = Field(
    "streams",
    Table("the codes of streams with their labels", STREAM_CODE, TEXT),
    "The audiences: a code for the records, a label for the handout.",
)
COURSE_BIBLIOGRAPHY = Field(
    "bibliography",
    Several(TEXT),
    "BibTeX files, from the project's folder; bib/*.bib unless given.",
)
COURSE_STYLE = Field("style", TEXT, "The CSL style, or the path of a .csl file; apa unless given.")
COURSE_MACROS = Field(
    "macros",
    Table("the names of commands with their definitions", MACRO_NAME, TEXT),
    "Commands of the course's own for formulas.",
)
COURSE_CONTENTS = Field(
    "contents",
    Either(YES_OR_NO, Record("shown and depth", (CONTENTS_SHOWN, CONTENTS_DEPTH))),
    "The table of contents; shown, three levels deep, unless given.",
)
COURSE_READING_LOAD = Field(
    "reading_load", YES_OR_NO, "Whether parts print how long they take; true unless given."
)
COURSE_RAW_LATEX = Field(
    "raw_latex", YES_OR_NO, "Whether records may hold LaTeX of their own; false unless given."
)
COURSE_HANDOUT = Field("handout", Several(TEXT), "The handout's sections, in order.")
COURSE_SLUG = Field("slug", SLUG, "The name of the PDF; made from the title unless given.")
COURSE_ENGINE = Field(
    "engine",
    ENGINE,
    "What sets the handout; auto, the one that its characters need, unless given.",
)
COURSE_WORDS = Field(
    "words",
    Table("the keys of words with their wording", WORD_KEY, TEXT),
    "The handout's own words, where the language's do not suit.",
)
COURSE_DATES = Field(
    "dates",
    Record("date patterns", (DATES_HEADING, DATES_SCHEDULE, DATES_TITLE)),
    "How dates are printed, in CLDR's notation; the language's way unless given.",
)
COURSE_MAIL = Field(
    "mail",
    Record(
        "from, host, port and user",
        (MAIL_FROM, MAIL_HOST, MAIL_PORT, MAIL_USER),
        (
            (
                "password",
                BadValue(
                    "password-in-project",
                    "found a password, which does not belong in a file of the project",
                    "delete the line, change the password if others have seen the file, and put"
                    " the new one into SYLLABUS_SMTP_PASSWORD or your keyring",
                ),
            ),
        ),
    ),
    "The server by which email --send sends, and who sends.",
)
COURSE_RECIPIENTS = Field(
    "recipients", TEXT, "The file with the addresses of those whom email --send writes to."
)

COURSE = Record(
    "a course",
    (
        COURSE_TITLE,
        COURSE_AUTHOR,
        COURSE_PLACE,
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
        COURSE_BIBLIOGRAPHY,
        COURSE_STYLE,
        COURSE_MACROS,
        COURSE_CONTENTS,
        COURSE_READING_LOAD,
        COURSE_RAW_LATEX,
        COURSE_HANDOUT,
        COURSE_SLUG,
        COURSE_ENGINE,
        COURSE_WORDS,
        COURSE_DATES,
        COURSE_MAIL,
        COURSE_RECIPIENTS,
    ),
)
