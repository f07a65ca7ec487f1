"""What `syllabus check` said last, said again while nothing that it depends on has changed.

A check then reads no record and imports next to nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from time import time, time_ns
from typing import NamedTuple

from syllabus.diagnostics import Diagnostic
from syllabus.workspace.cache import key_of, open_cache
from syllabus.workspace.layout import Layout
from syllabus.workspace.stamps import FileStamp, is_settled, stamp_files, stamp_project


class _Kept(NamedTuple):
    """The faults, which hold from `begins` until `ends` for the files of these stamps."""

    begins: float
    ends: float
    inputs: Mapping[str, FileStamp]
    faults: tuple[Diagnostic, ...]


class LastCheck:
    """The last answer to one question: as of when, and with which notes that are asked for."""

    def __init__(
        self, layout: Layout, as_of: str | None, *, unused: bool, accessible: bool
    ) -> None:
        self._layout = layout
        self._since = time_ns()
        self._cache = open_cache("check", str(layout.root), others=0)
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        self._is_given = bool(as_of or epoch)
        # As in `front.check.cached`: the user's home, and git, which a hint names.
        home = os.environ.get("HOME")
        self._key = key_of(repr((as_of, epoch, unused, accessible, home, layout.in_git)))

    def find(self) -> tuple[Diagnostic, ...] | None:
        """Return the faults; None if they may be others by now."""
        kept: _Kept | None = self._cache.find(self._key)
        if kept is None or not kept.begins <= time() < kept.ends:
            return None
        with suppress(OSError):
            if _stamps(self._layout, kept.inputs) == kept.inputs:
                return kept.faults
        return None

    def keep(
        self,
        faults: tuple[Diagnostic, ...],
        inputs: Mapping[str, FileStamp],
        machine: Iterable[Path],
        span: tuple[float, float],
    ) -> None:
        """Keep the faults found in `inputs`, and by files of this machine.

        For a moment that was not given they hold within a `span` (seconds since 1970).
        """
        if not inputs or not is_settled(inputs.values(), self._since):
            return
        begins, ends = (0.0, float("inf")) if self._is_given else span
        with suppress(OSError):
            if _stamps(self._layout, inputs) == inputs:
                stamps = {**inputs, **stamp_files(map(str, machine))}
                self._cache.put(self._key, _Kept(begins, ends, stamps, faults))


def _stamps(layout: Layout, inputs: Mapping[str, FileStamp]) -> dict[str, FileStamp]:
    """Return what stamps these files have now, and all others of the project; raises `OSError`."""
    found = stamp_project(layout)
    return found | stamp_files(inputs.keys() - found.keys())
