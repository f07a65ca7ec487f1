"""Options and answers in the notation of records."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import click

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from syllabus.front.records.spans import DayRange
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


def days_value(text: str, language: str, option: str) -> DayRange | None:
    """Return the day or days that an option names as the records of a course do, None for TBD."""
    found: DayRange | None = _named_value("DAYS", text, language, option)
    return found


def _named_value(kind: Literal["DAYS", "DAY"], text: str, language: str, option: str) -> Any:
    try:
        return record_value(kind, language)(text)
    except click.BadParameter as bad:
        bad.param_hint = f"'{option}'"
        raise


_MOST_SECONDS = 86_400


class Seconds(click.ParamType):  # type: ignore[type-arg]  # generic in new versions alone
    """How long something may take, from a second to a day."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return a number."""
        text = str(value).strip()
        try:
            seconds = float(text)
        except ValueError:
            seconds = 0
        if 1 <= seconds <= _MOST_SECONDS:
            return seconds
        expected = f"expected seconds from 1 to {_MOST_SECONDS}, such as 300"
        raise click.BadParameter(f"found '{text}', {expected}", ctx, param)


def output_place(
    output: str, what: str, suffix: str, others: Mapping[str, str], option: str = "--output"
) -> Path:
    """Return the file or folder that an option means, for `what` is written to it: "a PDF".

    A usage error for a folder that is none, and for a file whose name says that it is something
    else: its suffix is not `suffix`. `others` say by a suffix what to write for that.
    """
    path = Path(output).absolute()
    is_folder = os.path.isdir(path)  # noqa: PTH112 - Path.is_dir() fails on long names

    def refuse(message: str) -> NoReturn:
        raise click.BadParameter(message, param_hint=f"'{option}'")

    if not output or (output.endswith("/") and not is_folder):
        refuse(f"there is no folder '{output}'" if output else "found nothing, expected a file")
    if is_folder:
        return path
    if output == "-":
        refuse(f"{what} is not printed, but written to a file; name one that ends in {suffix}")
    if not path.parent.is_dir():
        refuse(f"there is no folder '{Path(output).parent}'")
    found = path.suffix.lower()
    if found in others:
        refuse(f"found '{output}'; {others[found]}")
    if found not in ("", suffix):
        refuse(f"found '{output}', and {what} is written; let its name end in {suffix}")
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


def moment_fault(fault: ValueError, as_of: str | None) -> click.UsageError:
    """Return the usage error for a moment that is none, of `--as-of` or SOURCE_DATE_EPOCH."""
    if as_of is None:
        return click.UsageError(str(fault))
    return click.BadParameter(str(fault), param_hint="'--as-of'")


def passed_over(slots: Iterable[Slot]) -> Iterable[str]:
    """Yield a line for each reason that slots were left out for: days in a row with one."""
    from itertools import groupby

    for reason, group in groupby(slots, key=lambda slot: slot.reason):
        days = [str(slot.day) for slot in group]
        shown = " and ".join(days) if len(days) < 3 else f"{days[0]} to {days[-1]}"
        yield f"passed over {shown}: {reason}"
