"""How long builds take: `make bench`.

Builds of this repository's own handout alternate with plain latexmk on the same .tex, so that a
machine which is busy for a while is so for all of them. Times are medians, in seconds.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).parents[1]
ROUNDS = 7


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        project, plain = Path(folder) / "project", Path(folder) / "latexmk"
        for name in ("syllabus", "bib", "templates"):
            shutil.copytree(REPOSITORY / name, project / name)
        build(project, "--tex")
        shutil.copytree(
            project / "build", Path(folder) / "tex", ignore=shutil.ignore_patterns(".*")
        )
        (tex,) = (Path(folder) / "tex").glob("*.tex")

        def plain_latexmk() -> None:
            shutil.rmtree(plain, ignore_errors=True)
            shutil.copytree(tex.parent, plain)
            run(plain, "latexmk", "-norc", "-pdf", "-interaction=batchmode", tex.name)

        def cold() -> None:
            shutil.rmtree(project / "build")
            build(project)

        rows: dict[str, tuple[Callable[[], None], list[float]]] = {
            "latexmk -norc -pdf, cold": (plain_latexmk, []),
            "syllabus build, cold": (cold, []),
            "syllabus build, nothing to do": (lambda: build(project), []),
        }
        for _ in range(ROUNDS):
            for action, times in rows.values():
                begun = time.perf_counter()
                action()
                times.append(time.perf_counter() - begun)
    print(f"{'':32}{'median':>8}{'fastest':>9}")
    for name, (_, times) in rows.items():
        print(f"{name:32}{median(times):8.2f}{min(times):9.2f}")


def build(project: Path, *options: str) -> None:
    command = Path(sys.executable).with_name("syllabus")
    run(project, command, "-q", "build", "--as-of", "2021-04-14", *options)


def run(folder: Path, *command: str | Path) -> None:
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ended.returncode:
        sys.exit(ended.stdout + ended.stderr)


if __name__ == "__main__":
    main()
