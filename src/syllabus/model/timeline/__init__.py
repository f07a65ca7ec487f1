"""The moment, past and upcoming, free slots, and how dates and times are printed.

Months are imported from `months` where a handout has a calendar.
"""

from syllabus.model.timeline.moment import (
    Timeline,
    UnknownMoment,
    arrange_meetings,
    is_over,
    resolve_moment,
    schedule_order,
)
from syllabus.model.timeline.printing import (
    BETWEEN_ZONES,
    DateKind,
    format_date,
    format_duration,
    format_hours,
    format_load,
    format_moment,
    format_time,
    format_times,
    times_by_zone,
)
from syllabus.model.timeline.slots import DaysOff, Slot, find_slots
from syllabus.model.timeline.spans import (
    GroupLine,
    format_clock,
    format_days,
    format_groups,
    format_span,
    hours_each_day,
    zones_each_day,
)
from syllabus.model.timeline.weekly import format_office_hours
from syllabus.model.timeline.zone_names import zone_name

__all__ = [
    "BETWEEN_ZONES",
    "DateKind",
    "DaysOff",
    "GroupLine",
    "Slot",
    "Timeline",
    "UnknownMoment",
    "arrange_meetings",
    "find_slots",
    "format_clock",
    "format_date",
    "format_days",
    "format_duration",
    "format_groups",
    "format_hours",
    "format_load",
    "format_moment",
    "format_office_hours",
    "format_span",
    "format_time",
    "format_times",
    "hours_each_day",
    "is_over",
    "resolve_moment",
    "schedule_order",
    "times_by_zone",
    "zone_name",
    "zones_each_day",
]
