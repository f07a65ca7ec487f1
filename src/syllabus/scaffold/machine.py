"""Defaults from this machine: the user's time zone, name and language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from syllabus.front.records.kinds import BadValue
from syllabus.front.records.values import parse_language, parse_text, parse_zone
from syllabus.workspace import system
from syllabus.workspace.files import LARGEST_NOTE, read_file

LOCAL_TIME = Path("/etc/localtime")


def machine_zone(environment: Mapping[str, str], local: Path = LOCAL_TIME) -> str:
    """Return the IANA name of this machine's zone: TZ, else what /etc/localtime links to, or UTC.

    Where the link is a copy, Debian's /etc/timezone beside it has the name. Windows has names of
    its own, which CLDR translates.
    """
    return next((zone for zone in _zones(environment, local) if _reads(parse_zone, zone)), "UTC")


def unread_zone(environment: Mapping[str, str]) -> str | None:
    """Return what TZ says, where that is no name of a zone, such as EST5EDT."""
    named = environment.get("TZ", "")
    read = next(_zones({"TZ": named}, LOCAL_TIME))
    return named if named and not _reads(parse_zone, read) else None


def machine_language(environment: Mapping[str, str]) -> str:
    """Return the language of the user's locale, or en.

    POSIX 8.2: LC_ALL wins over LC_TIME, by which dates are printed, and that over LANG.
    """
    locales = (environment.get(name, "") for name in ("LC_ALL", "LC_TIME", "LANG"))
    chosen = next((locale for locale in locales if locale), "")
    language = re.split("[.@]", chosen or system.user_locale())[0].replace("_", "-")
    return parse_language(language) if _reads(parse_language, language) else "en"


def git_name(environment: Mapping[str, str], home: Path) -> str | None:
    """Return the name that its user gave git for all repositories (git-config: FILES).

    Files that it includes are not followed.
    """
    config = environment.get("XDG_CONFIG_HOME")
    other = Path(config) if config else home / ".config"
    named = environment.get("GIT_CONFIG_GLOBAL")
    paths = [Path(named)] if named else [home / ".gitconfig", other / "git" / "config"]
    for path in paths:
        try:
            text = read_file(path, LARGEST_NOTE).decode()
        except (OSError, ValueError):
            continue
        if (name := _user_name(text)) and _reads(parse_text, name):
            return name
    return None


def _zones(environment: Mapping[str, str], local: Path) -> Iterator[str]:
    yield environment.get("TZ", "").removeprefix(":").rpartition("zoneinfo/")[2]
    if system.WINDOWS:
        from babel.localtime import get_localzone

        yield str(get_localzone())
    try:
        yield local.resolve().as_posix().rpartition("zoneinfo/")[2]
        yield read_file(local.with_name("timezone"), LARGEST_NOTE).decode().strip()
    except (OSError, RuntimeError, ValueError):
        return


def _user_name(text: str) -> str:
    section = name = ""
    for line in text.splitlines():
        if header := re.match(r"\s*\[\s*([\w.-]+)\s*(\"[^\"]*\")?\s*\]", line):
            section = header[1].lower() if header[2] is None else ""
        value = re.fullmatch(r"\s*name\s*=\s*(?:\"([^\"]*)\"|([^#;\"]*))\s*(?:[#;].*)?", line, re.I)
        if value is not None and section == "user":
            name = (value[1] or value[2] or "").strip()
    return name


def _reads(parse: Callable[[str], object], text: str) -> bool:
    try:
        return bool(text) and parse(text) is not None
    except BadValue:
        return False
