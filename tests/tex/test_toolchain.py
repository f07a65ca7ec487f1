"""What is said to be here is here; what is missing is named with a command that brings it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from syllabus.tex.install import how_to_install
from syllabus.tex.toolchain import ToolKind, find_toolchain

TEMPLATES = Path(__file__).parents[2] / "templates"


def test_everything_required_is_found_on_a_machine_that_builds() -> None:
    toolchain = find_toolchain()
    assert toolchain.missing == ()
    for tool in toolchain.tools:
        if tool.required:
            assert tool.path is not None
            assert tool.path.is_file()
    versions = {tool.name: tool.version for tool in toolchain.tools}
    assert re.fullmatch(r"4\.\d+[a-z]?", versions["latexmk"] or "")
    assert (versions["pdflatex"] or "").startswith("TeX Live 2")


def test_every_package_that_the_templates_load_is_looked_for() -> None:
    text = "\n".join(path.read_text() for path in TEMPLATES.glob("*.tex"))
    groups = re.findall(r"\\usepackage(?:\[[^\]]*\])?\{([^}]*)\}", text)
    loaded = {f"{name}.sty" for group in groups for name in group.split(",")}
    assert loaded
    assert loaded <= {tool.name for tool in find_toolchain().tools}


def test_no_program_is_looked_for_that_a_build_does_not_start() -> None:
    programs = {tool.name for tool in find_toolchain().tools if tool.kind is ToolKind.PROGRAM}
    assert programs == {"latexmk", "pdflatex", "kpsewhich", "lualatex", "bwrap"}


def test_on_a_bare_machine_everything_is_missing_and_nothing_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    toolchain = find_toolchain()
    required = tuple(tool for tool in toolchain.tools if tool.required)
    assert toolchain.missing == required
    assert "latexmk" in str(how_to_install(toolchain.missing))


def test_a_program_in_a_relative_folder_of_the_path_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = tmp_path / "latexmk"
    planted.touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".")
    (latexmk,) = [tool for tool in find_toolchain().tools if tool.name == "latexmk"]
    assert latexmk.path is None
