"""Imports in a folder of a test, and what comes out of them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from syllabus.diagnostics import Diagnostic, Severity
from syllabus.front.check import check_project
from syllabus.importing import ImportOptions, Question, Report, WordComparison, plan_import
from syllabus.importing.pandoc import find_pandoc
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.scaffold import write_files
from syllabus.workspace.layout import Layout

TODAY = date(2026, 11, 29)


@dataclass(frozen=True)
class Moved:
    """A project that was made by an import."""

    layout: Layout
    report: Report

    def read(self, name: str) -> str:
        return (self.layout.root / name).read_text(encoding="utf-8")

    @property
    def meetings(self) -> dict[str, str]:
        """The records by their names without the ending."""
        paths = sorted(self.layout.meetings.glob("*.md"))
        return {path.stem: path.read_text(encoding="utf-8") for path in paths}

    def fields(self, stem: str) -> dict[str, str]:
        """Return the front matter of the record whose name begins so, line by line."""
        text = next(text for name, text in self.meetings.items() if name.startswith(stem))
        front = text.split("---\n")[1]
        return dict(re.findall(r"^(\w+): ?(.*)$", front, flags=re.MULTILINE))

    def faults(self) -> list[Diagnostic]:
        """Return errors and warnings, except for what this machine lacks."""
        found = check_project(self.layout).diagnostics
        return [
            fault
            for fault in found
            if fault.severity > Severity.NOTE and fault.code != "no-hyphenation"
        ]

    def compared(self, as_of: str = "2022-03-02") -> WordComparison:
        """Build the handout, and compare its words, as poppler reads them."""
        outcome = build_handout(BuildRequest(self.layout, as_of=as_of), lambda message: None)
        assert outcome.path is not None, outcome.diagnostics
        run = subprocess.run(
            ["pdftotext", "-raw", str(outcome.path), "-"], capture_output=True, check=True
        )
        return self.report.compared(run.stdout.decode())


def likeliest(question: Question) -> str:
    return question.likeliest


def move(root: Path, *paths: Path, ask: object = likeliest, **options: Any) -> Moved:
    """Import files into a new project in `root`."""
    planned = plan_import(
        paths,
        ImportOptions(**options),
        root,
        TODAY,
        "Europe/Berlin",
        ask,  # type: ignore[arg-type]
    )
    write_files(planned.files, root, root / "syllabus")
    return Moved(Layout(root), planned.report)


def write(folder: Path, files: Mapping[str, str | bytes]) -> list[Path]:
    paths = []
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        paths.append(path)
    return paths


def turned(source: Path, target: Path) -> Path:
    """Have pandoc make another kind of document of one."""
    program = find_pandoc()
    assert program is not None
    command = [program, "--standalone", "--mathjax", str(source), "--output", str(target)]
    subprocess.run([*command, "--quiet"], check=True)
    return target
