"""Whole schedules of made-up courses, of really different kinds: `foreign/`, and one workbook."""

from __future__ import annotations

import io
from datetime import date, time
from pathlib import Path

import openpyxl

FOREIGN = Path(__file__).with_name("foreign")

_SUMMER = """
Week 1: Foundations
2026-06-01|9:00|10:30|What a glacier is|Aroha Tane|Aud. 1|Handbook, ch. 1
|11:00|12:30|Mass balance on paper|Leif Sørdal|Aud. 1|Handbook, ch. 2
|14:00|16:00|Lab: reading stakes|Leif Sørdal; Aroha Tane|Lab 2|
2026-06-02|9:00|10:30|Ice flow|Chiara Moretti (ETH)|Aud. 1|Handbook, ch. 4; her notes
|11:00|12:30|Sliding at the bed|Chiara Moretti (ETH)|Aud. 1|https://ice.example/sliding.pdf
2026-06-03|||Excursion to the outlet glacier|||Warm clothes; the bus leaves at 7:00
2026-06-04|9:00|10:30|Remote sensing I|Kwabena Asare|PC room|
|11:00|12:30|Remote sensing II: exercise|Kwabena Asare|PC room|Bring a laptop
2026-06-05|9:00|12:00|Project time||Library|
2026-06-06|||No class (weekend)|||
Week 2: Glaciers and climate
2026-06-08|9:00|10:30|Energy balance|Aroha Tane|Aud. 1|Handbook, ch. 7
|11:00|12:30|Degree-day models|Leif Sørdal|Aud. 1|Handbook, ch. 8
2026-06-09|9:00|10:30|Ice cores|Maëlle Kerjean (Brest)|Aud. 2|
|11:00|12:30|Sea level|Maëlle Kerjean (Brest)|Aud. 2|
2026-06-10|10:00|11:00|cancelled (speaker ill)|||
2026-06-11|9:00|12:00|Student talks|all|Aud. 1|
2026-06-12|9:00|10:00|Closing and farewell|Aroha Tane|Aud. 1|
"""


def summer_school() -> bytes:
    """Return the workbook of a summer school: merged titles, real dates and times, three sheets."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Programme"
    sheet.append(["Glacier Summer School, Finse, June 2026"])
    sheet.merge_cells("A1:G1")
    sheet.append(["All times are local. Changes are posted at the reception."])
    sheet.merge_cells("A2:G2")
    sheet.append([])
    sheet.append(["Date", "From", "To", "Topic", "Lecturer", "Room", "Preparation"])
    rows = [line.split("|") for line in _SUMMER.strip().split("\n")]
    for row, after in zip(rows, [*rows[1:], [""]], strict=True):
        sheet.append([_value(cell) for cell in row])
        here = sheet.max_row
        if len(row) == 1:
            sheet.merge_cells(start_row=here, end_row=here, start_column=1, end_column=7)
        elif row[0]:
            sheet.cell(here, 1).number_format = "ddd d mmm yyyy"
            start = here
        elif len(after) == 1 or after[0]:
            sheet.merge_cells(start_row=start, end_row=here, start_column=1, end_column=1)
    people = book.create_sheet("Lecturers")
    people.append(["Name", "Institute", "Mail"])
    people.append(["Aroha Tane", "Dunedin", "aroha@ice.example"])
    people.append(["Leif Sørdal", "Bergen", "leif@ice.example"])
    costs = book.create_sheet("Costs")
    costs.sheet_state = "hidden"
    costs.append(["Bus", 12000])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _value(cell: str) -> object:
    if cell[:4] == "2026":
        return date.fromisoformat(cell)
    if len(cell) in (4, 5) and cell[-3] == ":":
        return time.fromisoformat(cell.zfill(5))
    return cell or None
