"""Lines that begin with a date: how many are a schedule, what is due there, and which room."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importing.moving import move, write

HEAD = "# Bird Club\n\nWe meet in the park.\n\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.md", "- 3 May 2027: Warblers\n- 17 May 2027: Owls\n"),
        ("numbers.md", "1. Monday, May 3: Warblers\n2. Monday, May 17: Owls\n"),
        ("headings.md", "## 3 May 2027: Warblers\n\nOne.\n\n## 17 May 2027: Owls\n\nTwo.\n"),
        ("lines.md", "**3 May 2027: Warblers**\n\nOne.\n\n**17 May 2027: Owls**\n\nTwo.\n"),
        ("terms.html", "<dl><dt>3 May 2027: Warblers<dd>One.<dt>17 May 2027: Owls<dd>Two.</dl>"),
        ("table.md", "| Date | Topic |\n|--|--|\n| 3 May 2027 | Warblers |\n| TBD | Owls |\n"),
        ("days.md", "Das ist die Liste:\n\n3. Mai 2027: Warblers\n17. Mai 2027: Owls\n"),
    ],
)
def test_two_dates_are_a_schedule_where_there_is_no_other(
    name: str, text: str, tmp_path: Path
) -> None:
    head = HEAD if name.endswith("md") else "<html><h1>Bird Club</h1><p>We meet.</p>"
    language = "de" if name == "days.md" else "en"
    moved = move(tmp_path / "course", *write(tmp_path, {name: head + text}), language=language)
    first, second = [*moved.meetings]
    assert first == "2027-05-03-warblers"
    assert second in ("2027-05-17-owls", "tbd-owls")


@pytest.mark.parametrize(
    "text",
    [
        "- 3/4: founded\n- 10/4: first prize\n",  # which number is the month?
        "- 3 May 1987: founded\n- 12 June 1990: first prize\n",
        "- Warblers\n- 3 May 2027: Owls\n",
    ],
)
def test_what_is_no_schedule_stays_text_and_the_report_says_so(text: str, tmp_path: Path) -> None:
    moved = move(tmp_path / "course", *write(tmp_path, {"club.md": HEAD + text}))
    assert not moved.meetings
    assert any(each.startswith("no schedule was found") for each in moved.report.doubts)
    assert text.split(":")[1].split("\n")[0] in moved.read("syllabus/sections/general.md")


DUE = {
    "en.md": """# Data, Fall 2026

We meet here.

Sep 3
:   Introduction

    HW 0 due

Sep 10
:   Lists
:   Homework 1 is due at 5 pm
:   This paper is due to Hoare, who wrote it

    Review of HW due dates

    Labour law, where wages are due

    **Due**

    Nothing, as we have no time

    Bring a lamp
""",
    "de.md": """# Daten, Wintersemester 2026/27

Wir treffen uns in der Mensa und reden über das Buch, das nicht dick ist.

- 3. September 2026: Einführung
  - Abgabe: Blatt 0
- 10. September 2026: Listen
  - Kapitel 2
  - Blatt 1 ist fällig, 17 Uhr
- 17. September 2026: Blatt 2 fällig
""",
    "fr.html": """<html lang="fr"><h1>Structures, automne 2026</h1><p>Nous lisons.</p>
<dl><dt>3 septembre<dd>Introduction<dd><strong>DM 0</strong> à rendre
<dt>10 septembre<dd>Listes<dd><b>À rendre</b><dd>TP 1 à 17 h</dl>""",
}


@pytest.mark.parametrize("name", DUE)
def test_a_line_that_says_what_is_due_is_a_deadline(name: str, tmp_path: Path) -> None:
    moved = move(tmp_path / "course", *write(tmp_path, {name: DUE[name]}))
    assert not moved.faults()
    due = {
        stem[:10]: moved.fields(stem) for stem, text in moved.meetings.items() if "deadline" in text
    }
    titles = {"en": ["HW 0", "Homework 1"], "de": ["Blatt 0", "Blatt 1", "Blatt 2"],
              "fr": ["DM 0", "TP 1"]}  # fmt: skip
    assert [each["title"] for each in due.values()] == titles[name[:2]]
    assert due["2026-09-10"]["time"] == "17:00"
    left = [text for stem, text in moved.meetings.items() if "deadline" not in text]
    assert len(left) == 2
    for kept in ("who wrote it", "HW due dates", "Labour law", "## Due\n\nNothing", "a lamp"):
        assert (kept in left[1]) is (name == "en.md")


@pytest.mark.parametrize(
    ("language", "heading", "room", "title"),
    [
        ("en", "May 3, 2027, Room 3: Lenses", "Room 3", "Lenses"),
        ("en", "May 3, 2027, Room 3, 5 pm: Lenses", "Room 3", "Lenses"),
        ("en", "Room 3: May 3, 2027: Lenses", "Room 3", "Lenses"),
        ("en", "May 3, 2027: Lenses (Room 12)", "Room 12", "Lenses"),
        ("en", "May 3, 2027: Room with a view", None, "Room with a view"),
        ("en", "May 3, 2027: Hall effect", None, "Hall effect"),
        ("de", "Raum 101 – 3. Mai 2027: Linsen", "Raum 101", "Linsen"),
        ("de", "3. Mai 2027 (HS 2): Linsen", "HS 2", "Linsen"),
        ("fr", "3 mai 2027, salle B12 : Lentilles", "salle B12", "Lentilles"),
        ("es", "3 de mayo de 2027: Espejos (aula B-12)", "aula B-12", "Espejos"),
        ("it", "3 maggio 2027 - Aula 7 - Lenti", "Aula 7", "Lenti"),
        ("pt", "3 de maio de 2027: Aula 3: Lentes", None, "'Aula 3: Lentes'"),
        ("pt", "3 de maio de 2027, sala 3: Lentes", "sala 3", "Lentes"),
        ("nl", "3 mei 2027, zaal 4: Lenzen", "zaal 4", "Lenzen"),
        ("el", "3 Μαΐου 2027, αίθουσα 5: Φακοί", "αίθουσα 5", "Φακοί"),
        ("ja", "2027年5月3日 101教室：レンズ", "'101教室'", "レンズ"),
    ],
)
def test_a_room_in_a_heading(
    language: str, heading: str, room: str | None, title: str, tmp_path: Path
) -> None:
    paths = write(tmp_path, {"plan.md": f"# Optics\n\nText.\n\n## {heading}\n\nText.\n"})
    moved = move(tmp_path / "course", *paths, language=language)
    found = moved.fields("2027-05-03")
    assert (found.get("room"), found["title"]) == (room, title)
    assert ("5 pm" in heading) is ("time: 17:00" in moved.read("syllabus/course.yaml"))
