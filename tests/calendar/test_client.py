"""A calendar program that people use takes the feed in, and moves what was moved."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.calendar.courses import make_course, publish

from syllabus.workspace.layout import Layout

CONFIGURATION = """\
[calendars]
[[course]]
path = {folder}/events
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = America/Vancouver
default_timezone = America/Vancouver
[sqlite]
path = {folder}/khal.db
"""


class Khal:
    """khal with one calendar of its own, in a folder."""

    def __init__(self, folder: Path) -> None:
        (folder / "events").mkdir(parents=True)
        self.folder = folder
        self.configuration = folder / "config"
        self.configuration.write_text(CONFIGURATION.format(folder=folder), encoding="utf-8")

    def run(self, command: str, *arguments: str) -> str:
        program = [sys.executable, "-m", "khal", "-c", str(self.configuration), command]
        environment = {**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            [*program, *arguments],
            env=environment,
            check=True,
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
        ).stdout

    def take_in(self, layout: Layout, as_of: str) -> None:
        path = publish(layout, as_of).path
        assert path is not None
        self.run("import", "--batch", "-a", "course", str(path))

    def events(self) -> list[str]:
        shown = "{start} {end-time} {title} {status}|{categories}|{location}|{description}"
        listed = self.run("list", "--day-format", "", "--format", shown, "2021-04-01", "90d")
        return [line.strip() for line in listed.splitlines()]


def test_khal_moves_a_meeting_that_is_rescheduled(tmp_path: Path) -> None:
    lenses = (
        "date: 2021-04-15\ntitle: Lenses; an Introduction\nstream: [waves, rays]\n"
        "join: {url: https://meet.example/optics}\n---\n\nWith prisms, too.\n"
    )
    mirrors = "date: 2021-04-22\ntime: 9:30\ntitle: Mirrors\n---\n"
    layout = make_course(tmp_path / "course", lenses=lenses, mirrors=mirrors)
    khal = Khal(tmp_path / "khal")
    khal.take_in(layout, "2021-04-01")
    first = [
        "2021-04-15 07:00 08:30 Lenses; an Introduction CONFIRMED |Waves,Rays"
        "|https://meet.example/optics|Join the Meeting: https://meet.example/optics",
        "",
        "With prisms, too.",
    ]
    assert khal.events() == [*first, "2021-04-22 00:30 02:00 Mirrors CONFIRMED |||"]
    record = layout.meetings / "mirrors.md"
    record.write_text(
        "---\ndate: 2021-06-10\ntitle: Curved Mirrors\n---\n",  # and at the course's time
        encoding="utf-8",
    )
    khal.take_in(layout, "2021-04-02")
    assert khal.events() == [*first, "2021-06-10 07:00 08:30 Curved Mirrors CONFIRMED |||"]
    record.unlink()
    khal.take_in(layout, "2021-04-03")
    assert khal.events()[3:] == ["2021-06-10 07:00 08:30 Curved Mirrors (cancelled) CANCELLED |||"]
