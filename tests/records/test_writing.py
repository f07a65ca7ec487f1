from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from syllabus.front.records.nodes import Mapping, Scalar, read_nodes
from syllabus.front.records.scalars import write_scalar
from syllabus.front.records.writing import (
    apply_edits,
    find_entry,
    read_mapping,
    remove_entry,
    set_value,
)
from syllabus.source import SourceFile

RECORD = """\
# first
date: Thu 15 Apr 2021   # a Thursday
join:   # behind a door
  url: https://meet.example/x
  # passcode: 0417

recording: {url: https://video.example/x}  # at last
# about the title
title: >-
  Lenses
  and mirrors
"""


def mapping(text: str) -> Mapping:
    source = SourceFile(Path("a.md"), "a.md", text)
    found = read_mapping(source.span(0, len(text)))
    assert found is not None
    return found


def without(text: str, *keys: str) -> str:
    found = mapping(text)
    entries = [entry for key in keys if (entry := find_entry(found, key))]
    assert len(entries) == len(keys)
    return apply_edits(found.span.file, [remove_entry(found, entry) for entry in entries])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(str.strip))
def test_any_line_of_text_is_written_so_that_it_is_read_again(text: str) -> None:
    try:
        line = f"title: {write_scalar(text)}\nnext: 1\n"
    except ValueError:
        return
    source = SourceFile(Path("a"), "a", line)
    faults: list[object] = []
    node = read_nodes(source, 0, len(line), faults)  # type: ignore[arg-type]  # only appended to
    assert not faults
    assert isinstance(node, Mapping)
    title = node.entries[0].value
    assert isinstance(title, Scalar)
    assert title.text == text


@pytest.mark.parametrize("text", ["no", "2021", "a: b", "a #b", "'", "[a", "", "- a", "é, b", "y"])
def test_editors_read_a_written_text_as_text(text: str) -> None:
    assert yaml.safe_load(f"title: {write_scalar(text)}\n") == {"title": text}


@pytest.mark.parametrize("text", ["a\nb", "a\x07", "a\x85b", "a\u2028b"])
def test_what_is_no_line_of_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="control"):
        write_scalar(text)


def test_a_value_is_put_in_place_and_all_else_stays() -> None:
    found = mapping(RECORD)
    entry = find_entry(found, "date")
    assert entry is not None
    text = apply_edits(found.span.file, [set_value(entry, "2021-04-22")])
    assert text == RECORD.replace("Thu 15 Apr 2021", "2021-04-22")
    found = mapping("day:\n  - Mon\n  - Thu  # and\n# then\nzone: UTC\n")
    text = apply_edits(found.span.file, [set_value(found.entries[0], "Friday")])
    assert text == "day:\n  Friday  # and\n# then\nzone: UTC\n"


def test_a_key_is_taken_out_with_all_that_belongs_to_it() -> None:
    assert without(RECORD, "join", "recording") == (
        "# first\ndate: Thu 15 Apr 2021   # a Thursday\n\n"
        "# about the title\ntitle: >-\n  Lenses\n  and mirrors\n"
    )
    assert without("a:\n  b: 1\n  # b\n\n# c\n\n  # in\n# of c\nc: 2\n", "a") == (
        "\n# c\n\n  # in\n# of c\nc: 2\n"
    )
    assert without("a:\n  b: 1\n# between\n  c: |\n    x\nd: 2\n", "a") == "d: 2\n"
    assert without("a:\n- b: 1\n- [x,\n  y]  # y\n# c\nc: 2\n", "a") == "# c\nc: 2\n"
    assert without("a: |\n  x\n# c\nc: 2\n", "a") == "# c\nc: 2\n"
    assert without("a: 1\n  # still a\n# c\nc: 2\n", "a") == "# c\nc: 2\n"
    assert without(RECORD, "title").endswith("# at last\n# about the title\n")


@pytest.mark.parametrize("keys", [("a",), ("b",), ("c",), ("b", "c"), ("a", "b"), ("a", "b", "c")])
@pytest.mark.parametrize("text", ["{a: 1, b: {x: 2}, c: 3}\n", "{\n  a: 1,\n  b: 2,\n  c: 3\n}\n"])
def test_keys_are_taken_out_of_braces(text: str, keys: tuple[str, ...]) -> None:
    left = {entry.key.text for entry in mapping(without(text, *keys)).entries}
    assert left == {"a", "b", "c"} - set(keys)
