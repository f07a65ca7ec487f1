"""README's five minutes work as they are printed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
FILES = {
    "syllabus/course.yaml": "yaml",
    "syllabus/meetings/2021-04-15-phase-contrast.md": "markdown",
    "bib/optics.bib": "bibtex",
}
COMMAND = [sys.executable, "-c", "from syllabus.cli import main; main(prog_name='syllabus')"]


def session(name: str) -> str:
    """Return what README prints for the first command that starts with `name`."""
    lines = iter(README.split("\n"))
    for line in lines:
        if line.startswith(f"    $ syllabus {name}"):
            break
    printed = []
    for line in lines:
        if not line.startswith("    ") or line.startswith("    $"):
            break
        printed.append(line.removeprefix("    ").rstrip())
    assert printed
    return "\n".join(printed)


def run(folder: Path, *arguments: str) -> str:
    finished = subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return "\n".join(line.rstrip() for line in finished.stdout.rstrip().split("\n"))


def without_time(text: str) -> str:
    return re.sub(r"\d+\.\d s", "N s", text)


def test_a_course_of_your_own_takes_five_minutes(tmp_path: Path) -> None:
    for name, language in FILES.items():
        assert f"`{name}`" in README
        match = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
        assert match is not None
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(match[1], encoding="utf-8")
    built = run(tmp_path, "build", "--as-of", "2021-04-14")
    assert without_time(built) == without_time(session("build"))
    assert run(tmp_path, "list", "--as-of", "2021-04-14") == session("list")

    record = tmp_path / "syllabus/meetings/2021-04-15-phase-contrast.md"
    record.write_text(record.read_text("utf-8").replace("[@zernike", "[@zernicke"), "utf-8")
    assert re.sub(r"\n\n", "\n", run(tmp_path, "check")) == session("check")


def test_every_file_that_the_readme_names_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (Path(__file__).parents[1] / target).exists(), target
