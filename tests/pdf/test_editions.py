"""What each edition prints of a course, and what its footer says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.security.projects import FRONT, MEETING, project

from syllabus.model.course import Edition
from syllabus.outputs.pdf.preparation import prepare_handout

MEMBERS, PUBLIC = r"black!65}Members", r"black!65}Public edition}"
SECRET = "::: members\nSecret.\n:::\n"


def printed(root: Path, edition: Edition, body: str, front: str = FRONT) -> str:
    course = "title: Optics\nzone: Europe/Berlin\ntime: 18:00\nstreams: {r: Rays, w: Waves}\n"
    layout = project(root, {MEETING: front + body, "syllabus/course.yaml": course})
    front_end = prepare_handout(layout, "2021-04-14", edition)
    assert front_end.document is not None, front_end.diagnostics
    return front_end.document.text


@pytest.mark.parametrize(
    ("body", "front", "private"),
    [
        ("Open.\n", FRONT, False),
        (f"Open.\n\n{SECRET}", FRONT, True),
        ("::: members\n## Answers\n:::\n", FRONT, True),
        ("::: members\n## Rays\n:::\n", FRONT, True),
        ("Open.[^1]\n\n[^1]: Note.\n\n    ::: members\n    Secret.\n    :::\n", FRONT, True),
        (SECRET, FRONT.replace("title:", "show: schedule\ntitle:"), False),
        (SECRET, FRONT.replace("title:", "status: cancelled\nreason: rain\ntitle:"), False),
    ],
)
def test_the_footer_says_whether_anything_is_for_members(
    tmp_path: Path, body: str, front: str, private: bool
) -> None:
    assert (MEMBERS in printed(tmp_path, Edition.MEMBERS, body, front)) is private
    assert PUBLIC in printed(tmp_path, Edition.PUBLIC, body, front)


def test_a_reading_load_counts_what_is_printed(tmp_path: Path) -> None:
    body = (
        "## Reading\n\n1. A (10 min)\n2. ::: members\n   B (20 min)\n   :::\n\n"
        "::: members\n- C (5 pages)\n:::\n"
    )
    members = printed(tmp_path, Edition.MEMBERS, body).replace("~", " ")
    assert r"\meetingpart{Reading}{ (30 min, 5 pages)}" in members
    public = printed(tmp_path, Edition.PUBLIC, body).replace("~", " ")
    assert r"\meetingpart{Reading}{ (10 min)}" in public
    assert public.count("\n\\item") == 1


def test_a_stream_for_members_only_leaves_nothing_behind(tmp_path: Path) -> None:
    front = FRONT.replace("title:", "stream: [r, w]\ntitle:")
    body = "::: members\n## Rays\n\nA\n\n## Waves\n\n### Reading\n\nB\n:::\n"
    members = printed(tmp_path, Edition.MEMBERS, body, front)
    assert r"\subsubsection{Rays}" in members
    assert r"\textendash{} Rays/Waves" not in members
    public = printed(tmp_path, Edition.PUBLIC, body, front)
    assert r"\subsubsection" not in public.split(r"\begin{document}")[1]
    assert r"\textendash{} Rays/Waves" in public


def test_text_before_a_part_for_members_stays_with_the_part_above(tmp_path: Path) -> None:
    body = "## Open\n\nA\n\n::: members\nB\n\n## Answers\n\nC\n:::\n\n## Last\n\nD\n"
    members = printed(tmp_path, Edition.MEMBERS, body).split(r"\meetingpart{")
    texts = [re.findall(r"^[A-D]$", part, re.MULTILINE) for part in members[-3:]]
    assert texts == [["A", "B"], ["C"], ["D"]]
    public = printed(tmp_path, Edition.PUBLIC, body).split(r"\meetingpart{")
    assert [part.partition("}")[0] for part in public[-2:]] == ["Open", "Last"]
