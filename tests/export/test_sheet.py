"""A sheet that was edited in a spreadsheet, with all that spreadsheets do to it."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.importing.opendocument import open_sheet
from tests.running import invoke

from syllabus.diagnostics import Diagnostic
from syllabus.outputs.export.sheet import SheetRow, mark_of, write_sheet
from syllabus.scaffold.sheet import is_own_sheet
from syllabus.scaffold.sheet.reading import read_sheet

COURSE = """title: Optics
zone: Europe/Oslo
time: 18:00
streams: {rays: Rays, waves: Waves}
"""
FIRST = """---
# the first one
date: 2026-09-03   # a Thursday
time: '8:00'
stream: [rays, waves]
title: "Rays"  # short
room: 'B 12'
join: {url: "https://meet.example/x", passcode: '0417'}
---

Words.
"""
SECOND = "---\ndate: 2026-10-05\ntitle: Lenses – ψ\nid: lenses\n---\n"
THIRD = "---\r\ndate: Thu 24 Sep 2026\r\ntitle: Colours\r\n---\r\n\r\nMore.\r\n"
FILES = {
    "2026-09-03-rays.md": FIRST,
    "2026-09-24-colours.md": THIRD,
    "2026-10-05-lenses.md": SECOND,
}
Rows = list[dict[str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "syllabus" / "meetings").mkdir(parents=True)
    (tmp_path / "syllabus" / "course.yaml").write_text(COURSE)
    for name, text in FILES.items():
        (tmp_path / "syllabus/meetings" / name).write_bytes(text.encode())
    return tmp_path


def run(root: Path, *arguments: str) -> tuple[int, str, str]:
    ran, _ = invoke(arguments, root, os.environ)
    assert "Traceback" not in ran.stderr
    return ran.returncode, ran.stdout, ran.stderr


def exported(root: Path) -> Rows:
    code, out, err = run(root, "export", "--format", "csv")
    assert code == 0, err
    return list(csv.DictReader(io.StringIO(out)))


def written(
    rows: Rows, delimiter: str = ",", end: str = "\r\n", quoting: Literal[0, 1] = csv.QUOTE_MINIMAL
) -> str:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(
        text, columns, delimiter=delimiter, lineterminator=end, restval="", quoting=quoting
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def bring_home(root: Path, data: bytes | str, *options: str) -> tuple[int, str, str]:
    path = root / "schedule.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return run(root, "import", "schedule.csv", *options)


def records(root: Path) -> dict[str, str]:
    folder = root / "syllabus/meetings"
    return {path.name: path.read_bytes().decode() for path in folder.iterdir()}


def american(rows: Rows) -> str:
    """Excel in the United States: months first, seconds, zeros gone."""
    for row, date in zip(rows, ("9/3/2026", "9/24/2026", "10/5/2026"), strict=True):
        row["date"] = date
    rows[0]["time"] = "8:00:00 AM"
    return written(rows)


def german(rows: Rows) -> bytes:
    """Excel in Germany: semicolons, days first, its own encoding, empty columns and rows."""
    for row, date in zip(rows, ("03.09.2026", "24.09.2026", "05.10.2026"), strict=True):
        row["date"] = date
    rows[0]["time"] = "08:00:00"
    text = "sep=;\r\n" + written(rows, ";").replace("\r\n", ";;\r\n") + ";" * 12 + "\r\n"
    return text.encode("cp1252", "replace")


def british(rows: Rows) -> str:
    """LibreOffice in Britain: two digits of a year, all cells in quotes, other columns first."""
    for row, date in zip(rows, ("03/09/26", "24/09/26", "05/10/26"), strict=True):
        row["date"] = date
    turned = [dict(reversed(row.items())) for row in rows]
    return "\ufeff" + written(turned, quoting=csv.QUOTE_ALL)


def serial(rows: Rows) -> bytes:
    """Unicode text with tabs; days and times as numbers, a date with its midnight."""
    rows[0]["date"], rows[0]["time"] = "46268", "0.333333333"
    rows[2]["date"] = "2026-10-05 00:00:00"
    return written(rows, "\t", "\r").encode("utf-16")


def google(rows: Rows) -> str:
    """Google's sheets: line feeds, no empty cells at the end, months in words."""
    rows[0]["date"] = "3-Sep-2026"
    rows[0]["stream"] = "rays, waves"
    return written(rows, end="\n")


def weekdays(rows: Rows) -> str:
    """Weekdays before the numbers, line breaks in cells, rows in another order, a column gone."""
    for row, date in zip(rows, ("Thu 03/09/26", "Thu 24/09/26", "Mon 05/10/26"), strict=True):
        row["date"] = date
        row["title"] = row["title"].replace(" ", "\n")
        row["join"] = row["join"].replace("'", "\u2019").replace(": ", ":")
        del row["status" if "status" in row else "id"]
    return written(rows[::-1])


HABITS = [american, german, british, serial, google, weekdays]


@pytest.mark.parametrize("habit", HABITS)
def test_what_a_spreadsheet_does_by_itself_changes_nothing(
    habit: Callable[[Rows], str | bytes], root: Path
) -> None:
    code, out, err = bring_home(root, habit(exported(root)), "--yes")
    assert (code, out) == (0, ""), out
    assert "nothing was edited" in err
    assert records(root) == FILES


@pytest.mark.parametrize("habit", HABITS)
def test_what_was_edited_changes_and_no_other_byte(
    habit: Callable[[Rows], str | bytes], root: Path
) -> None:
    rows = exported(root)

    rows[0]["title"] = "Rays: and more"
    rows[1]["title"] = "Colours, again"
    rows[1]["time"] = "9:30"
    rows[0]["room"] = ""
    code, out, err = bring_home(root, habit(rows), "--yes")
    assert code == 0, err
    first = FIRST.replace('"Rays"', '"Rays: and more"').replace("room: 'B 12'\n", "")
    third = THIRD.replace("title: Colours", "time: 9:30\r\ntitle: Colours, again")
    assert records(root) == {
        **FILES,
        "2026-09-03-rays.md": first,
        "2026-09-24-colours.md": third,
    }
    assert '-title: "Rays"  # short' in out
    assert '+title: "Rays: and more"  # short' in out
    assert "2 changed, 0 new" in err


@pytest.mark.parametrize(
    ("habit", "date"),
    [
        (american, "11/12/2026"),
        (german, "12.11.2026"),
        (british, "12/11/26"),
        (weekdays, "Thu 12/11/26"),
        (google, "12-Nov-26"),
    ],
)
def test_a_new_date_is_read_as_the_others_are(
    habit: Callable[[Rows], str | bytes], date: str, root: Path
) -> None:
    rows = exported(root)
    habit(rows)
    rows[2]["date"] = date
    code, _, err = bring_home(root, written(rows, ";" if habit is german else ","), "--yes")
    assert code == 0, err
    new = records(root)["2026-10-05-lenses.md"]
    assert re.search(r"^date: (2026-11-12|12 Nov 2026)$", new, re.MULTILINE), new


@pytest.mark.parametrize(
    ("cell", "passcode"),
    [
        ("{url: https://meet.example/x, passcode: 0418}", "0418"),
        ("{url:https://meet.example/x,passcode:04#18}", "04#18"),
        ("{url: \u201chttps://meet.example/x\u201d, passcode: \u2018a, b\u2019}", "a, b"),
        ("{url: https://meet.example/x, passcode: no}", "no"),
        ("{url: https://meet.example/x, passcode: '0417'}", "0417"),
        ('{passcode: "0417", url: https://meet.example/x}', "0417"),
    ],
)
def test_a_passcode_is_read_with_any_quotation_marks_or_none(
    cell: str, passcode: str, root: Path
) -> None:
    rows = exported(root)
    rows[0]["join"] = cell
    code, _, err = bring_home(root, written(rows), "--yes")
    assert code == 0, err
    (join,) = (each["join"] for each in exported(root) if each["join"])
    if cell.startswith("{url"):
        assert join == f"{{url: 'https://meet.example/x', passcode: '{passcode}'}}"
        text = records(root)["2026-09-03-rays.md"]
        assert (text == FIRST) == (passcode == "0417")
    assert f"passcode: '{passcode}'" in join


def test_a_sheet_that_was_saved_as_a_workbook_comes_home(root: Path) -> None:
    from openpyxl import Workbook

    rows = exported(root)
    rows[1]["title"] = "Colours,\nagain"
    book = Workbook()
    sheet = book.create_sheet("Schedule", 0)
    sheet.append([*rows[0]])
    for row in rows:
        day = {"Thu 24 Sep 2026": "2026-09-24"}.get(row["date"], row["date"])
        clock = {"8:00": time(8)}.get(row["time"], row["time"])
        cells = {**row, "date": datetime.fromisoformat(day), "time": clock}
        sheet.append([*cells.values(), None])
    book.save(root / "schedule.xlsx")
    code, _, err = run(root, "import", "schedule.xlsx", "--yes")
    assert code == 0, err
    third = THIRD.replace("title: Colours", "title: Colours, again")
    assert records(root) == {**FILES, "2026-09-24-colours.md": third}
    sheet["A2"] = "never"
    book.save(root / "schedule.xlsx")
    code, _, err = run(root, "import", "schedule.xlsx", "--yes")
    assert (code, "schedule.xlsx:2:1: error: found 'never'" in err) == (1, True), err
    (root / "schedule.xlsx").write_bytes(b"PK\x03\x04 damaged")
    code, _, err = run(root, "import", "schedule.xlsx", "--into", "new", "--yes")
    assert (code, "[import-broken]" in err) == (1, True), err


def test_a_sheet_that_was_saved_by_libreoffice_comes_home(root: Path) -> None:
    rows = exported(root)
    rows[1]["title"] = "Colours,  again"
    table = [[*rows[0]], *([*row.values()] for row in rows)]
    (root / "schedule.ods").write_bytes(open_sheet(table))
    code, _, err = run(root, "import", "schedule.ods", "--yes")
    assert code == 0, err
    third = THIRD.replace("title: Colours", "title: Colours, again")
    assert records(root) == {**FILES, "2026-09-24-colours.md": third}


def test_a_sheet_that_was_opened_in_another_encoding_changes_nothing(root: Path) -> None:
    text = written(exported(root)).encode("utf-8-sig").decode("cp1252", "replace")
    code, out, err = bring_home(root, text.replace("Rays", "Light"))
    assert (code, out, "with the encoding UTF-8" in err) == (1, "", True), err
    assert records(root) == FILES


def test_it_asks_before_it_writes(root: Path) -> None:
    rows = exported(root)
    rows[1]["title"] = "X"
    code, out, err = bring_home(root, written(rows))
    assert (code, "add --yes to write them" in err) == (2, True)
    assert "+title: X" in out
    assert records(root) == FILES


def test_what_both_changed_is_told_and_left(root: Path) -> None:
    rows = exported(root)
    path = root / "syllabus/meetings/2026-09-03-rays.md"
    path.write_text(FIRST.replace('"Rays"', '"Light"').replace("'B 12'", "'C 3'"))
    rows[0]["title"] = "Sheet"  # in both
    rows[0]["time"] = "9:00"  # in the sheet alone; the room in the record alone
    code, _, err = bring_home(root, written(rows), "--yes")
    assert code == 0
    assert "schedule.csv:2:" in err
    assert "found 'Sheet' for 'title', and 'Light' in syllabus/meetings/2026-09-03-rays.md" in err
    assert "[sheet-conflict]" in err
    text = records(root)["2026-09-03-rays.md"]
    assert 'title: "Light"' in text
    assert "room: 'C 3'" in text
    assert "time: '9:00'" in text


def test_all_records_are_changed_or_none(root: Path) -> None:
    rows = exported(root)
    rows[0]["title"], rows[1]["title"] = "One", "Two"
    rows.append({"date": "2026-12-01", "title": "New"})
    (root / "syllabus/meetings/2026-09-24-colours.md").chmod(0o444)
    code, _, err = bring_home(root, written(rows), "--yes")
    assert (code, "2026-09-24-colours.md: it is read-only" in err) == (3, True), err
    assert records(root) == FILES


def test_rows_are_added_and_missing(root: Path) -> None:
    rows = exported(root)
    del rows[2]
    rows.append({"date": "2026-12-01", "title": "=1+1, the end", "stream": "rays; waves"})
    rows.append({"date": "TBD", "title": "Later"})
    rows.append({"speaker": "Ada Lens; Bo Prism", "date": "2 Dec 2026", "title": "Guests"})
    code, out, err = bring_home(root, written(rows), "--yes")
    assert code == 0, err
    assert "2026-10-05-lenses.md: has no row, and is left as it is" in err
    made = {name: text for name, text in records(root).items() if name not in FILES}
    assert {name: re.sub(r"id: \w+", "id", text) for name, text in made.items()} == {
        "2026-12-01-1-1-the-end.md": (
            "---\ndate: 2026-12-01\nstream: [rays, waves]\ntitle: '=1+1, the end'\nid\n---\n"
        ),
        "tbd-later.md": "---\ndate: TBD\ntitle: Later\nid\n---\n",
        "2026-12-02-guests.md": (
            "---\ndate: 2 Dec 2026\ntitle: Guests\nspeaker: [Ada Lens, Bo Prism]\nid\n---\n"
        ),
    }
    assert "+++ b/syllabus/meetings/2026-12-01-1-1-the-end.md" in out
    assert run(root, "check", "--strict")[0] == 0

    rows[-2]["title"] = "Later still"
    code, out, err = bring_home(root, written(rows), "--yes")
    assert code == 0, err
    assert err.count("[duplicate-row]") == 2
    assert "of which 'syllabus/meetings/2026-12-02-guests.md' has been made" in err
    assert records(root).keys() - FILES.keys() - made.keys() == {"tbd-later-still.md"}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("date", "2026-02-30", "schedule.csv:2:1: error"),
        ("date", "", "[missing-key]"),
        ("stream", "colours", "[unknown-stream]"),
        ("time", "25:00", "[bad-time]"),
        ("join", "not an address", "[bad-address]"),
        ("join", "{url: x, url: y}", "[duplicate-key]"),
        ("title", "a\x07b", "'title', expected text"),
        (
            "title",
            "#NAME?",
            "found '#NAME?' for 'title': the spreadsheet took a text for a formula",
        ),
        ("date", "Mon 13/11/2026", "[weekday-mismatch]"),
        ("status", "off", "[unknown-word]"),
    ],
)
def test_a_bad_cell_is_told_at_its_place_and_nothing_changes(
    key: str, value: str, said: str, root: Path
) -> None:
    rows = exported(root)
    rows[0][key] = value
    rows[1]["title"] = "Good"
    code, _, err = bring_home(root, written(rows), "--yes")
    assert (code, said in err) == (1, True), err
    assert "schedule.csv:2:" in err
    assert records(root) == FILES


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace(",title,", ",tilte,", 1), "did you mean 'title'?"),
        (lambda text: text.replace(",title,", ",date,", 1), "a second time [broken-sheet]"),
        (lambda text: text + '"open\r\n', "[broken-sheet]"),
        (lambda text: text.replace("2026-09-24-colours.md", "2026-09-03-rays.md"), "duplicate-row"),
        (lambda text: text.replace("2026-09-24-colours", "2026-09-24-colour"), "unknown-row"),
        (lambda text: text.replace("fingerprint", "finger"), "found no column 'fingerprint'"),
        (lambda text: text.replace(",file,", ",files,"), "found no column 'file'"),
        (lambda text: "", "[import-empty]"),
        (lambda text: "\0" * 100, "[import-kind]"),
        (lambda text: text + "\0", "[broken-sheet]"),
    ],
)
def test_a_sheet_that_is_none_is_told(change: Callable[[str], str], said: str, root: Path) -> None:
    _, _, err = bring_home(root, change(written(exported(root))), "--yes")
    assert said in err
    assert records(root) == FILES


def test_a_public_sheet_changes_what_it_has(root: Path) -> None:
    code, out, _ = run(root, "export", "--format", "csv", "--public")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert "join" not in rows[0]
    rows[0]["title"] = "New"
    assert bring_home(root, written(rows), "--yes")[0] == 0
    assert records(root)["2026-09-03-rays.md"] == FIRST.replace('"Rays"', '"New"')


def test_a_column_can_be_added(root: Path) -> None:
    rows = exported(root)
    rows[2]["topic"] = "-x, 2"
    code, _, err = bring_home(root, written(rows), "--yes")
    assert code == 0, err
    assert "title: Lenses – ψ\ntopic: '-x, 2'\nid: lenses" in records(root)["2026-10-05-lenses.md"]


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(("title", "topic", "reason", "date")),
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30),
        ),
        max_size=4,
    )
)
@example([{"title": '=1+1,"x"; \'', "topic": "'-", "date": "\n"}])
def test_any_cells_come_back(rows: list[dict[str, str]]) -> None:
    tidy = [
        {key: text for key, cell in row.items() if (text := " ".join(cell.split()))} for row in rows
    ]
    text = write_sheet([SheetRow(f"{n}.md", row) for n, row in enumerate(tidy)])
    assert is_own_sheet(text.encode())
    faults: list[Diagnostic] = []
    sheet = read_sheet(text.encode(), Path("x.csv"), faults)
    assert sheet is not None
    assert not faults
    for row, read in zip(tidy, sheet.rows, strict=True):
        found = {key: cell.text for key, cell in read.cells.items() if cell.text}
        assert found == {
            key: " ".join(cell.replace("\u00a0", " ").split()) for key, cell in row.items()
        }
        assert read.marks == {key: mark_of(cell) for key, cell in row.items()}
