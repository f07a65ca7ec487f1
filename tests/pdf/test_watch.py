"""`syllabus build --watch` in a real terminal: on every save a new PDF, until Ctrl-C."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.robustness.project import (
    entitle,
    left_over,
    make_project,
    use_template,
)
from tests.terminal import INTERRUPT, TerminalSession
from tests.waiting import living, wait_until, wait_until_gone

DAY = "2026-09-05"
FOOTER = "watching for changes; Ctrl-C ends"
BUILT = r"\d\d:\d\d:\d\d build/optics-2026-09-05\.pdf: 1 page, \d+\.\d s\n"
SAME = r"\d\d:\d\d:\d\d build/optics-2026-09-05\.pdf: 1 page, nothing has changed\n"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SLOW = r"\def\again#1{\count0=0 \loop\advance\count0 1 \ifnum\count0<1500000 \repeat}\again{}"


def title_of(pdf: Path) -> str:
    shown = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
    return shown.stdout.split("1 ")[-1].split("\n")[0]


class Watched:
    """A session that is watching, and what was last seen of it."""

    def __init__(self, session: TerminalSession) -> None:
        self.session = session
        self.place = 0
        self.pauses: list[float] = []

    def expect(self, *patterns: str) -> None:
        """Wait for something to be printed, and then for nothing more to do."""
        for pattern in patterns:
            self.place = self.session.wait_for(pattern, self.place).end()
        self.place = self.session.wait_for(FOOTER, self.place).end()

    def after(self, save: Callable[[], object], *patterns: str) -> None:
        save()
        self.expect(*patterns)


def test_every_save_is_followed_by_a_build(tmp_path: Path) -> None:
    layout = make_project(tmp_path / "course")
    root, pdf = layout.root, layout.build / "optics.pdf"
    record = layout.meetings / "2026-09-03-rays.md"
    front = record.read_text()
    viewer = tmp_path / "bin" / "xdg-open"
    viewer.parent.mkdir()
    viewer.write_text(f"#!/bin/sh\necho \"$1\" >> '{tmp_path}/shown'\n")
    viewer.chmod(0o755)
    path = {"PATH": f"{viewer.parent}:{os.environ['PATH']}"}
    with TerminalSession(
        root, "build", "--watch", "--open", "--as-of", DAY, environment=path
    ) as session:
        watched = Watched(session)
        watched.expect(BUILT)
        waves = layout.course.read_text().replace("Rays", "Waves")

        # As editors save: in place, and by a file that takes the other's place.
        layout.course.write_text(waves)
        session.wait_for(BUILT, watched.place)
        assert title_of(pdf) == "Waves"
        watched.expect(BUILT)
        (layout.course.parent / ".course.yaml.swp").write_text(waves.replace("Waves", "Lenses"))
        watched.after(
            lambda: (layout.course.parent / ".course.yaml.swp").replace(layout.course), BUILT
        )
        good = pdf.read_bytes()
        assert title_of(pdf) == "Lenses"

        # A fault leaves the last PDF, and once it is mended all goes on.
        with record.open("a") as file:
            file.write(
                "See @hecht2017, ![a lens](../../figures/lens.png)\n\n```{include} why.md\n```\n"
            )
        watched.expect(
            r"no handout: 3 errors\n", "missing-file", "missing-image", "missing-include"
        )
        assert pdf.read_bytes() == good
        # Files and folders that were not there.
        (root / "figures").mkdir()
        watched.after(
            lambda: (root / "figures/lens.png").write_bytes(PIXEL), r"no handout: 2 errors\n"
        )
        layout.blocks.mkdir()
        watched.after(
            lambda: (layout.blocks / "why.md").write_text("Why?\n"), r"no handout: 1 error\n"
        )
        (root / "bib").mkdir()
        entry = "@book{hecht2017, author = {Hecht, Eugene}, title = {Optics}, year = {2017}}\n"
        watched.after(lambda: (root / "bib/optics.bib").write_text(entry), BUILT)
        # Files that course.yaml names, and templates.
        named = "bibliography: library/optics.bib\nstyle: library/own.csl\n"
        watched.after(
            lambda: layout.course.write_text(layout.course.read_text() + named),
            r"no handout: 2 errors\n",
        )
        (root / "library").mkdir()
        watched.after(
            lambda: (root / "bib/optics.bib").rename(root / "library/optics.bib"),
            r"no handout: 1 error\n",
            "unknown-style",
        )
        watched.after(lambda: (root / "library/own.csl").write_text("<"), "broken-style")
        watched.after(lambda: layout.course.write_text(waves), "missing-file")
        watched.after(lambda: record.write_text(front), BUILT)
        watched.after(lambda: use_template(layout, "% another"), BUILT)
        # Records that come and go, and with them all others.
        new = layout.meetings / "2026-09-10-new.md"
        watched.after(lambda: new.write_text("---\ndate: 2026-09-10\n---\n"), "missing-key")
        watched.after(new.unlink, SAME)
        watched.after(lambda: shutil.move(layout.course.parent, root / "away"), "missing-file")
        watched.after(lambda: shutil.move(root / "away", layout.course.parent), SAME)

        # What is saved while TeX runs is in the PDF that is there in the end.
        seen = len(session.text)
        use_template(layout, SLOW)
        session.wait_for("typesetting the pages, pass 1", watched.place)
        entitle(layout, "Colours")
        watched.expect(BUILT, BUILT)
        assert title_of(pdf) == "Colours"
        assert "error" not in session.text[seen:]

        # Nothing that is written beside the records or by the build itself is a reason to build.
        layout.history.mkdir(exist_ok=True)
        (layout.history / "2026-08-01.md").write_text("mine\n")
        (layout.build / "notes.txt").write_text("mine\n")
        (root / "README.md").write_text("# Optics\n")
        (layout.meetings / ".2026-09-03-rays.md.swp").write_text("")
        time.sleep(1)
        session.press(INTERRUPT)
        assert session.end() == 0
    assert session.text[watched.place :].strip("^C\r") == ""
    assert (tmp_path / "shown").read_text() == f"{layout.build / f'optics-{DAY}.pdf'}\n"
    wait_until_gone(root)
    assert not left_over(root)


def test_ctrl_c_ends_tex_too(tmp_path: Path) -> None:
    layout = make_project(tmp_path)
    with TerminalSession(tmp_path, "build", "--watch", "--as-of", DAY) as session:
        session.wait_for(FOOTER)
        good = (layout.build / "optics.pdf").read_bytes()
        use_template(layout, r"\def\again{\again}\again")
        session.wait_for("typesetting the pages, pass 1")
        wait_until(lambda: any("pdflatex" in command for command in living(tmp_path)))
        session.press(INTERRUPT)
        assert session.end() == 0
    assert (layout.build / "optics.pdf").read_bytes() == good
    wait_until_gone(tmp_path)
    assert not left_over(tmp_path)
