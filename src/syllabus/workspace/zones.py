"""Where this system keeps the data of time zones."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from functools import cache
from pathlib import Path


def zone_files(keys: Iterable[str]) -> set[str]:
    """Return the files from which the system's data of these zones are read.

    A zone that is in no folder of the system comes from a package, which `stamp_program` covers.
    """
    return {path for key in keys if (path := _zone_file(key, zoneinfo.TZPATH)) is not None}


@cache  # as the zones themselves are, by `zoneinfo`
def _zone_file(key: str, folders: tuple[str, ...]) -> str | None:
    places = (Path(folder, key) for folder in folders)
    return next((str(path) for path in places if path.is_file()), None)
