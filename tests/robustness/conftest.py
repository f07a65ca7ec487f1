"""A project that was built once, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.robustness.project import good_build, make_project

from syllabus.workspace.layout import Layout


@pytest.fixture(scope="session")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[Layout, str]:
    layout = make_project(tmp_path_factory.mktemp("first"))
    return layout, good_build(layout)


@pytest.fixture
def good(first_build: tuple[Layout, str]) -> str:
    """Return the hash of the PDFs in `layout`."""
    return first_build[1]


@pytest.fixture
def layout(first_build: tuple[Layout, str], tmp_path: Path) -> Layout:
    root = tmp_path / "course"
    shutil.copytree(first_build[0].root, root)
    return Layout(root)
