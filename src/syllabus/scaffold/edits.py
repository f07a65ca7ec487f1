"""Changes of a file that leave every other byte of it as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from syllabus.front.records.writing import Edit
from syllabus.on_demand import dataclass
from syllabus.source import real_path
from syllabus.workspace.files import (
    make_folder,
    read_file,
    remove_leftovers,
    write_together,
)


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file to be changed: what it held when the change was planned, and what it is to hold."""

    path: Path
    before: bytes
    after: bytes


class ChangedMeanwhile(Exception):
    """A file is not what it was when its change was planned; nothing was written to it."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def edited_bytes(raw: bytes, edits: Iterable[Edit]) -> bytes:
    r"""Return the bytes of a file in UTF-8 after edits of its text, as it was read.

    There `\r\n` and `\r` count as one character, and a byte-order mark as none. New lines end as
    the first of the file does.
    """
    text = raw.decode()
    places, place = [], int(text.startswith("\ufeff"))
    while place < len(text):
        places.append(place)
        place += 2 if text.startswith("\r\n", place) else 1
    places.append(len(text))
    end = next((each for each in ("\r\n", "\n", "\r") if each in text), "\n")
    pieces, done = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)):
        start = max(places[edit.span.start], done)
        pieces += [text[done:start], edit.text.replace("\n", end)]
        done = max(start, places[edit.span.end])
    return "".join((*pieces, text[done:])).encode()


def write_changes(changes: Sequence[ChangedFile]) -> None:
    """Put what files are to hold in their places, all of them or none; raises `OSError`.

    Raises `ChangedMeanwhile`, before anything is written, where somebody else wrote one since. A
    link stays one, and who may read and write a file stays as it is.
    """
    for change in changes:
        path = real_path(change.path)
        if (read_file(path) if path.exists() else b"") != change.before:
            raise ChangedMeanwhile(change.path)
    for change in changes:
        folder = real_path(change.path).parent
        make_folder(folder)
        remove_leftovers(folder)
    write_together({real_path(change.path): change.after for change in changes})
