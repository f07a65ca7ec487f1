"""What a PDF was made from, and its hash, so that a build with nothing to do starts no TeX."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING

from syllabus import __version__
from syllabus.model.engine import Engine
from syllabus.on_demand import dataclass
from syllabus.workspace.files import read_file
from syllabus.workspace.signatures import read_note, write_note
from syllabus.workspace.stamps import FileStamp, stamp_files

if TYPE_CHECKING:  # a build with nothing to do needs no templates
    from syllabus.tex.document import TexDocument


@dataclass(frozen=True, slots=True)
class Manifest:
    """One PDF: `fingerprint` is what it was set from, `pdf_sha256` its bytes in hexadecimal.

    `synctex_sha256` is the same of the SyncTeX file beside it, empty if there is none; `log` is
    TeX's log, empty if it said nothing that matters; `tex` are the stamps of TeX itself and of all
    its files that it read.
    """

    fingerprint: str
    pdf_sha256: str
    synctex_sha256: str
    pages: int
    log: str
    tex: Mapping[str, FileStamp]


def fingerprint(document: TexDocument, engine: Engine) -> str:
    """Return a hash of all that a PDF depends on: text, pictures, moment, engine, this program.

    A picture that cannot be read counts as an empty one; setting the document will tell.
    """
    everything = hashlib.sha256()
    parts = [__version__.encode(), engine.value.encode(), str(document.epoch).encode()]
    parts.append(document.text.encode())
    for name, picture in sorted(document.files.items()):
        parts.append(name.encode())
        try:
            parts.append(read_file(picture))
        except OSError:
            parts.append(b"")
    for part in parts:
        # The length first, so that no two lists of parts run together into the same bytes.
        everything.update(len(part).to_bytes(8, "big"))
        everything.update(part)
    return everything.hexdigest()


def load_manifest(path: Path) -> Manifest | None:
    """Read a manifest; None if there is none, or this user and this program did not write it."""
    found = read_note(path)
    if not isinstance(found, dict) or found.keys() != {field.name for field in fields(Manifest)}:
        return None
    stamps = {
        name: (stamp[0], stamp[1], stamp[2], stamp[3]) for name, stamp in found.pop("tex").items()
    }
    return Manifest(**found, tex=stamps)


def is_same_tex(manifest: Manifest) -> bool:
    """Return whether TeX is as it was when it set a PDF."""
    try:
        return stamp_files(manifest.tex) == manifest.tex
    except OSError:
        return False


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write what `load_manifest` reads; raises `OSError`."""
    write_note(path, asdict(manifest), lasting=False)
