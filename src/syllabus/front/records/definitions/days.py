"""What front matter may say of groups that meet in parallel and of what returns: every key once."""

from __future__ import annotations

from syllabus.front.records.definitions.places import ROOM
from syllabus.front.records.kinds import Either, Field, Pairs, Record
from syllabus.front.records.single_values import (
    DAY,
    DAY_AND_TIME,
    DURATION,
    GROUP,
    HOURS,
    REPETITION,
)

GROUP_DATE = Field("date", DAY, "The day, as in a record; that of the record unless given.")
GROUP_TIME = Field("time", HOURS, "When it starts, or from when to when it is.", required=True)
GROUP_DURATION = Field("duration", DURATION, "How long it takes, where the time does not say it.")
GROUP_ROOM = Field(
    "room",
    ROOM,
    "The room of this group, as in a record; that of the record unless given, `none` for none.",
)

MEETING_TIMES = Field(
    "times",
    Pairs(
        "groups with their times",
        GROUP,
        Either(
            DAY_AND_TIME,
            Record(
                "a day, a time and a room", (GROUP_DATE, GROUP_TIME, GROUP_DURATION, GROUP_ROOM)
            ),
        ),
    ),
    "When each of several groups meets, in place of `time`: the name of the group, or the code of "
    "a stream, and its time, `Mon 9:00`, `14:00-15:30` or `2026-10-27 9:00`; or `date`, `time`, "
    "`duration` and `room`. A weekday is the first one from `date` on.",
)
MEETING_EVERY = Field(
    "every",
    REPETITION,
    "How often it returns, and until when: `week until 2026-12-10`, `2 weeks until 2026-12-10`. It "
    "is one line of the schedule; the breaks and holidays of the course are left out.",
)
