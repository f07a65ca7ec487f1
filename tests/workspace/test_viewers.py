"""Files that are opened in the program for them, and what is said where there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from syllabus.cli.terminal import Terminal
from syllabus.workspace import system

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="xdg-open is Linux's")

LINES = "".join(f"echo 'xdg-open: no method available {number}' >&2\n" for number in range(6))


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (None, "cannot show optics.pdf: 'xdg-open' is not installed; open it yourself\n"),
        (
            f"#!/bin/sh\n{LINES}exit 3\n",
            "cannot show optics.pdf: no program for it was found; open it yourself\n",
        ),
        (
            "#!/no/such/shell\n",
            "cannot show optics.pdf: 'xdg-open' cannot be run: no such file or directory;"
            " open it yourself\n",
        ),
        (f"#!/bin/sh\n{LINES}echo opened\n", ""),
        ("#!/bin/sh\nexec /bin/sleep 60\n", ""),  # a viewer that stays
    ],
    ids=["missing", "nothing to open it", "broken", "at once", "stays"],
)
def test_a_missing_viewer_costs_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    script: str | None,
    expected: str,
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    stays = script is not None and "sleep" in script
    monkeypatch.setattr(system, "_LONGEST_START", 0.2 if stays else 60)
    viewers: list[subprocess.Popen[bytes]] = []
    monkeypatch.setattr(system, "_viewers", viewers)
    if script is not None:
        program = tmp_path / "xdg-open"
        program.write_text(script)
        program.chmod(0o755)
    Terminal(tmp_path).show(tmp_path / "optics.pdf")
    assert capfd.readouterr() == ("", expected)
    for viewer in viewers:
        assert (viewer.poll() is None) == stays
        viewer.kill()
        viewer.wait()


def test_a_quiet_program_does_not_say_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    Terminal(tmp_path, quiet=True).show(tmp_path / "optics.pdf")
    assert capfd.readouterr() == ("", "")
