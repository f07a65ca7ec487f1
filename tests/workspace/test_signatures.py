"""Only what this user's own key sealed is believed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from syllabus.workspace.signatures import is_signed, note_bytes, read_note, sign


def test_a_key_that_others_could_know_seals_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as one that came with a project, whose files git makes readable for everybody."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    mark = sign(b"content")
    key = tmp_path / "syllabus" / "key"
    assert is_signed(b"content", mark)
    assert not is_signed(b"other", mark)
    assert key.stat().st_mode & 0o777 == 0o600
    key.chmod(0o644)
    assert not is_signed(b"content", mark)
    mark = sign(b"content")
    assert key.stat().st_mode & 0o777 == 0o600
    assert is_signed(b"content", mark)
    monkeypatch.setattr(os, "geteuid", lambda: key.stat().st_uid + 1)
    assert not is_signed(b"content", mark)


def empty(key: Path) -> None:
    key.write_bytes(b"")


def cut(key: Path) -> None:
    key.write_bytes(key.read_bytes()[:31])


def lengthen(key: Path) -> None:
    key.write_bytes(key.read_bytes() * 2)


def link(key: Path) -> None:
    key.rename(key.with_name("other"))
    key.symlink_to("other")


def lead_nowhere(key: Path) -> None:
    key.unlink()
    key.symlink_to("nowhere")


def be_a_folder(key: Path) -> None:
    key.unlink()
    key.mkdir()


@pytest.mark.parametrize("damage", [empty, cut, lengthen, link, lead_nowhere, be_a_folder])
def test_a_damaged_key_is_made_anew_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    old = sign(b"content")
    damage(tmp_path / "syllabus" / "key")
    new = sign(b"content")
    assert new not in ("", old)
    assert sign(b"content") == new


def test_a_note_is_believed_whole_and_under_its_own_name_alone(tmp_path: Path) -> None:
    path = tmp_path / "members.json"
    value = {"pages": 28, "log": "TeX's\n\nlog"}
    note = note_bytes(path.name, value)
    path.write_bytes(note)
    assert read_note(path) == value
    other = tmp_path / "public.json"
    other.write_bytes(note)
    assert read_note(other) is None
    text = note.partition(b"\n")[2]
    for content in (
        *(b"", b"\n", b"\xff\n{}", b"[" * 100_000, text, b"\n" + text, note[:-1], note + b" "),
        note.replace(b"28", b"29"),
    ):
        path.write_bytes(content)
        assert read_note(path) is None, content[:80]
