"""The files of a project, and their text."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from shlex import quote

from syllabus.diagnostics import Diagnostic, Severity, error, nearest_hint, note
from syllabus.on_demand import pattern
from syllabus.source import (
    SourceFile,
    Span,
    UndecodableText,
    is_missing,
    leads_outside,
    read_source,
    real_path,
    shown_name,
)
from syllabus.workspace.files import NotAPlainFile, TooLarge
from syllabus.workspace.trusted import Trusted, is_trusted

LARGEST_RECORD = 1_000_000
"""Bytes; a record of a hundred printed pages has a fifth of that."""

LARGEST_LIBRARY = 50_000_000
"""Bytes; ten thousand BibTeX entries with abstracts have about a third of that."""

DEEPEST_FOLDER = 20
"""How many folders below one that is looked through a file may lie."""

_TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".yaml", ".yml", ".json")
_LISTS = ("meeting", "meetings", "schedule", "sessions", "sections", "calendar")
"""What a list of all meetings is called, which nobody reads."""
_HOMES = ("meetings", "sections", "blocks", "history")
"""The folders of `syllabus/`."""
_PICTURES = (".png", ".jpg", ".jpeg", ".pdf", ".svg", ".webp", ".gif")
"""Others than the first four are told where a text shows them."""

_BACKUPS = ("~", ".bak", ".orig", ".swp", ".tmp")
_OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")
_MEANT_AS_MARKDOWN = pattern(r"(?:\.(?:md|markdown|mdown|mkd|text|txt))+$", re.IGNORECASE)
_MEANT_AS_BIBTEX = pattern(r"\.(?:bibtex|biblatex|bib\.txt)$", re.IGNORECASE)


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
    name = _printable(path, root)

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
        wide = bad.found in ("byte 0xff", "byte 0xfe") and bad.span.start == 0
        hint = f"save the file as UTF-8{'; it seems to be UTF-16' if wide else ''}"
        faults.append(error("not-utf-8", f"found {bad.found}, expected UTF-8", bad.span, hint))
    except OSError as failed:
        reason = "a loop of links" if failed.errno == errno.ELOOP else failed.strerror
        refuse("unreadable-file", f"cannot be read: {(reason or 'unknown').lower()}")
    return None


def read_library(
    path: Path, root: Path, named: Span | None, faults: list[Diagnostic]
) -> SourceFile | None:
    """Return the text of a library, or None after reporting why there is none.

    One outside the project, links followed, is read once the user has agreed to it; its name ends
    in `.bib`. `named` is where course.yaml names it.
    """
    outside = leads_outside(path, root)
    if outside and not (is_library(path) and is_trusted(Trusted.LIBRARY, str(real_path(path)))):
        name = _printable(path, root)
        message = f"{name}: found a path outside the project, which you have not named yet"
        hint = f"if it is your library, say so once: syllabus check --trust-library '{name}'"
        faults.append(error("file-outside-project", message, named, hint))
        return None
    return read_text(path, root, faults, LARGEST_LIBRARY, named, anywhere=outside)


def is_library(path: Path) -> bool:
    """Return whether a file, links followed, has the name of a library."""
    return real_path(path).suffix.lower() == ".bib"


def record_files(folder: Path, root: Path, faults: list[Diagnostic]) -> tuple[Path, ...]:
    """Return the `*.md` in a folder and in those below it, sorted by name; none without a folder.

    Hidden files, pictures, and the backups that editors leave are passed over; any other file is
    reported as one that is not read.
    """
    found, others = _entries(folder, root, faults)
    records = [path for path in found if _is_markdown(path)]
    faults += [_ignored(path, root, "record") for path in found if _is_unread(path)]
    for below in others:
        if below.is_symlink():
            faults.append(_ignored_folder(below, root, "put the folder itself there"))
        elif len(below.relative_to(root).parts) <= DEEPEST_FOLDER:
            records += record_files(below, root, faults)
        else:
            faults.append(_ignored_folder(below, root, "move it up"))
    return tuple(sorted(records))


def section_files(folder: Path, root: Path, faults: list[Diagnostic]) -> tuple[Path, ...]:
    """Return the `*.md` directly in a folder, sorted by name; none if there is no folder.

    What is passed over and what is reported is as for `record_files`, folders are reported too.
    """
    found, others = _entries(folder, root, faults)
    faults += [_ignored(path, root, "section") for path in found if _is_unread(path)]
    hint = f"move its files up into {shown_name(folder, root)}"
    faults += [
        _ignored_folder(below, root, hint)
        for below in others
        if any(_is_markdown(path) for path in files_below(below))
    ]
    return tuple(path for path in found if _is_markdown(path))


def bib_files(root: Path, faults: list[Diagnostic]) -> tuple[Path, ...]:
    """Return the `*.bib` of the project's `bib` folder, sorted by name; without any, of its root.

    A file that by its name is BibTeX too is reported; what else lies there is passed over.
    """
    found, _ = _entries(root / "bib", root, faults)
    for path in found:
        if _MEANT_AS_BIBTEX.search(path.name):
            name = _MEANT_AS_BIBTEX.sub(".bib", path.name)
            faults.append(_not_read(path, root, f"rename it to {name}"))
    inside = tuple(path for path in found if path.suffix.lower() == ".bib")
    return inside or root_libraries(root)


def stray_libraries(root: Path, read: Collection[Path]) -> tuple[Diagnostic, ...]:
    """Return a note for each `*.bib` that nothing reads, with the command that moves it to `bib/`.

    Looked through are the project's folder and those in it, `syllabus/` and `bib/` to their end;
    hidden folders and `build/` are not.
    """
    notes: list[Diagnostic] = []
    found = list(root_libraries(root))
    with suppress(OSError):
        for folder in sorted(root.iterdir(), key=lambda each: each.name):
            if folder.name.startswith(".") or folder.name == "build" or not folder.is_dir():
                continue
            if folder.name in ("bib", "syllabus"):
                found += [each for each in files_below(folder) if _is_bibtex(each)]
            else:
                found += root_libraries(folder)
    for path in found:
        if path in read or path.name.startswith("."):
            continue
        if (root / "bib" / path.name).exists():
            hint = f"bib/{path.name} is read; move what it lacks there, or delete one of the two"
        else:
            source = quote(_printable(path, root))
            make = "" if (root / "bib").is_dir() else "mkdir bib && "
            hint = f"if it is of this course, move it: {make}mv {source} bib/"
        notes.append(_ignored_folder(path, root, hint))
    return tuple(notes)


def _is_bibtex(path: Path) -> bool:
    return path.suffix.lower() == ".bib"


def root_libraries(root: Path) -> tuple[Path, ...]:
    """Return the `*.bib` in the project's own folder, sorted by name."""
    with suppress(OSError):
        return tuple(
            path
            for path in sorted(root.iterdir(), key=lambda each: each.name)
            if path.suffix.lower() == ".bib" and not path.name.startswith(".")
        )
    return ()


def stray_files(root: Path, faults: list[Diagnostic]) -> None:
    """Note Markdown of `syllabus/` that lies where no record, section or block is looked for.

    So do a folder such as `syllabus/meeting/`, and a second one such as `Syllabus/`.
    """
    home = root / "syllabus"
    files, folders = _entries(home, root, faults)
    for path in files:
        if _is_markdown(path) and path.stem.lower() != "readme":
            hint = "move it into syllabus/meetings/, sections/ or blocks/"
            faults.append(_ignored_folder(path, root, hint))
        elif path.suffix.lower() in _TABLES and path.stem.lower() in _LISTS:
            hint = (
                "each meeting is a file of its own in syllabus/meetings/; 'syllabus new' writes one"
            )
            faults.append(_ignored_folder(path, root, hint))
    for folder in folders:
        if folder.name in _HOMES or not any(map(_is_markdown, files_below(folder))):
            continue
        near = nearest_hint(folder.name, _HOMES)
        hint = near[0] if near else "records stand in syllabus/meetings/, prose in sections/"
        faults.append(_ignored_folder(folder, root, hint))
    faults += [
        _ignored_folder(other, root, f"move its files into {home.name}/")
        for other in root.iterdir()
        if other.name.lower() == home.name != other.name and real_path(other) != real_path(home)
    ]


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


def _is_markdown(path: Path) -> bool:
    return path.suffix.lower() == ".md"


def _is_unread(path: Path) -> bool:
    name = path.name.lower()
    passed_over = name.endswith((*_PICTURES, *_BACKUPS)) or name in _OF_THE_SYSTEM
    return not (passed_over or _is_markdown(path))


def _ignored(path: Path, root: Path, what: str) -> Diagnostic:
    stem = _MEANT_AS_MARKDOWN.sub("", path.name)
    if stem and stem != path.name:
        hint = f"rename it to {stem}.md"
    elif path.suffix.lower() in ("", ".doc", ".docx", ".odt", ".rtf", ".html", ".tex"):
        hint = f"copy its text into a {what} that ends in .md, or move the file elsewhere"
    else:
        hint = f"move it elsewhere; each {what} is a file of its own that ends in .md"
    return _not_read(path, root, hint)


def _not_read(path: Path, root: Path, hint: str) -> Diagnostic:
    ending = ".bib" if path.parent.name == "bib" else ".md"
    message = f"{_printable(path, root)}: not read, as its name does not end in {ending}"
    return note("ignored-file", message, None, hint)


def _ignored_folder(folder: Path, root: Path, hint: str) -> Diagnostic:
    return note("ignored-file", f"{_printable(folder, root)}: not read", None, hint)


def _printable(path: Path, root: Path) -> str:
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in shown_name(path, root))


def _entries(
    folder: Path, root: Path, faults: list[Diagnostic]
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Return the files and the folders directly in a folder, sorted; hidden ones are left out."""
    if not real_path(folder).is_relative_to(real_path(root)):
        name = folder.relative_to(root).as_posix()
        message = f"'{name}' leads out of the project"
        faults.append(error("file-outside-project", message, None, "put the folder itself there"))
        return (), ()
    files: list[Path] = []
    folders: list[Path] = []
    try:
        for path in sorted(folder.iterdir(), key=lambda each: each.name):
            if not path.name.startswith((".", "#")):
                # A folder with the name of a record is reported when it is read.
                is_folder = path.is_dir() and path.suffix.lower() not in (".md", ".bib")
                (folders if is_folder else files).append(path)
    except FileNotFoundError:
        return (), ()
    except OSError as failed:
        name = shown_name(folder, root)
        reason = (failed.strerror or "unknown").lower()
        faults.append(error("unreadable-file", f"{name}: cannot be read: {reason}", None))
        return (), ()
    return tuple(files), tuple(folders)
