"""Addresses and codes of video meetings never stand where every edition prints them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importing.moving import move, write

from syllabus.importing.privacy import is_private
from syllabus.model.course import Edition
from syllabus.outputs.export.exporting import export_course

SECRETS = ("98700", "tiger", "lion77", "zebra", "panther")
TEXT = """# Group

Room and codes:

| What | Where |
|---|---|
| Zoom | https://us02web.zoom.us/j/98700111222 |

- On Zoom, passcode: tiger
- Bring a pencil.

> Meeting ID: 987 0011 1222, passcode lion77

A note[^1]. `Passcode: zebra`

[^1]: The passcode is panther.

## Schedule

| Date | Topic | Room | Speaker | Materials |
|---|---|---|---|---|
| 3 Sep 2026 | Lenses (passcode: tiger) | 114 | Ann Roe | [Zoom](https://us02web.zoom.us/j/98700111222?pwd=x) |
| 10 Sep 2026 | [Mirrors](https://us02web.zoom.us/j/98700111223) | Zoom, passcode tiger9 98700 | Ann Roe | |
| 17 Sep 2026 | Colours | https://us02web.zoom.us/j/98700111224 passcode: lion77 | Ann Roe | [slides](https://a.example/s) |
"""  # noqa: E501


SECTION = "\n## 3 September 2026: Lenses\n\n### Passcode: zebra\n\nWe see.\n"


@pytest.mark.parametrize("extra", ["", SECTION])
def test_nothing_of_them_is_public(extra: str, tmp_path: Path) -> None:
    moved = move(tmp_path / "course", *write(tmp_path, {"group.md": TEXT + extra}))
    assert not moved.faults(), "no passcode or address is left that check would tell of"
    public = export_course(moved.layout, "md", None, Edition.PUBLIC).text or ""
    assert "Bring a pencil." in public
    for secret in SECRETS:
        assert secret not in public
    members = export_course(moved.layout, "md", None, Edition.MEMBERS).text or ""
    for secret in SECRETS[: 5 if extra else 3]:
        assert secret in members
    assert (
        "  url: 'https://us02web.zoom.us/j/98700111224'\n  passcode: 'lion77'\n"
        in (moved.meetings["2026-09-17-colours"])
    )
    assert "title: Lenses\n" in moved.meetings["2026-09-03-lenses"]
    assert "room: '114'\n" in moved.meetings["2026-09-03-lenses"]
    assert "the section 'group'" in " ".join(moved.report.members) or moved.report.members
    assert "## For members only" in moved.report.text(None)
    assert "tiger" not in moved.report.text(None)


@pytest.mark.parametrize(
    "text",
    [
        "Zoom 123 456 7890",
        "Passcode teapot",
        "Kenncode: x",
        "PIN 1234",
        "パスコード：12",
        "The passcode is teapot.",
    ],
)
def test_what_opens_a_meeting(text: str) -> None:
    assert is_private(text)


@pytest.mark.parametrize(
    "text",
    [
        "On password managers",
        "The password is given in class.",
        "PIN diodes and lasers",
        "Das Kennwort wird in der ersten Sitzung bekannt gegeben.",
    ],
)
def test_what_only_speaks_of_it(text: str) -> None:
    assert not is_private(text)
