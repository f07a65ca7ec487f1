"""What records may say of people: every key, once."""

from __future__ import annotations

from syllabus.front.records.forms import STREAM_CODE as SHORT_FORM
from syllabus.front.records.forms import TEXT as TEXT_FORM
from syllabus.front.records.kinds import (
    BadValue,
    Either,
    Field,
    Pairs,
    Record,
    Several,
    Single,
    choice,
    quoted,
)
from syllabus.front.records.single_values import (
    ADDRESS,
    DAY,
    DURATION,
    HOURS,
    MAILBOX,
    TEXT,
    WEEKDAY,
)
from syllabus.front.records.values import parse_stream_code, parse_text
from syllabus.model.people import Role

ROTA = "rota"
"""The word by which a record leaves it to the rota who presents."""

_OPEN = frozenset(
    {
        *("tba", "tbd", "tbc", "n/a", "n.n", "nn", "none", "nobody", "no one", "null", "unknown"),
        *("open", "to be announced", "to be decided", "to be determined", "to be confirmed"),
        *("to be defined", "not yet known", "niemand", "keine", "keiner", "offen", "noch offen"),
        *("wird noch bekannt gegeben", "wird bekannt gegeben", "personne", "aucun", "à venir"),
        *("à confirmer", "à définir", "à déterminer", "à préciser", "à annoncer", "nadie"),
        *("por confirmar", "por definir", "por determinar", "por anunciar", "nessuno"),
        *(
            "da confermare",
            "da definire",
            "da annunciare",
            "a confirmar",
            "a definir",
            "a anunciar",
        ),
        *(
            "ninguém",
            "nog onbekend",
            "onbekend",
            "volgt",
            "ανακοινώνεται",
            "κανείς",
            "未定",
            "なし",
        ),
    }
)
"""What is written in place of a name while there is none, in small letters without a last dot."""


def parse_name(text: str) -> str:
    """Return the name of somebody; it has a letter."""
    name = parse_text(text)
    if any(0 < word.find("@") < word.rfind(".") for word in name.split()):
        # As part of a name, every edition would print it.
        message = f"found {quoted(name)}, expected a name without a mail address"
        words = [word.strip("<>(),;:") for word in name.split()]
        address = next(word for word in words if 0 < word.find("@") < word.rfind("."))
        called = " ".join(word for word in words if word and "@" not in word) or "Ada Lens"
        hint = (
            f"write {{name: {called}, email: {address}}}, which only 'contact' shows to everybody"
        )
        raise BadValue("bad-name", message, hint)
    if name.casefold().startswith(("https://", "http://", "www.")):
        hint = "write {name: Ada Lens, url: https://…}"
        raise BadValue("bad-name", f"found {quoted(name)}, expected a name", hint)
    if name.casefold().strip("().[] ") in _OPEN or not any(map(str.isalpha, name)):
        hint = "delete it while nobody is decided; its place stays empty"
        raise BadValue("bad-name", f"found {quoted(name)}, expected a name", hint)
    return name


def parse_short_name(text: str) -> str:
    """Return a short name, which is one word, in lower case."""
    if text.casefold() == ROTA:
        message = f"found {quoted(text)}, which stands for whose turn it is"
        raise BadValue("bad-short-name", message, "give another short name")
    try:
        return parse_stream_code(text).casefold()
    except BadValue:
        message = f"found {quoted(text)}, expected one word"
        hint = "write the short name here and the whole one behind the colon: ada: Ada Lens"
        raise BadValue("bad-short-name", message, hint) from None


NAME_TEXT = Single("a name", parse_name, TEXT_FORM)
SHORT_NAME = Single("a short name of one word", parse_short_name, SHORT_FORM)

NAME = Field("name", NAME_TEXT, "The name, or a short name of `people`.", required=True)
AFFILIATION = Field("affiliation", TEXT, "Where they work: `MIT`.")
PAGE = Field("url", ADDRESS, "Their page, to which the name is a link.")
EMAIL = Field(
    "email", MAILBOX, "Their address for mail. Members' edition only, but for that of `contact`."
)
ROLE = Field(
    "role",
    choice(
        "speaker, presenter, discussant, host or chair",
        {each.value: each for each in Role},
        instead={
            "moderator": "write chair",
            "organiser": "write host",
            "organizer": "write host",
            "respondent": "write discussant",
            "commentator": "write discussant",
            "lecturer": "write speaker",
        },
    ),
    "What they do: `speaker`, `presenter`, `discussant`, `host` or `chair`; `speaker` unless "
    "given.",
)
_ELSEWHERE = (
    (("mail", "e_mail", "address"), "the address for mail is 'email' here"),
    (("institution", "university", "from", "org"), "where they work is 'affiliation' here"),
    (("website", "homepage", "web", "link", "page"), "their page is 'url' here"),
)
PERSON = Record(
    "name, affiliation, url and email", (NAME, AFFILIATION, PAGE, EMAIL), elsewhere=_ELSEWHERE
)
SPEAKER = Record(
    "name, affiliation, url, role and email",
    (NAME, AFFILIATION, PAGE, ROLE, EMAIL),
    elsewhere=_ELSEWHERE,
)
ANYBODY = Either(NAME_TEXT, PERSON)

# --- of a meeting ---

_SPEAKERS = Several(Either(NAME_TEXT, SPEAKER))
MEETING_SPEAKER = Field(
    "speaker",
    _SPEAKERS,
    "Who speaks, or has another role: a name, a short name of the course's `people`, or name, "
    "affiliation, url, role and email; or a list of them.",
)
MEETING_SPEAKERS = Field("speakers", _SPEAKERS, "The same as `speaker`.")
MEETING_PRESENTERS = Field(
    "presenters",
    Several(ANYBODY),
    "Who presents: as `speaker`, or `rota` for whose turn it is; `[]` for nobody. The course's "
    "`presenters` unless given.",
)
MEETING_PEOPLE = (MEETING_SPEAKER, MEETING_SPEAKERS, MEETING_PRESENTERS)

# --- of the course ---

COURSE_PEOPLE = Field(
    "people",
    Pairs("short names with people", SHORT_NAME, ANYBODY),
    "People by short names, which stand for them wherever somebody is named: "
    "`ellen: {name: Ellen Zhong, affiliation: MIT}`; none unless given.",
)
COURSE_CONTACT = Field(
    "contact",
    ANYBODY,
    "Whom to ask, printed below the handout's title: a name, or name, affiliation, url and email. "
    "An email that stands here is in every edition.",
)
COURSE_ASSISTANTS = Field(
    "assistants", Several(ANYBODY), "Who helps to run the course, printed below its title."
)
OFFICE_DAY = Field("day", Several(WEEKDAY), "The weekday, or a list of them.", required=True)
OFFICE_TIME = Field("time", HOURS, "When it starts, or from when to when it is.")
OFFICE_DURATION = Field("duration", DURATION, "How long it takes.")
OFFICE_ROOM = Field("room", TEXT, "Where it is.")
OFFICE_HOURS = Record(
    "day, time, duration and room", (OFFICE_DAY, OFFICE_TIME, OFFICE_DURATION, OFFICE_ROOM)
)
COURSE_OFFICE_HOURS = Field(
    "office_hours",
    Several(Either(TEXT, OFFICE_HOURS)),
    "When questions are answered, printed below the handout's title: text, or day, time, duration "
    "and room.",
)
MEMBER_FROM = Field("from", DAY, "The first day on which they can present.")
MEMBER_UNTIL = Field("until", DAY, "The last one.")
COURSE_ROTA = Field(
    "rota",
    Several(
        Several(
            Either(NAME_TEXT, Record("name, from and until", (NAME, MEMBER_FROM, MEMBER_UNTIL)))
        )
    ),
    "Who takes turns, in order: names or short names; a list within it is a group that presents "
    "together. `{name: ada, from: 2026-11-01}` is somebody who joined later.",
)
COURSE_PRESENTERS = Field(
    "presenters",
    Several(choice("rota", {ROTA: ROTA})),
    "`rota` where each meeting that names nobody is presented by whose turn it is; "
    "`[rota, rota]` by two. Nobody unless given.",
)
COURSE_PEOPLE_FIELDS = (
    COURSE_PEOPLE,
    COURSE_CONTACT,
    COURSE_ASSISTANTS,
    COURSE_OFFICE_HOURS,
    COURSE_ROTA,
    COURSE_PRESENTERS,
)
