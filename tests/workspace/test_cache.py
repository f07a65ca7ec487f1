"""What is remembered is what was put there, or nothing."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from syllabus.source import SourceFile, Span
from syllabus.workspace import cache as room
from syllabus.workspace.cache import open_cache, save_all

ONE = SourceFile(Path("a.md"), "a.md", "one")
OTHER = SourceFile(Path("a.md"), "a.md", "another")


def forget() -> None:
    """Do what the end of a process does, and the beginning of another."""
    save_all()
    room._opened.clear()


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have a cache of its own for each test, and return where its memories are."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "syllabus" / "memory"


def test_a_value_comes_back_in_another_process_and_from_its_own_name_alone() -> None:
    for value in ("x", ("y", 1)):
        open_cache("names").put("key", value)
        assert open_cache("names").find("key") == value
        forget()
        assert open_cache("names").find("key") == value
    assert open_cache("names").find("other") is None
    assert open_cache("other").find("key") is None


def test_what_a_value_refers_to_is_what_is_there_now() -> None:
    first, second = ONE.span(0, 1), ONE.span(1, 3)
    open_cache("m").put("spans", ("text", second, first), (first, second))
    open_cache("m").put("file", (ONE, first), (ONE,))
    open_cache("m").put("strange", (second,), (first,), closed=True)
    forget()
    now = OTHER.span(2, 3), OTHER.span(4, 5)
    assert open_cache("m").find("spans", now) == ("text", now[1], now[0])
    assert open_cache("m").find("file", (OTHER,)) == (OTHER, Span(OTHER, 0, 1))
    assert open_cache("m").find("strange", now[:1]) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: content.replace(b"value", b"VALUE"),
        lambda content: content.partition(b"\n")[2],
        lambda content: b"0" * 128 + content[128:],
    ],
)
def test_a_damaged_file_is_as_good_as_none(kept: Path, spoil: Callable[[bytes], bytes]) -> None:
    open_cache("m").put("key", "value")
    forget()
    (file,) = kept.iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    assert open_cache("m").find("key") is None
    open_cache("m").put("key", "value")
    forget()
    assert open_cache("m").find("key") == "value"


def test_another_user_and_another_program_remember_nothing(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_cache("m").put("key", "value")
    forget()
    key = kept.parent / "key"
    mine = key.read_bytes()
    key.write_bytes(bytes(len(mine)))
    assert open_cache("m").find("key") is None
    room._opened.clear()
    key.write_bytes(mine)
    assert open_cache("m").find("key") == "value"
    room._opened.clear()
    monkeypatch.setattr(room, "_program", lambda: b"newer")
    assert open_cache("m").find("key") is None


def test_what_cannot_be_written_or_kept_costs_nothing(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_cache("m").put("key", lambda: None)
    forget()
    assert open_cache("m").find("key") is None
    forget()
    shutil.rmtree(kept)
    kept.write_text("a file where the folder should be")
    open_cache("m").put("key", "value")
    forget()
    assert open_cache("m").find("key") is None
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    open_cache("m").put("key", "value")
    forget()
    assert open_cache("m").find("key") is None


def test_of_what_was_not_asked_for_the_newest_is_kept() -> None:
    for name in ("old", "new"):
        open_cache("m", others=150).put(name, name * 30)
        forget()
    open_cache("m", others=150).put("newest", "")
    forget()
    found = [open_cache("m", others=150).find(name) for name in ("old", "new", "newest")]
    assert found == [None, "new" * 30, ""]


def test_what_nothing_has_written_for_long_goes_once_in_a_process(kept: Path) -> None:
    def leave(name: str, days: int) -> Path:
        (path := kept / name).touch(mode=0o600)
        written = time.time() - days * 24 * 3600
        os.utime(path, (written, written))
        return path

    kept.mkdir(parents=True, mode=0o700)
    old, young = leave("old", 31), leave("young", 29)
    open_cache("m").put("key", "value")
    forget()
    assert (old.exists(), young.exists()) == (False, True)
    later = leave("later", 31)
    open_cache("m").put("other key", "value")
    forget()
    assert later.exists()  # thousands of files are not looked at with each that is written


def test_nobody_else_can_read_it(kept: Path) -> None:
    kept.parent.mkdir(mode=0o755)
    open_cache("m").put("passcode", "1234")
    forget()
    assert kept.stat().st_mode & 0o777 == 0o700
