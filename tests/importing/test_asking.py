"""What the files leave open is asked on a terminal, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

from tests.importing.moving import write
from tests.terminal import TerminalSession

PLAN = "Date,Topic\n3/4/2025,A\n4/5/2025,B\n5/6/2025,C\n"
COMMAND = ("import", "plan.csv", "--into", "optics", "--no-build")


def test_on_a_terminal_it_asks(tmp_path: Path) -> None:
    write(tmp_path, {"plan.csv": PLAN})
    with TerminalSession(tmp_path, *COMMAND, environment={"TZ": "Europe/Oslo"}) as session:
        place = 0
        for question, answer in (
            ("which number comes first? [mdy]: ", "ymd\n"),
            ("which number comes first? [mdy]: ", "dmy\n"),
            ("Time zone of the meetings [Europe/Oslo]: ", "PST\n"),
            ("Time zone of the meetings [Europe/Oslo]: ", "America/Vancouver\n"),
            ("Time of the meetings [TBA]: ", "6 pm\n"),
        ):
            place = session.wait_for(re.escape(question), place).end()
            session.press(answer)
        assert session.end() == 0, session.text
        assert "found 'ymd', expected mdy or dmy" in session.text
    course = (tmp_path / "optics/syllabus/course.yaml").read_text()
    assert "zone: America/Vancouver\n" in course
    assert "time: 6 pm\n" in course
    meetings = sorted((tmp_path / "optics/syllabus/meetings").iterdir())
    assert [path.name[:10] for path in meetings] == ["2025-04-03", "2025-05-04", "2025-06-05"]
    assert "time:" not in meetings[0].read_text()


def test_with_yes_it_takes_the_likeliest(tmp_path: Path) -> None:
    write(tmp_path, {"plan.csv": PLAN})
    with TerminalSession(tmp_path, *COMMAND, "--yes") as session:
        assert session.end() == 0
        assert "which number" not in session.text
    assert (tmp_path / "optics/syllabus/meetings/2025-03-04-a.md").exists()
