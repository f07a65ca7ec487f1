"""What `schedule` of course.yaml may say: every key, once."""

from __future__ import annotations

from syllabus.front.records.kinds import Field, Listed, Record, choice
from syllabus.front.records.single_values import WORDING, YES_OR_NO
from syllabus.model.schedule import Column, Numbering, ScheduleLayout, ZonesShown

_OTHER_COLUMNS = {
    **dict.fromkeys(
        ("presenter", "presenters", "lecturer", "instructor", "who"),
        "presenters stand in the column 'speaker'",
    ),
    **dict.fromkeys(
        ("title", "subject", "session", "lecture"), "titles stand in the column 'topic'"
    ),
    **dict.fromkeys(
        ("week", "weeks", "no", "no."), "write 'number', and numbering: weeks in course.yaml"
    ),
    **dict.fromkeys(("location", "place", "venue", "where"), "the place is the column 'room'"),
    **dict.fromkeys(("group", "groups", "audience"), "groups stand in the column 'stream'"),
    **dict.fromkeys(
        ("slides", "notes", "recording", "recordings", "links"),
        "they stand in the column 'materials'",
    ),
    "day": "the day is the column 'date'",
}
"""Columns that people expect, with what they are called here."""

COLUMNS = Field(
    "columns",
    Listed(
        "names of columns, with their headings where those are yours",
        choice(
            "a column: " + ", ".join(each.value for each in Column),
            {each.value: each for each in Column},
            instead=_OTHER_COLUMNS,
        ),
        WORDING,
    ),
    "The columns, in order: `[date, topic, stream]`, or with headings of your own "
    "`{date: When, topic: What}`; those that the meetings need unless given.",
)
_YES, _NO = ("yes", "true", "on"), ("no", "false", "off")
_ZONES_OR_NOT = dict.fromkeys(_YES, "write always") | dict.fromkeys(_NO, "write never")
_SHOWN_OR_NOT = dict.fromkeys(_YES, "write shown") | dict.fromkeys(_NO, "write hidden")
LAYOUT = Field(
    "layout",
    choice("table or agenda", {each.value: each for each in ScheduleLayout}),
    "Whether each row has its date, `table`, or stands below its day, `agenda`, as in a summer "
    "school with several sessions a day; `table` unless given.",
)
ZONES = Field(
    "zones",
    choice(
        "never, where-needed or always",
        {each.value: each for each in ZonesShown},
        instead=_ZONES_OR_NOT,
    ),
    "Whether times of the schedule, and office hours, are printed with their zone: `never`, "
    "`where-needed`, which is where a meeting goes by another zone than the course, or `always`; "
    "`always` unless given.",
)
ENDS = Field(
    "ends",
    YES_OR_NO,
    "Whether times of the schedule say from when to when, `9–10:30 AM`; `false` unless given.",
)
BREAKS = Field(
    "breaks",
    choice("shown or hidden", {"shown": True, "hidden": False}, instead=_SHOWN_OR_NOT),
    "Whether the course's `breaks` and `holidays` are rows; `hidden` unless given.",
)
SCHEDULE = Record("columns, layout, zones, ends or breaks", (COLUMNS, LAYOUT, ZONES, ENDS, BREAKS))

NUMBERING = Field(
    "numbering",
    choice("sessions, weeks or none", {each.value: each for each in Numbering}),
    "What the schedule counts: `sessions` one by one, without those that are cancelled, or `weeks` "
    "of the term from the first meeting's on, those without a meeting too; `none` unless given.",
)
