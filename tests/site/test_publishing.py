"""`syllabus publish`: what is published, for whom, and how it is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.running import invoke
from tests.security.projects import COURSE, MEETING, project

from syllabus.delivery.site.files import LIST

RECORD = """\
---
date: 2021-04-15
title: Lenses
join: {url: https://meet.example/optics, passcode: "0417"}
---

For all.

::: members
For members.
:::
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    project(tmp_path / "course", {"syllabus/course.yaml": COURSE, MEETING: RECORD})
    return tmp_path / "course"


def publish(root: Path, *options: str, status: int = 0) -> str:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1618315200"}
    ended, printed = invoke(["publish", *options], root, environment)
    assert ended.returncode == status, printed
    return printed


def test_everybody_gets_the_public_edition_and_members_theirs_if_told_twice(root: Path) -> None:
    assert ", nothing has changed" not in publish(root, "--to", "../www")
    www = root.parent / "www"
    public = {path.name: path.read_bytes() for path in www.rglob("*") if path.is_file()}
    assert {".nojekyll", LIST, "index.html", "optics.pdf", "optics.ics"} <= public.keys()
    for secret in (b"0417", b"meet.example", b"For members"):
        assert not any(secret in content for content in public.values())
    assert publish(root, "--to", "../www").endswith("nothing has changed\n")
    said = publish(root, "--to", "../www", "--members", status=2)
    assert "say so twice: --members --sure" in said
    assert not (www / "members").exists()
    publish(root, "--to", "../www", "--members", "--sure")
    for name in ("optics.ics", "index.html"):
        assert b"0417" in (www / "members" / name).read_bytes()
    assert b"noindex" in (www / "members" / "index.html").read_bytes()
    # It goes again where it is not told again.
    publish(root, "--to", "../www")
    assert not (www / "members").exists()
    assert (www / "optics.pdf").read_bytes() == public["optics.pdf"]


def test_a_target_that_is_not_ours_is_refused_before_anything_is_built(root: Path) -> None:
    said = publish(root, "--to", ".", status=1)
    assert "[foreign-files]" in said
    assert "nothing was published: 1 error" in said
    assert "[unwritable-branch]" in publish(root, "--to", "git:gh-pages", status=3)
    assert "there is no folder 'nowhere'" in publish(root, "--to", "nowhere/www", status=2)
    assert "'course.yaml'" in publish(root, "--to", "syllabus/course.yaml", status=3)
    assert not (root / "build").exists()


def test_faults_of_the_records_leave_the_site_alone(root: Path) -> None:
    publish(root, "--to", "../www")
    before = {path: path.read_bytes() for path in (root.parent / "www").iterdir()}
    (root / MEETING).write_text(RECORD.replace("title", "titel"), encoding="utf-8")
    assert "[unknown-key]" in publish(root, "--to", "../www", status=1)
    assert before == {path: path.read_bytes() for path in (root.parent / "www").iterdir()}
