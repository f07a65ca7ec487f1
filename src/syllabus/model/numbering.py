"""The numbers of meetings: sessions counted one by one, or weeks of the term."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from syllabus.model.course import Meeting, Show, Status
from syllabus.model.schedule import Numbering


def number_meetings(meetings: Iterable[Meeting], numbering: Numbering) -> Mapping[str, int]:
    """Return the numbers of meetings, given in the order of the schedule, by their identifiers.

    Sessions are the meetings and exams of the schedule that are held and have a date, but for what
    returns, which has no number. Weeks run from Monday to Sunday and are counted from that of the
    first session, whether or not one is in them; what is before has none.
    """
    dated = [
        (each, each.start.date())
        for each in meetings
        if each.start is not None and each.show is not Show.DETAILS and not each.weeks
    ]
    match numbering:
        case Numbering.SESSIONS:
            held = (
                each
                for each, _ in dated
                if each.status is not Status.CANCELLED and each.kind.is_session
            )
            return {each.identifier: number for number, each in enumerate(held, 1)}
        case Numbering.WEEKS if dated:
            sessions = [day for each, day in dated if each.kind.is_session]
            first = _monday(min(sessions or (day for _, day in dated)))
            return {
                each.identifier: (_monday(day) - first).days // 7 + 1
                for each, day in dated
                if day >= first
            }
    return {}


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
