"""How the schedules of an import are read: in which language, and what is taken for one."""

from __future__ import annotations

import re

from syllabus.on_demand import dataclass, pattern

_COUNTED = pattern(
    r"[\W_]*(?P<words>(?P<what>week|wk|woche|kw|semaine|semana|settimana|weeknummer|εβδομάδα"
    r"|lecture|session|class|meeting|sitzung|termin|séance|sesión|clase|lezione|lição|bijeenkomst"
    r"|college|les|μάθημα)\.? ?#?(?P<number>\d{1,2})\b|第 ?(?P<times>\d{1,2}) ?[回週])(?![./]\d)"
    r"(?P<after>[\s:.,)|–—-]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ScheduleOptions:
    """The `language` of the sources, and what is tried where no source has a schedule otherwise.

    `weeks` takes what is counted for a meeting. `few` takes two dates for a schedule, if they are
    sure.
    """

    language: str
    weeks: bool = False
    few: bool = False

    @property
    def fewest(self) -> int:
        """Return how many dated lines are a schedule."""
        return 2 if self.few else 3


@dataclass(frozen=True, slots=True)
class Counted:
    """A week or a session by its number: `words` as the source has it, `length` with what parts it.

    In `Week 3: Lenses`, the words are `Week 3`, and the length is 8.
    """

    number: int
    words: str
    length: int


def read_counted(text: str) -> Counted | None:
    """Return the week or the session whose number a text begins with."""
    found = _COUNTED.match(text)
    if found is None:
        return None
    number = int(found["number"] or found["times"])
    return Counted(number, found["words"], found.end())
