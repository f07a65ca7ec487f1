"""Where this system keeps the data of time zones."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from pathlib import Path


def zone_files(keys: Iterable[str]) -> set[str]:
    """Return the files from which the system's data of these zones are read.

    A zone that is in no folder of the system comes from a package, which `stamp_program` covers.
    """
    places = ([Path(folder, key) for folder in zoneinfo.TZPATH] for key in keys)
    found = (next((path for path in each if path.is_file()), None) for each in places)
    return {str(path) for path in found if path is not None}
