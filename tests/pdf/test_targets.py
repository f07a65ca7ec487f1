"""The newest handout keeps its name when an older one is built."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from tests.security.projects import project

from syllabus.front.check import check_project
from syllabus.model.course import Edition
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.outputs.pdf.targets import find_targets


@pytest.mark.parametrize(
    ("as_of", "there", "newest", "said"),
    [
        ("2021-04-10", {"optics-2021-04-14.pdf": "a", "optics.pdf": "a"}, False, "2021-04-14"),
        ("2021-04-14", {"optics-2021-04-14.pdf": "a", "optics.pdf": "a"}, True, ""),
        ("2021-04-20", {"optics-2021-04-14.pdf": "a", "optics.pdf": "a"}, True, ""),
        (None, {"optics-2099-01-01.pdf": "a", "optics.pdf": "a"}, True, ""),
        ("2021-04-10", {"optics-2021-04-14.pdf": "a", "optics.pdf": "another"}, True, ""),
        ("2021-04-10", {"optics-2021-04-14.pdf": "a"}, True, ""),
        ("2021-04-10", {"optics.pdf": "a"}, True, ""),
        ("2021-04-10", {"optics-2021-04-14-public.pdf": "a", "optics.pdf": "a"}, True, ""),
        ("2021-04-10", {f"optics-2021-04-{day}.pdf": "a" for day in ("05", "12")}
         | {"optics.pdf": "a"}, False, "2021-04-12"),
    ],
)  # fmt: skip
def test_a_build_as_of_an_earlier_day_leaves_the_newest_handout(
    as_of: str | None, there: dict[str, str], newest: bool, said: str, tmp_path: Path
) -> None:
    layout = project(tmp_path, {})
    course = check_project(layout).course
    assert course is not None
    layout.build.mkdir()
    for name, content in there.items():
        (layout.build / name).write_text(content)
    heard: list[str] = []
    moment = datetime.fromisoformat(as_of or "2021-04-10").replace(tzinfo=course.zone)
    request = BuildRequest(layout, as_of, Edition.MEMBERS)
    targets = find_targets(request, course, moment, heard.append)
    names = [f"optics-{moment:%Y-%m-%d}.pdf", *(["optics.pdf"] if newest else [])]
    assert [target.name for target in targets] == names
    assert [said in each for each in heard] == ([True] if said else [])
