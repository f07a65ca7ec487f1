"""Options and answers in the notation of records."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from syllabus.front.records.spans import Days
    from syllabus.model.timeline import Slot


def record_value(
    kind: Literal["TEXT", "DAYS", "DAY", "TIME", "TIME_OF_MEETING", "ZONE", "LANGUAGE", "WEEKDAY"],
    language: str = "en",
) -> Callable[[str], Any]:
    """Return what reads an option as course.yaml or a record has it.

    `kind` is a name in `records.single_values`, `language` that of the course. A usage error says
    what to write instead.
    """

    def read(text: str) -> Any:
        from syllabus.front.records import single_values
        from syllabus.front.records.kinds import BadValue, Single

        single = getattr(single_values, kind)
        assert isinstance(single, Single)
        if not text.strip():
            raise click.BadParameter(f"found nothing, expected {single.expected}")
        try:
            return single.parsed(text.strip(), language)
        except BadValue as bad:
            raise click.BadParameter("; ".join((bad.message, *bad.hints))) from None

    return read


def day_value(text: str, language: str, option: str) -> date:
    """Return the day that an option names as the records of a course do."""
    found: date = _named_value("DAY", text, language, option)
    return found


def days_value(text: str, language: str, option: str) -> Days | None:
    """Return the day or days that an option names as the records of a course do, None for TBD."""
    found: Days | None = _named_value("DAYS", text, language, option)
    return found


def _named_value(kind: Literal["DAYS", "DAY"], text: str, language: str, option: str) -> Any:
    try:
        return record_value(kind, language)(text)
    except click.BadParameter as bad:
        bad.param_hint = f"'{option}'"
        raise


def output_place(output: str) -> Path:
    """Return the file or folder that `--output` means; a usage error for a folder that is none."""
    path = Path(output).absolute()
    if not output or (output.endswith("/") and not path.is_dir()):
        raise click.BadParameter(f"there is no folder '{output}'", param_hint="'--output'")
    return path


def shown_result(path: Path, start: Path | str = os.curdir) -> str:
    """Return what was made as the user finds it, from the folder `start` or from the root."""
    return min((os.path.relpath(path, start), str(path)), key=len)


def today_in(zone: ZoneInfo) -> date:
    """Return the day that SOURCE_DATE_EPOCH or the clock says it is; a usage error for neither."""
    from syllabus.model.timeline import UnknownMoment, resolve_moment

    try:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        return resolve_moment(None, epoch, zone, datetime.now(UTC)).date()
    except UnknownMoment as fault:
        raise click.UsageError(str(fault)) from None


def passed_over(slots: Iterable[Slot]) -> Iterable[str]:
    """Yield a line for each reason that slots were left out for: days in a row with one."""
    from itertools import groupby

    for reason, group in groupby(slots, key=lambda slot: slot.reason):
        days = [str(slot.day) for slot in group]
        shown = " and ".join(days) if len(days) < 3 else f"{days[0]} to {days[-1]}"
        yield f"passed over {shown}: {reason}"
