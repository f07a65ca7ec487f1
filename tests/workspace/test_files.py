"""What changes files: only what this user may, wholly or not at all, and never elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from syllabus.workspace.files import (
    PART,
    appending,
    create_file,
    is_removable,
    make_folder,
    remove_folder,
    write_file,
    write_private,
)

NOBODY = 65534
REMOVE = f"""
import os, shutil
from pathlib import Path
from syllabus.workspace.files import is_removable, remove_at_once
if os.geteuid() == 0:  # whom no permission stops
    os.setuid({NOBODY})
print(is_removable(Path("build/work")))
remove_at_once(Path("build/work"))
"""


def test_a_folder_that_its_owner_cannot_write_to_is_removed(tmp_path: Path) -> None:
    build = tmp_path / "build"
    (build / "work" / "deep" / "deeper").mkdir(parents=True)
    (build / "work" / "deep" / "deeper" / "file").touch()
    folders = (build / "work" / "deep" / "deeper", build / "work" / "deep", build / "work", build)
    for folder in folders[:3]:
        folder.chmod(0o500)
    if os.geteuid() == 0:
        for folder in (*folders, tmp_path):
            os.chown(folder, NOBODY, NOBODY)
    command = (sys.executable, "-c", REMOVE)
    # Who measures coverage writes files, too.
    environment = {
        name: os.environ[name] for name in os.environ.keys() - {"COVERAGE_PROCESS_CONFIG"}
    }
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (ended.stdout, ended.stderr) == ("True\n", "")
    assert not list(build.iterdir())


def test_what_another_user_owns_is_not_called_removable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "work").mkdir()
    assert is_removable(tmp_path / "work")
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    assert not is_removable(tmp_path / "work")


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"the only copy")
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("plain", "private"):
        (folder / name).symlink_to(precious)
    (folder / "inner").symlink_to(tmp_path)
    write_file(folder / "plain", b"new")
    write_private(folder / "private", b"new")
    with pytest.raises(OSError, match="link leads out"):
        make_folder(folder / "inner" / "more", folder)
    for name in ("created", "log"):
        (folder / name).symlink_to(precious)
    with pytest.raises(FileExistsError):
        create_file(folder / "created", b"new")
    with pytest.raises(OSError, match=r"."), appending(folder / "log", 0) as append:
        append(b"new")
    remove_folder(folder)
    assert precious.read_bytes() == b"the only copy"
    assert list(tmp_path.iterdir()) == [precious]


def test_of_two_first_writers_one_wins_for_both(tmp_path: Path) -> None:
    key = tmp_path / "cache" / "key"
    write_private(key, b"first", anew=False)
    with pytest.raises(FileExistsError):
        write_private(key, b"second", anew=False)
    assert key.read_bytes() == b"first"
    assert (key.stat().st_mode & 0o777, key.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert not [path for path in key.parent.iterdir() if path.name.endswith(PART)]


@pytest.mark.parametrize("lasting", [True, False])
def test_what_is_to_last_is_on_the_disk_before_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lasting: bool
) -> None:
    done = []
    replace = Path.replace

    def note_replace(self: Path, target: Path) -> Path:
        done.append("replace")
        return replace(self, target)

    def note_sync(handle: int) -> None:
        done.append(f"sync {os.fstat(handle).st_size}")

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(Path, "replace", note_replace)
    write_file(tmp_path / "handout.pdf", b"whole", lasting=lasting)
    with appending(tmp_path / "log", 0) as append:
        append(b"line")
    assert done == [*(("sync 5",) if lasting else ()), "replace", "sync 4"]
