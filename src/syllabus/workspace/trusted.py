"""Mail servers, recipient lists and libraries that the user has agreed to.

A stranger's course.yaml could name a server of their own, which would get the mail and a password,
or any file of the user's. The consent is the user's, for all projects, so it is stored, signed, in
the user's cache folder.
"""

from __future__ import annotations

from contextlib import suppress
from enum import Enum

from syllabus.workspace.files import make_folder
from syllabus.workspace.signatures import read_note, write_note
from syllabus.workspace.system import user_cache

_NAME = "trusted"


class Trusted(Enum):
    """What a user can agree to."""

    SERVER = "servers"
    LIST = "lists"
    LIBRARY = "libraries"


def is_trusted(kind: Trusted, name: str) -> bool:
    """Return whether this user has agreed to a server, `HOST:PORT`, or to a file by its path."""
    return name in _known().get(kind.value, ())


def trust(kind: Trusted, name: str) -> None:
    """Store the user's consent; if it cannot be stored, the user is asked again."""
    folder = user_cache()
    if folder is None or is_trusted(kind, name):
        return
    known = _known()
    known[kind.value] = sorted({*known.get(kind.value, ()), name})
    with suppress(OSError):
        make_folder(folder, private=True)
        write_note(folder / _NAME, known)


def _known() -> dict[str, list[str]]:
    folder = user_cache()
    found: dict[str, list[str]] = (read_note(folder / _NAME) if folder else None) or {}
    return found
