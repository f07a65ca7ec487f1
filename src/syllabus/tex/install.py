"""How to install what is missing: one command for this machine's package manager."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from syllabus.on_demand import dataclass
from syllabus.tex.toolchain import Tool, ToolKind, find_missing
from syllabus.workspace import system
from syllabus.workspace.system import find_program

BARE = ("latexmk", "texlive-latex-recommended", "texlive-fonts-recommended", "lmodern")
"""The Debian packages that are all a build needs where there is no TeX at all."""

_BROUGHT = frozenset({"texlive-base", "texlive-binaries", "texlive-latex-base"})
"""Debian packages that those of `BARE` bring along."""

# Source: the package lists of Fedora, Arch Linux and openSUSE. A package of hyphenation patterns,
# and what is not here, has the name of TeX Live's package there.
_FEDORA = {
    "latexmk": "latexmk",
    "texlive-base": "texlive-collection-basic",
    "texlive-binaries": "texlive-collection-basic",
    "texlive-latex-base": "texlive-collection-latex",
    "texlive-latex-recommended": "texlive-collection-latexrecommended",
    "texlive-fonts-recommended": "texlive-collection-fontsrecommended",
    "texlive-luatex": "texlive-collection-luatex",
    "texlive-latex-extra": "texlive-tagpdf",
    "lmodern": "texlive-lm",
    "fonts-lmodern": "texlive-lm-math",
    "bubblewrap": "bubblewrap",
    "poppler-utils": "poppler-utils",
    "fonts-freefont-otf": "texlive-gnu-freefont",
    "fonts-noto-core": "texlive-noto",
    "fonts-noto-cjk": "texlive-haranoaji",
    "fonts-noto-color-emoji": "texlive-noto-emoji",
    "fonts-symbola": "gdouros-symbola-fonts",
}
_SUSE = {**_FEDORA, "latexmk": "texlive-latexmk", "poppler-utils": "poppler-tools"}
_ARCH = {
    "latexmk": "texlive-binextra",
    "texlive-base": "texlive-basic",
    "texlive-binaries": "texlive-basic",
    "texlive-latex-base": "texlive-latex",
    "texlive-latex-recommended": "texlive-latexrecommended",
    "texlive-fonts-recommended": "texlive-fontsrecommended",
    "texlive-luatex": "texlive-luatex",
    "texlive-latex-extra": "texlive-latexextra",
    "lmodern": "texlive-fontsrecommended",
    "fonts-lmodern": "texlive-fontsrecommended",
    "bubblewrap": "bubblewrap",
    "poppler-utils": "poppler",
    "fonts-freefont-otf": "gnu-free-fonts",
    "fonts-noto-core": "noto-fonts",
    "fonts-noto-cjk": "noto-fonts-cjk",
    "fonts-noto-color-emoji": "noto-fonts-emoji",
    "fonts-symbola": "texlive-fontsextra",
}


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do (`install with`, `as root, run`, `get`), and the command or the place."""

    what: str
    command: str

    def __str__(self) -> str:
        return f"{self.what}: {self.command}"


@dataclass(frozen=True, slots=True)
class _Installer:
    """A system's installer: its program, its command, and how it names the packages of Debian."""

    program: str
    command: str
    names: Callable[[Tool], str]
    bare: Callable[[str], str]


def _other_names(names: Mapping[str, str]) -> Callable[[Tool], str]:
    def name(tool: Tool) -> str:
        if names is _ARCH and tool.kind is ToolKind.PATTERNS:
            return tool.debian.replace("-lang-", "-lang")
        return names.get(tool.debian) or f"texlive-{tool.tex_live}"

    return name


_INSTALLERS = (
    _Installer(
        "apt-get",
        "{root}apt-get update && {root}apt-get install --no-install-recommends {packages}",
        lambda tool: tool.debian,
        lambda name: name,
    ),
    _Installer("dnf", "{root}dnf install {packages}", _other_names(_FEDORA), _FEDORA.__getitem__),
    _Installer("zypper", "{root}zypper install {packages}", _other_names(_SUSE), _SUSE.__getitem__),
    # Arch upgrades as a whole or not at all.
    _Installer("pacman", "{root}pacman -Syu {packages}", _other_names(_ARCH), _ARCH.__getitem__),
)


def how_to_install(tools: Iterable[Tool]) -> Remedy:
    """Say how to get `tools` on this machine, with all else that a build needs and is not here."""
    wanted = tuple(tools)
    bare = find_program("kpsewhich") is None  # there is no TeX at all
    if bare or any(tool.required for tool in wanted):
        wanted = tuple(dict.fromkeys((*wanted, *find_missing())))
    if system.WINDOWS:
        return _on_windows(wanted, bare=bare)
    if system.MACOS:
        return _on_macos(wanted, bare=bare)
    for installer in _INSTALLERS:
        if find_program(installer.program):
            return _by(installer, wanted, bare=bare)
    if find_program("tlmgr"):
        return _by_tlmgr(wanted)
    if bare:
        return Remedy("install", "TeX Live with latexmk, from https://www.tug.org/texlive/")
    names = _listed(tool.name for tool in wanted)
    return Remedy("install", f"your system's packages for {names}")


def _by(installer: _Installer, wanted: tuple[Tool, ...], *, bare: bool) -> Remedy:
    names = {installer.names(tool) for tool in wanted}
    if bare:
        brought = {installer.names(tool) for tool in wanted if tool.debian in _BROUGHT}
        names = (names - brought) | {installer.bare(name) for name in BARE}
    return _as_root(installer.command, " ".join(sorted(names)))


def _by_tlmgr(wanted: tuple[Tool, ...]) -> Remedy:
    command = "{root}tlmgr install {packages}"
    packages = _listed(tool.tex_live for tool in wanted)
    tlmgr = find_program("tlmgr")
    own = tlmgr is None or os.access(Path(tlmgr).resolve().parent, os.W_OK)
    return _run(command, packages, "") if own else _as_root(command, packages)


def _as_root(command: str, packages: str) -> Remedy:
    if system.is_root():
        return _run(command, packages, "")
    if find_program("sudo"):
        return _run(command, packages, "sudo ")
    return Remedy("as root, run", command.format(root="", packages=packages))


def _run(command: str, packages: str, root: str) -> Remedy:
    return Remedy("install with", command.format(root=root, packages=packages))


def _on_macos(wanted: tuple[Tool, ...], *, bare: bool) -> Remedy:
    if not bare and find_program("tlmgr") and any(tool.tex_live for tool in wanted):
        return _by_tlmgr(wanted)
    if not find_program("brew"):
        return Remedy("get", "MacTeX from https://www.tug.org/mactex/")
    tex = any(tool.tex_live for tool in wanted)
    return Remedy("install with", f"brew install {'--cask mactex-no-gui' if tex else 'poppler'}")


def _on_windows(wanted: tuple[Tool, ...], *, bare: bool) -> Remedy:
    packages = sorted({tool.tex_live for tool in wanted if tool.tex_live})
    if not bare and packages and find_program("mpm"):
        # MiKTeX has the packages of CTAN, as TeX Live has, and its programs from the start.
        return Remedy(
            "install with", " ".join(["mpm", *(f"--install={each}" for each in packages)])
        )
    if not bare and packages and find_program("tlmgr"):
        return Remedy("install with", f"tlmgr install {' '.join(packages)}")
    if bare and find_program("winget"):
        # latexmk is a Perl script, and MiKTeX brings no Perl.
        command = "winget install MiKTeX.MiKTeX StrawberryPerl.StrawberryPerl"
        return Remedy("install with", command)
    if bare:
        return Remedy("get", "TeX Live from https://www.tug.org/texlive/windows.html")
    return Remedy("install", _listed(tool.name for tool in wanted))


def _listed(names: Iterable[str | None]) -> str:
    return " ".join(_sorted(names))


def _sorted(names: Iterable[str | None]) -> Iterator[str]:
    yield from sorted({name for name in names if name})
