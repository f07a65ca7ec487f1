"""Only what this user's own key sealed is believed."""

from __future__ import annotations

import os
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
    assert not sign(b"content")
    assert not is_signed(b"content", mark)
    key.chmod(0o600)
    monkeypatch.setattr(os, "geteuid", lambda: key.stat().st_uid + 1)
    assert not is_signed(b"content", mark)


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
