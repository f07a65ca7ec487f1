"""References beside those of pandoc: equal, or listed with the reason."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from tests.bibliography.opinions.opinion import our_references, pandoc_references
from tests.bibliography.printing import parenthetical, style, work

from syllabus.front.bibliography.styles import _bundled

FOLDER = Path(__file__).parent / "opinions"
WORKS = (FOLDER / "works.bib").read_text(encoding="utf-8")
KEYS = re.findall(r"^@\w+\{(\w+),$", WORKS, re.MULTILINE)
DIFFERENCES = tomllib.loads((FOLDER / "differences.toml").read_text(encoding="utf-8"))["difference"]


@pytest.mark.parametrize(
    "name",
    [
        "apa",
        "nature",
        "chicago-author-date",
        "ieee",
        "modern-language-association",
        "vancouver",
    ],
)
def test_references_are_those_of_pandoc_but_for_what_is_listed(name: str) -> None:
    path = _bundled(name)
    assert path
    theirs = pandoc_references(WORKS, path)
    ours = our_references(WORKS, style(name), [parenthetical(work(key)) for key in KEYS])
    assert len(KEYS) == len(theirs) == len(ours) == 300
    expected = {}
    for difference in DIFFERENCES:
        for key in difference.get(name, ()):
            expected[key] = difference["reason"]
    shown = {
        key: f"ours: {ours[key]}\npandoc: {theirs[key]}" for key in KEYS if ours[key] != theirs[key]
    }
    assert shown.keys() - expected.keys() == set(), "\n".join(
        shown[key] for key in shown if key not in expected
    )
    assert expected.keys() - shown.keys() == set(), "these are equal now: take them off the list"
