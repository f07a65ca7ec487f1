"""What is missing comes with one command that is enough, on every system and by every installer."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from syllabus.tex.install import BARE, how_to_install
from syllabus.tex.toolchain import Tool, find_toolchain
from syllabus.workspace import system

ALL = "latexmk lmodern texlive-fonts-recommended texlive-latex-recommended"
ALL_SUSE = (
    "texlive-collection-fontsrecommended texlive-collection-latexrecommended texlive-latexmk"
    " texlive-lm"
)


class Machine:
    """A machine that has no program but those that it is given."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "bin"
        self.folder.mkdir()
        self.patch = patch
        patch.setenv("PATH", str(self.folder))
        patch.setenv("PATHEXT", "")
        self.be("linux", root=True)

    def be(self, name: str, *, root: bool = False) -> None:
        self.patch.setattr(system, "WINDOWS", name == "windows")
        self.patch.setattr(system, "MACOS", name == "macos")
        self.patch.setattr(system, "is_root", lambda: root)

    def have(self, *programs: str) -> None:
        for name in programs:
            (self.folder / name).write_text("#!/bin/sh\n")
            (self.folder / name).chmod(0o755)

    def have_files(self, *missing: str) -> None:
        """Have a TeX that finds every file but these."""
        kpsewhich = self.folder / "kpsewhich"
        cases = "".join(f"{name}) ;; " for name in missing)
        kpsewhich.write_text(
            f'#!/bin/sh\nfor name; do case "$name" in {cases}*) echo "/tex/$name" ;; esac; done\n'
        )
        kpsewhich.chmod(0o755)
        self.have("pdflatex", "latexmk")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def tools(*names: str) -> tuple[Tool, ...]:
    return tuple(tool for tool in find_toolchain().tools if tool.name in names)


@pytest.mark.parametrize(
    ("os_name", "programs", "said"),
    [
        (
            "linux",
            "apt-get",
            "install with: apt-get update && apt-get install --no-install-recommends " + ALL,
        ),
        (
            "linux",
            "dnf",
            "install with: dnf install latexmk texlive-collection-fontsrecommended"
            " texlive-collection-latexrecommended texlive-lm",
        ),
        ("linux", "zypper", "install with: zypper install " + ALL_SUSE),
        (
            "linux",
            "pacman",
            "install with: pacman -Syu texlive-binextra texlive-fontsrecommended"
            " texlive-latexrecommended",
        ),
        ("linux", "", "install: TeX Live with latexmk, from https://www.tug.org/texlive/"),
        ("macos", "brew", "install with: brew install --cask mactex-no-gui"),
        ("macos", "", "get: MacTeX from https://www.tug.org/mactex/"),
        (
            "windows",
            "winget",
            "install with: winget install MiKTeX.MiKTeX StrawberryPerl.StrawberryPerl",
        ),
        ("windows", "", "get: TeX Live from https://www.tug.org/texlive/windows.html"),
    ],
)
def test_without_tex_all_that_a_build_needs_comes_at_once(
    machine: Machine, os_name: str, programs: str, said: str
) -> None:
    machine.be(os_name, root=True)
    machine.have(*programs.split())
    assert str(how_to_install(tools("latexmk"))) == said


@pytest.mark.parametrize(
    ("os_name", "programs", "said"),
    [
        ("linux", "apt-get", "apt-get update && apt-get install --no-install-recommends {}"),
        ("linux", "dnf", "dnf install {}"),
        ("linux", "zypper", "zypper install {}"),
        ("linux", "pacman", "pacman -Syu {}"),
        ("linux", "tlmgr", "tlmgr install booktabs lm"),
        ("macos", "tlmgr brew", "tlmgr install booktabs lm"),
        ("windows", "tlmgr", "tlmgr install booktabs lm"),
        ("windows", "mpm winget", "mpm --install=booktabs --install=lm"),
    ],
)
def test_where_tex_is_there_what_it_lacks_comes_all_at_once(
    machine: Machine, os_name: str, programs: str, said: str
) -> None:
    machine.have(*programs.split())
    machine.have_files("booktabs.sty", "lmodern.sty")
    machine.be(os_name, root=True)
    packages = {
        "apt-get": "lmodern texlive-latex-recommended",
        "dnf": "texlive-collection-latexrecommended texlive-lm",
        "zypper": "texlive-collection-latexrecommended texlive-lm",
        "pacman": "texlive-fontsrecommended texlive-latexrecommended",
    }
    expected = f"install with: {said.format(packages.get(programs))}"
    assert str(how_to_install(tools("lmodern.sty"))) == expected


def test_what_is_needed_for_one_text_alone_comes_alone(machine: Machine) -> None:
    machine.have("apt-get")
    machine.have_files("booktabs.sty", "FreeSerif.otf")
    assert how_to_install(tools("FreeSerif.otf")).command.endswith("recommends fonts-freefont-otf")


def test_who_is_not_root_is_told_how_to_be(machine: Machine) -> None:
    machine.have("apt-get")
    machine.be("linux")
    command = f"apt-get update && apt-get install --no-install-recommends {ALL}"
    assert str(how_to_install(tools("latexmk"))) == f"as root, run: {command}"
    machine.have("sudo")
    assert how_to_install(()).command == command.replace("apt-get ", "sudo apt-get ")


@pytest.mark.parametrize("os_name", ["linux", "macos"])
def test_a_tex_of_the_users_own_needs_no_root(machine: Machine, os_name: str) -> None:
    machine.have("tlmgr", "sudo")
    machine.have_files("booktabs.sty")
    machine.be(os_name)
    assert how_to_install(tools("booktabs.sty")).command == "tlmgr install booktabs"
    machine.patch.setattr("os.access", lambda path, mode: mode != 2)
    assert how_to_install(tools("booktabs.sty")).command == "sudo tlmgr install booktabs"


@pytest.mark.skipif(shutil.which("apt-cache") is None, reason="this is no Debian")
def test_debian_has_every_package_that_is_named() -> None:
    names = {*BARE, *(tool.debian for tool in find_toolchain("de").tools)}
    shown = subprocess.run(["apt-cache", "show", *names], capture_output=True, text=True)
    found = {line.partition(": ")[2] for line in shown.stdout.splitlines() if "Package: " in line}
    if not found - {"latexmk"}:
        pytest.skip("this Debian has no package lists")
    assert names <= found
