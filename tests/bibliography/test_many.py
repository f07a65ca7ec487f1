"""A library of thousands, all cited: what it takes grows as the library does."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from tests.bibliography.printing import library, parenthetical, style, work

from syllabus.front.bibliography import format_citations
from syllabus.front.bibliography.processor.style_processor import StyleProcessor
from syllabus.front.bibliography.processor.work import Work


def entry(number: int) -> str:
    """Return one of eight works of one year by people of one name."""
    family = "".join("abcdefghij"[int(digit)] for digit in str(number // 8))
    return (
        f"@article{{k{number}, author={{Nm{family}, Ann B and Oo, C and Zed, Q}},"
        f" title={{Thing {number}}}, journal={{J}}, year=2001, volume={number}}}"
    )


def calls(count: int, by: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many functions are called for so many works, each cited once."""
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    found = library("\n".join(map(entry, range(count))))
    cited = [parenthetical(work(f"k{number}")) for number in range(count)]
    form = style(by)
    counted = 0

    def count_call(frame: FrameType, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count_call)
    try:
        format_citations(found, cited, form, "en-US")
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("by", ["apa", "chicago-author-date", "ieee", "oscola"])
def test_four_times_the_works_take_about_four_times_the_work(
    by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls(2, by, monkeypatch)  # what is imported and read once
    few, many = (calls(count, by, monkeypatch) for count in (8, 32))
    assert many < 4.2 * few


def test_works_are_told_apart_by_no_more_names_than_they_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = 0
    cite = StyleProcessor.cite

    def counted(self: StyleProcessor, work: Work, narrative: bool = False) -> str:
        nonlocal begun
        begun += 1
        return cite(self, work, narrative)

    monkeypatch.setattr(StyleProcessor, "cite", counted)
    calls(40, "apa", monkeypatch)
    assert begun <= 40 * 9
