"""What `schedule` of course.yaml may say: every key, once."""

from __future__ import annotations

from syllabus.front.records.kinds import Field, Listed, Record, choice
from syllabus.front.records.single_values import WORDING
from syllabus.model.schedule import Column

COLUMNS = Field(
    "columns",
    Listed(
        "names of columns, with their headings where those are yours",
        choice(
            "a column: " + ", ".join(each.value for each in Column),
            {each.value: each for each in Column},
        ),
        WORDING,
    ),
    "The columns, in order: `[date, topic, stream]`, or with headings of your own "
    "`{date: When, topic: What}`; those that the meetings need unless given.",
)
SCHEDULE = Record("what the schedule is like", (COLUMNS,))
