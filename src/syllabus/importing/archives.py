"""Archives that documents are, unpacked in memory, within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from syllabus.importing.faults import Unimportable
from syllabus.on_demand import dataclass
from syllabus.source import visible

LARGEST_UNPACKED = 300_000_000
"""Bytes of all files of an archive, unpacked; a long document with its pictures has a tenth."""

MOST_FILES = 10_000
_DAMAGED = (zipfile.BadZipFile, ValueError, NotImplementedError)
_ENCRYPTED = 0x1
"""Source: APPNOTE.TXT of ZIP, 4.4.4, bit 0."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What a `document` has: its bytes, and the names of the files in it with their sizes."""

    document: str
    data: bytes
    sizes: Mapping[str, int]

    @property
    def names(self) -> frozenset[str]:
        """The names of its files."""
        return frozenset(self.sizes)

    def read(self, name: str, largest: int) -> bytes | None:
        """Return what a file of it holds; None if there is none, or one that is too large.

        Raises `Unimportable` for one that is damaged.
        """
        if name not in self.names:
            return None
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive, archive.open(name) as file:
                found = file.read(largest + 1)
        except (*_DAMAGED, zlib.error, EOFError, RuntimeError) as fault:
            message = f"{self.document}: the file is damaged: {visible(str(fault))}"
            raise Unimportable("import-broken", message) from None
        return found if len(found) <= largest else None

    def with_file(self, name: str, content: bytes) -> bytes:
        """Return the archive with another content of one of its files."""
        made = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self.data)) as old,
            zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for each in old.infolist():
                new.writestr(each.filename, content if each.filename == name else old.read(each))
        return made.getvalue()


def open_archive(data: bytes, name: str) -> Archive:
    """Return an archive; raises `Unimportable` for one that is broken, locked or a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
    except _DAMAGED as fault:
        message = f"{name}: the file is damaged: {visible(str(fault))}"
        raise Unimportable("import-broken", message) from None
    if len(files) > MOST_FILES or sum(each.file_size for each in files) > LARGEST_UNPACKED:
        message = f"{name}: unpacked, it holds more than {LARGEST_UNPACKED} bytes"
        raise Unimportable("import-size", message, "import a part of it")
    if any(each.flag_bits & _ENCRYPTED for each in files):
        raise locked(name)
    return Archive(name, data, {each.filename: each.file_size for each in files})


def locked(name: str) -> Unimportable:
    """Return the fault of a document that a password protects."""
    hint = "open it in the program that made it, and save it without a password"
    return Unimportable("import-encrypted", f"{name}: a password protects the document", hint)
