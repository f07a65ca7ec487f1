"""Files in `build/`: written whole or not at all, remembered, and removed again."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from syllabus.model.layout import Layout

OUTPUTS = "outputs.json"
"""The list, in the working folder, of what was made: path below the project → SHA-256."""


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a file to write, which takes the target's place in one step once it is whole.

    Raises `OSError`; the target is then as it was.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        yield temporary
        os.fsync(handle)
        temporary.chmod(0o644)
        temporary.replace(target)
    finally:
        os.close(handle)
        temporary.unlink(missing_ok=True)


def put_copy(source: Path, target: Path) -> None:
    """Put a copy of `source` in the target's place in one step; raises `OSError`."""
    with replacing(target) as temporary:
        shutil.copyfile(source, temporary)


def digest(path: Path) -> str | None:
    """Return the SHA-256 of a file in hexadecimal; None where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


@contextmanager
def only_build(layout: Layout, progress: Callable[[str], None]) -> Iterator[None]:
    """Hold the project's lock, so that two builds never share TeX's working files."""
    layout.work.mkdir(parents=True, exist_ok=True)
    with (layout.work / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress("waiting for another build of this project")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def remember_outputs(layout: Layout, paths: tuple[Path, ...]) -> None:
    """Note what was made inside the project, so that `clean_build` can remove it."""
    outputs = dict(_outputs(layout))
    for path in paths:
        if path.is_relative_to(layout.root):
            outputs[path.relative_to(layout.root).as_posix()] = digest(path) or ""
    layout.work.mkdir(parents=True, exist_ok=True)
    with replacing(layout.work / OUTPUTS) as temporary:
        temporary.write_text(json.dumps(outputs, indent=1, sort_keys=True), encoding="utf-8")


def clean_build(layout: Layout) -> tuple[Path, ...]:
    """Remove what was made in the project and return it.

    A file that is not as it was made, because somebody replaced it, stays. Raises `OSError`.
    """
    made = {layout.root / name: sha256 for name, sha256 in _outputs(layout).items()}
    removed = [path for path, sha256 in made.items() if digest(path) == sha256]
    for path in removed:
        path.unlink()
    if layout.work.is_dir() and not layout.work.is_symlink():
        shutil.rmtree(layout.work)
        removed.append(layout.work)
    return tuple(removed)


def _outputs(layout: Layout) -> Mapping[str, str]:
    try:
        found = json.loads((layout.work / OUTPUTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        name: value
        for name, value in found.items()
        if isinstance(value, str) and (layout.root / name).resolve().is_relative_to(layout.root)
    }
