"""A course to cite works in, and a server in the place of all services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.works.project import COURSE, LIBRARY, RECORD
from tests.works.services import Site, serving

from syllabus.cli import cite as command


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with serving() as site:
        monkeypatch.setattr(command, "SERVICES", site.services)
        monkeypatch.setattr(command, "LIMITS", site.limits)
        yield site


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "syllabus/course.yaml": COURSE,
        "syllabus/meetings/2026-09-03-rays.md": RECORD,
        "bib/optics.bib": LIBRARY,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    return tmp_path
