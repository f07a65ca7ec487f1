"""Only what this user's own key sealed is believed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from syllabus.seal import is_sealed, seal


def test_a_key_that_others_could_know_seals_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as one that came with a project, whose files git makes readable for everybody."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    mark = seal(b"content")
    key = tmp_path / "syllabus" / "key"
    assert is_sealed(b"content", mark)
    assert not is_sealed(b"other", mark)
    assert key.stat().st_mode & 0o777 == 0o600
    key.chmod(0o644)
    assert not seal(b"content")
    assert not is_sealed(b"content", mark)
    key.chmod(0o600)
    monkeypatch.setattr(os, "geteuid", lambda: key.stat().st_uid + 1)
    assert not is_sealed(b"content", mark)
