"""Notes from one run to the next, trusted only if signed with this user's own key.

A project may come from a stranger, with a forged `build/`. What TeX, or a build with nothing to do,
takes from there must have been written by this user.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path
from typing import Any

from syllabus.workspace.files import (
    LARGEST_NOTE,
    is_inside,
    open_file,
    read_file,
    remove_file,
    remove_folder,
    write_file,
    write_private,
)
from syllabus.workspace.system import is_own, is_private, user_cache

_KEY_BYTES = 32


def sign(content: bytes) -> str:
    """Return the signature of a content in hexadecimal; empty if no key can be stored."""
    key = _key()
    return blake2b(content, key=key).hexdigest() if key else ""


def is_signed(content: bytes, mark: str) -> bool:
    """Return whether `mark` is the signature of a content."""
    expected = sign(content)
    return bool(expected) and compare_digest(expected.encode(), mark.encode())


def note_bytes(name: str, value: object) -> bytes:
    """Return a JSON value as the signed content of a file of this name, for `read_note`."""
    text = json.dumps(value, sort_keys=True).encode()
    return f"{sign(_named(name, text))}\n".encode() + text


def write_note(path: Path, value: object, *, lasting: bool = True) -> None:
    """Put a value of JSON in a file's place for `read_note`; raises `OSError`."""
    write_file(path, note_bytes(path.name, value), lasting=lasting)


def read_note(path: Path, root: Path | None = None) -> Any:
    """Return the value in a signed file; None if there is none or this user did not write it.

    The signature covers the file's name, but not its folder, so a project can be moved. The file of
    a project lies in its `root`.
    """
    if root is not None and not is_inside(root, path.parent):
        return None
    try:
        mark, _, text = read_file(path, LARGEST_NOTE, own=True).partition(b"\n")
        if is_signed(_named(path.name, text), mark.decode("ascii", "replace")):
            return json.loads(text)
    except (OSError, ValueError, RecursionError):
        pass
    return None


def _named(name: str, text: bytes) -> bytes:
    return f"{name}\n".encode() + text


def _key() -> bytes | None:
    """Return the user's key, created at first use.

    One of the user's that is cut short, or open to others, is replaced, and what it signed is not
    believed any more.
    """
    folder = user_cache()
    if folder is None:
        return None
    path = folder / "key"
    with suppress(OSError):
        if key := _read(path):
            return key
    try:
        if os.path.lexists(path) and is_own(path.stat(follow_symlinks=False)):
            is_folder = path.is_dir() and not path.is_symlink()
            (remove_folder if is_folder else remove_file)(path)
        with suppress(FileExistsError):  # the first of two runs at once wins, for both
            write_private(path, os.urandom(_KEY_BYTES), anew=False)
        return _read(path)
    except OSError:
        return None


def _read(path: Path) -> bytes | None:
    """Return the key if nobody but this user can have written or read it."""
    with open_file(path, own=True) as file:
        status = os.fstat(file.fileno())
        key = file.read(_KEY_BYTES + 1)
    return key if is_private(status) and len(key) == _KEY_BYTES else None
