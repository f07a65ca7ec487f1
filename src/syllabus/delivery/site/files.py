"""The files of a site, and the list of them that lies beside them.

By that list it is told later which files of a place are ours. Each part of a site has its own: a
hash of the members' page, of which all but a passcode is known, would give the passcode away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from syllabus.on_demand import dataclass, pattern
from syllabus.workspace.outputs import checksum

LIST = ".syllabus-site.json"
"""The name of the list: the files' names with the SHA-256 of what they hold or are to hold."""
MEMBERS = "members"
"""The folder of the members' edition, a part of its own."""
PARTS = (f"{MEMBERS}/", "")
"""The folders of the parts of a site; the members' is the first to be written, or to go."""
START = "index.html"
KEPT = frozenset({".git", ".well-known", "CNAME", ".domains"})
"""What web spaces want beside a site, and no publishing makes or removes: names of domains."""

_NAME = pattern(r"(?:[^\x00-\x1f/\\:]+/)*[^\x00-\x1f/\\:]+")

Sums = Mapping[str, frozenset[str]]
"""Names of files with the SHA-256 that each may have."""


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """What is to lie in a place: the page for everybody and, only where asked for, the members'.

    Both are files by their names, in folders that `/` parts.
    """

    public: Mapping[str, bytes]
    members: Mapping[str, bytes] | None = None

    @property
    def parts(self) -> tuple[tuple[str, Mapping[str, bytes]], ...]:
        """The parts by their folders, as in `PARTS`; the members' has no files if there is none."""
        return tuple(zip(PARTS, (self.members or {}, self.public), strict=True))


@dataclass(frozen=True, slots=True)
class Commit:
    """When a site was built, and what a history says of it."""

    moment: datetime
    message: str


class Target(Protocol):
    """A place for a site, where nothing else is."""

    def check(self) -> None:
        """Raise where nothing can be put, or `ForeignFiles` where something else is."""

    def put(self, site: SiteFiles, commit: Commit) -> int:
        """Make it hold a site; return how many files were written or removed."""

    def remembers_members(self) -> bool:
        """Return whether it keeps members' editions that it held once."""


class ForeignFiles(Exception):
    """A place holds files that were not published here, or were changed since: their names."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(sorted(names))
        super().__init__(", ".join(self.names))


def is_name(name: str) -> bool:
    """Return whether a file may have a name: relative, with no way up."""
    return bool(_NAME.fullmatch(name)) and not {"", ".", ".."} & set(name.split("/"))


def write_list(sums: Sums) -> bytes:
    """Return the list of files."""
    files = {name: sorted(each) for name, each in sorted(sums.items())}
    return (json.dumps({"files": files}, indent=1, ensure_ascii=False) + "\n").encode()


def read_list(content: bytes) -> Sums | None:
    """Return what a list says; None if it is not one that was written here."""
    try:
        found = json.loads(content)["files"]
        sums = {str(name): frozenset(map(str, each)) for name, each in found.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return sums if all(map(is_name, sums)) else None


def sums_of(files: Mapping[str, bytes]) -> Sums:
    """Return the SHA-256 of each file."""
    return {name: frozenset((checksum(content),)) for name, content in files.items()}
