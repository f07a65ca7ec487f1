"""The files of a project, and their text."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from syllabus.diagnostics import Diagnostic, Severity, error, nearest_hint
from syllabus.source import (
    SourceFile,
    Span,
    UndecodableText,
    is_missing,
    read_source,
    real_path,
    shown_name,
)
from syllabus.workspace.files import NotAPlainFile, TooLarge

LARGEST_RECORD = 1_000_000
"""Bytes; a record of a hundred printed pages has a fifth of that."""

LARGEST_LIBRARY = 50_000_000
"""Bytes; ten thousand BibTeX entries with abstracts have about a third of that."""

DEEPEST_FOLDER = 20
"""How many folders below one that is looked through a file may lie."""


def read_text(
    path: Path,
    root: Path,
    faults: list[Diagnostic],
    largest: int = LARGEST_RECORD,
    named: Span | None = None,
    *,
    anywhere: bool = False,
    own: bool = False,
) -> SourceFile | None:
    """Return the text of a file, or None after reporting why there is none.

    It must be a plain file inside the project, links followed, unless it may be `anywhere`, of at
    most `largest` bytes. `named` is where another file names it. In the place of one that only this
    program writes, its `own`, no link is followed.
    """
    # Also a name that is not UTF-8 gets to us, as lone surrogates, and cannot be printed.
    name = "".join(sign if sign.isprintable() else "\ufffd" for sign in shown_name(path, root))

    def refuse(code: str, message: str, *hints: str) -> None:
        faults.append(Diagnostic(code, Severity.ERROR, f"{name}: {message}", named, hints))

    try:
        if name != shown_name(path, root):
            refuse("bad-file-name", "found a control character in the name", "rename the file")
        elif not anywhere and not real_path(path).is_relative_to(real_path(root)):
            refuse(
                "file-outside-project", "found a path outside the project", "copy the file into it"
            )
        elif is_missing(path):
            refuse("missing-file", "found no such file", *_nearest_file(path))
        else:
            return read_source(path, root, largest, own=own)
    except NotAPlainFile:
        refuse("unreadable-file", "found something other than a plain file")
    except TooLarge:
        refuse("file-too-large", f"found more than {largest // 1_000_000} MB")
    except UndecodableText as bad:
        hint = "save the file as UTF-8"
        faults.append(error("not-utf-8", f"found {bad.found}, expected UTF-8", bad.span, hint))
    except OSError as failed:
        reason = "a loop of links" if failed.errno == errno.ELOOP else failed.strerror
        refuse("unreadable-file", f"cannot be read: {(reason or 'unknown').lower()}")
    return None


def markdown_files(folder: Path, root: Path, faults: list[Diagnostic]) -> tuple[Path, ...]:
    """Return the `*.md` directly in a folder, sorted by name; none if there is no folder.

    Hidden files and the backups that editors leave are passed over.
    """
    return _files(folder, ".md", root, faults)


def bib_files(root: Path, faults: list[Diagnostic]) -> tuple[Path, ...]:
    """Return the `*.bib` of the project's `bib` folder, sorted by name."""
    return _files(root / "bib", ".bib", root, faults)


def files_below(folder: Path) -> list[Path]:
    """Return the files in a folder and those below it, sorted, as far down as `DEEPEST_FOLDER`.

    No link to a folder is followed; what cannot be read is passed over.
    """
    found: list[Path] = []
    level = [folder]
    for _ in range(DEEPEST_FOLDER):
        below: list[Path] = []
        for each in level:
            with suppress(OSError), os.scandir(each) as entries:
                for entry in entries:
                    with suppress(OSError):
                        if entry.is_dir(follow_symlinks=False):
                            below.append(each / entry.name)
                        elif entry.is_file():
                            found.append(each / entry.name)
        level = below
    return sorted(found)


def _nearest_file(path: Path) -> tuple[str, ...]:
    if not path.parent.is_dir():
        return ()
    return nearest_hint(path.name, [each.name for each in path.parent.iterdir()])


def _files(folder: Path, suffix: str, root: Path, faults: list[Diagnostic]) -> tuple[Path, ...]:
    if not real_path(folder).is_relative_to(real_path(root)):
        name = folder.relative_to(root).as_posix()
        message = f"'{name}' leads out of the project"
        faults.append(error("file-outside-project", message, None, "put the folder itself there"))
        return ()
    try:
        found = [
            path
            for path in folder.iterdir()
            if path.suffix.lower() == suffix and not path.name.startswith((".", "#"))
        ]
    except FileNotFoundError:
        return ()
    except OSError as failed:
        name = shown_name(folder, root)
        reason = (failed.strerror or "unknown").lower()
        faults.append(error("unreadable-file", f"{name}: cannot be read: {reason}", None))
        return ()
    return tuple(sorted(found, key=lambda path: path.name))
