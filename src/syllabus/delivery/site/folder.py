"""A site in a folder, such as a web server or a host of static pages shows it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path

from syllabus.delivery.site.files import (
    KEPT,
    LIST,
    MEMBERS,
    PARTS,
    START,
    Commit,
    ForeignFiles,
    SiteFiles,
    Sums,
    read_list,
    sums_of,
    write_list,
)
from syllabus.on_demand import dataclass
from syllabus.workspace.files import (
    LARGEST_NOTE,
    make_folder,
    read_file,
    refuse_outside,
    remove_empty_folder,
    remove_file,
    remove_leftovers,
    write_file,
)
from syllabus.workspace.outputs import digest

_MOST_TOLD = 10
"""How many foreign files of a part are looked for: it may be somebody's home."""


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """A folder that is to hold a site and nothing else.

    Inside the project in `root`, a link that leads out of it is not followed: a stranger may have
    made it.
    """

    folder: Path
    root: Path | None = None

    def check(self) -> None:
        """Raise `ForeignFiles` or `OSError` where nothing can be put."""
        named = Path(os.path.abspath(self.folder))  # noqa: PTH100 - links are what is asked for
        if self.root is not None and named.is_relative_to(self.root):
            refuse_outside(self.folder, self.root)
        if os.path.lexists(self.folder) and not self.folder.is_dir():
            raise OSError(errno.ENOTDIR, "it is not a folder", str(self.folder))
        foreign = [
            f"{prefix}{name}"
            for prefix in PARTS
            for name in islice(self._part(prefix).foreign(), _MOST_TOLD)
        ]
        if foreign:
            raise ForeignFiles(foreign)

    def put(self, site: SiteFiles, commit: Commit) -> int:
        """Make the folder hold a site; return how many files were written or removed.

        Each file is replaced in one step, the start page last, and the list of files tells at any
        moment which are ours; so whoever is interrupted publishes again. Raises as `check` does.
        """
        del commit  # a folder has no history
        self.check()
        make_folder(self.folder)
        return sum(self._part(prefix).put(files) for prefix, files in site.parts)

    def remembers_members(self) -> bool:
        """Return False: a folder has no history."""
        return False

    def _part(self, prefix: str) -> _Part:
        return _Part(self.folder / prefix, members=not prefix)


class _Part:
    """A folder with a list of its files; in the one around it, the `members` folder is another."""

    def __init__(self, folder: Path, *, members: bool) -> None:
        self._folder, self._members = folder, members
        self._known: Sums = {}
        with suppress(OSError):
            content = read_file(folder / LIST, LARGEST_NOTE, own=True)
            self._known = read_list(content) or {}

    def foreign(self) -> Iterator[str]:
        """Yield the names of what was not put here as it is."""
        for path in self._entries():
            name = path.relative_to(self._folder).as_posix()
            if name == LIST and self._known:
                continue
            if name not in self._known or self._digest(name) not in self._known[name]:
                yield name

    def put(self, files: Mapping[str, bytes]) -> int:
        """Make the folder hold these files and no others; return how many of it changed."""
        wanted = sums_of(files)
        there = {name for name, sums in self._known.items() if self._digest(name) in sums}
        stale = there - files.keys()
        new = {name for name in files if self._digest(name) not in wanted[name]}
        if not stale and not new and (self._known == wanted or not files):
            return 0
        if files:
            make_folder(self._folder)
        names = self._known.keys() | wanted.keys()
        none: frozenset[str] = frozenset()
        both = {name: self._known.get(name, none) | wanted.get(name, none) for name in names}
        write_file(self._folder / LIST, write_list(both))
        for name in sorted(new, key=lambda each: (each == START, each)):
            path = self._folder / name
            make_folder(path.parent, self._folder)
            write_file(path, files[name])
        for name in stale:
            remove_file(self._folder / name)
        self._remove_empty({Path(name).parent for name in stale})
        if files:
            write_file(self._folder / LIST, write_list(wanted))
        else:
            remove_file(self._folder / LIST)
            with suppress(OSError):  # something else is in it
                remove_empty_folder(self._folder)
        return len(new) + len(stale)

    def _digest(self, name: str) -> str | None:
        path = self._folder / name
        return None if path.is_symlink() else digest(path)

    def _entries(self) -> Iterator[Path]:
        """Yield what is in the folder and no folder itself."""
        if self._folder.is_symlink() and not self._members:
            yield self._folder / LIST  # which a link leads elsewhere with
            return
        for place, folders, files in os.walk(self._folder):
            at = Path(place)
            remove_leftovers(at)
            links = [each for each in folders if (at / each).is_symlink()]
            if at == self._folder and self._members:
                skipped = {*KEPT, MEMBERS} if not (at / MEMBERS).is_symlink() else KEPT
                folders[:] = [each for each in folders if each not in skipped]
                files, links = ([x for x in each if x not in KEPT] for each in (files, links))
            yield from (at / each for each in (*files, *links) if os.path.lexists(at / each))

    def _remove_empty(self, folders: set[Path]) -> None:
        for folder in {each for name in folders for each in (name, *name.parents)} - {Path()}:
            with suppress(OSError):  # it is not empty
                remove_empty_folder(self._folder / folder)
