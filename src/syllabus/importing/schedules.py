"""Tables with a column of dates → the sessions of a course, as they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from syllabus.importing.clocks import read_clock
from syllabus.importing.rows import Row, Rows, text_of
from syllabus.importing.schedule_options import ScheduleOptions, read_counted
from syllabus.importing.sessions import Schedule
from syllabus.importing.tree import Cell, Table
from syllabus.importing.vocabulary import ColumnRole, role_of
from syllabus.importing.written_days import read_day


def read_table(table: Table, options: ScheduleOptions, place: str) -> Schedule | None:
    """Return the schedule that a table is; None if it has no column of dates.

    Where weeks stand for dates, a column that counts them and is called so is one.
    """
    language = options.language
    head, rows = [_spread(row) for row in table.head], _grid(table.rows)
    width = max((len(row) for row in (*head, *rows)), default=0)
    rows = [(*row, *(_EMPTY,) * (width - len(row))) for row in rows]
    if not rows or not width:
        return None
    names = [text_of(cell) for cell in head[-1]] if head else []
    named = sum(role_of(name, language) is not None for name in names)
    if named < 2 and not any(read_day(text_of(c), language, lenient=True) for c in rows[0]):
        first = [text_of(cell) for cell in rows[0]]
        if sum(role_of(name, language) is not None for name in first) >= max(named, 1):
            names, rows = first, rows[1:]
    names += [""] * (width - len(names))
    roles = _roles(names, rows, language)
    if ColumnRole.DATE not in roles and options.weeks:
        roles = _counted(names, roles, rows, language)
    if ColumnRole.DATE not in roles:
        return None
    return Rows(names, roles, options, place).read(rows, table.caption)


_EMPTY = Cell(())


def _spread(row: Sequence[Cell]) -> Row:
    return tuple(each for cell in row for each in (cell, *(_EMPTY,) * (cell.columns - 1)))


def _grid(rows: Sequence[Sequence[Cell]]) -> list[Row]:
    """Return rows with a cell that takes several of them repeated in each."""
    pending: dict[int, tuple[int, Cell]] = {}
    grid = []
    for row in rows:
        cells = list(_spread(row))
        placed: list[Cell] = []
        while cells or len(placed) in pending:
            column = len(placed)
            left, cell = pending.get(column, (0, _EMPTY))
            if left:
                placed.append(cell)
                pending[column] = (left - 1, cell)
                if left == 1:
                    del pending[column]
                continue
            cell = cells.pop(0)
            placed.append(cell)
            if cell.rows > 1:
                pending[column] = (cell.rows - 1, replace(cell, rows=1))
        grid.append(tuple(placed))
    return grid


def _roles(names: list[str], rows: list[Row], language: str) -> list[ColumnRole]:
    """Return what each column holds, by its name and by what is in it."""
    roles: list[ColumnRole] = []
    dated: list[float] = []
    for column, name in enumerate(names):
        texts = [text for row in rows if (text := text_of(row[column]))]
        count = max(1, len(texts))
        dates = sum(read_day(text, language, lenient=True) is not None for text in texts) / count
        clocks = sum(read_clock(text) is not None for text in texts) / count
        dated.append(dates if texts else 0.0)
        role = role_of(name, language)
        numbers = bool(texts) and all(re.fullmatch(r"\W*\d{1,2}\W*", each) for each in texts)
        if (role in (ColumnRole.DATE, ColumnRole.TIME) and texts and clocks > 0.6 > dates) or (
            role is None and clocks > 0.6
        ):
            role = ColumnRole.TIME
        elif role in (None, ColumnRole.TOPIC) and numbers:
            role = ColumnRole.WEEK
        roles.append(ColumnRole.OTHER if role is None or role is ColumnRole.DATE else role)
    best = max(range(len(dated)), key=lambda column: dated[column], default=0)
    by_name = [
        c for c, n in enumerate(names) if role_of(n, language) is ColumnRole.DATE and dated[c]
    ]
    if dated and dated[best] < 0.5 and by_name:
        best = by_name[0]
    if not dated or dated[best] < 0.25 or (dated[best] < 0.5 and not by_name):
        return roles
    roles[best] = ColumnRole.DATE
    if ColumnRole.TOPIC not in roles:
        free = [each for each, role in enumerate(roles) if role is ColumnRole.OTHER]
        if free:
            longest = max(free, key=lambda each: sum(len(text_of(row[each])) for row in rows))
            roles[longest] = ColumnRole.TOPIC
    return roles


def _counted(
    names: Sequence[str], roles: Sequence[ColumnRole], rows: Sequence[Row], language: str
) -> list[ColumnRole]:
    """Return roles with that of a date for the column that counts weeks or meetings.

    It is one where the table has a column of topics, too, and the numbers go up.
    """
    changed = list(roles)
    if ColumnRole.TOPIC not in [role_of(name, language) for name in names]:
        return changed
    for column, name in enumerate(names):
        if roles[column] not in (ColumnRole.WEEK, ColumnRole.TOPIC, ColumnRole.OTHER):
            continue
        texts = [text for row in rows if (text := text_of(row[column]))]
        bare = [each for each in texts if re.fullmatch(r"\W*\d{1,2}\W*", each)]
        said = [found for each in texts if (found := read_counted(each))]
        numbers = [each.number for each in said] or [int(re.sub(r"\D", "", x)) for x in bare]
        known = bool(said) or role_of(name, language) in (ColumnRole.WEEK, ColumnRole.TOPIC)
        if known and len(numbers) >= 3 and numbers == sorted(numbers) and numbers[0] < 3:
            changed[column] = ColumnRole.DATE
            return changed
    return changed
