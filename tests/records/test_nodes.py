"""YAML becomes nodes: text as written, at its place, and never an exception."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.counting import steps_of

from syllabus.diagnostics import Diagnostic, has_errors
from syllabus.front.records import nodes
from syllabus.front.records.course import read_course
from syllabus.front.records.meeting import read_meeting
from syllabus.front.records.nodes import Mapping, Node, Scalar, Sequence, read_nodes
from syllabus.source import SourceFile, UndecodableText, decode_source

PIECES = st.sampled_from(
    ["---\n", "...\n", "date", "title", "streams", "dates", ":", ": ", "- ", "? ", "|", ">-\n",
     "\n", "\n  ", "\t", "[", "]", "{", "}", ",", "&a ", "*a", "<<", "!", "!!map ", "%YAML 1.1\n",
     "#", "'", '"', "\\", '"\\U0011ffff"', "2021-04-15", "TBD", "8:00", "é", "\u2028", "\x85",
     "\ufeff", "\x01", "🙂", "x"]
)  # fmt: skip
YAML_LIKE = st.lists(PIECES, max_size=30).map("".join)


@pytest.fixture(params=["CBaseLoader", "BaseLoader"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both of PyYAML's parsers: libyaml's, and its own where that is missing."""
    if not hasattr(yaml, request.param):
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(nodes, "_loader", lambda: getattr(yaml, request.param))
    return str(request.param)


def source_of(text: str) -> SourceFile:
    return SourceFile(Path("course.yaml"), "course.yaml", text)


def read(text: str) -> tuple[Mapping | nodes.Unusable, list[Diagnostic]]:
    faults: list[Diagnostic] = []
    return read_nodes(source_of(text), 0, len(text), faults), faults


def plain(node: Node) -> Any:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {entry.key.text: plain(entry.value) for entry in node.entries}
    return None


@pytest.mark.usefixtures("loader")
def test_nothing_is_resolved_and_everything_has_its_place() -> None:
    text = (
        "time: 8:00\nno: [041, yes, ~]\n'é🙂': >-\n  a\n  b\n\u2028x: {y: \"z\\n\"}  # c\nempty:\n"
    )
    node, faults = read(text)
    assert not faults
    assert plain(node) == {
        "time": "8:00",
        "no": ["041", "yes", "~"],
        "é🙂": "a b",
        "x": {"y": "z\n"},
        "empty": "",
    }
    assert isinstance(node, Mapping)
    values = [entry.value.span for entry in node.entries]
    assert [span.text for span in values] == [
        "8:00",
        "[041, yes, ~]",
        ">-\n  a\n  b",
        '{y: "z\\n"}',
        "",
    ]
    assert [(span.line, span.column) for span in values[:3]] == [(1, 7), (2, 5), (3, 7)]


@pytest.mark.usefixtures("loader")
def test_both_parsers_place_broken_yaml_alike() -> None:
    broken = {
        "a: b: c": (1, 5),
        "a: [1,\nb: 2": (1, 4),
        "a: {b: c": (1, 4),
        "a: 'x\n\nb: c": (1, 4),
        "a: x\nb": (2, 1),
        "a: x\n- b": (2, 1),
        "a: %x": (1, 4),
        "\ta: 1": (1, 1),
        "a: \x07": (1, 4),
    }
    for text, place in broken.items():
        _, faults = read(text)
        found = [
            (fault.code, fault.span and (fault.span.line, fault.span.column)) for fault in faults
        ]
        assert found == [("broken-yaml", place)], text


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? ", "[{a: "])
def test_deep_nesting_is_a_fault_and_quick(opening: str) -> None:
    found: list[str] = []

    def refuse() -> None:
        _, faults = read(opening * 100_000)
        found.extend(fault.code for fault in faults)

    steps_of(refuse, 16_000_000)
    assert found == ["nesting-too-deep"]


@given(YAML_LIKE | st.text())
def test_any_text_is_read_without_an_exception(text: str) -> None:
    for name in ("CBaseLoader", "BaseLoader"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(nodes, "_loader", lambda name=name: getattr(yaml, name))
            try:
                source = decode_source(text.encode("utf-8", "surrogatepass"), Path("x"), Path())
            except UndecodableText:
                return
            faults: list[Diagnostic] = []
            read_course(source, faults)
            read_meeting(source, faults)
            front = source_of(f"---\n{source.text}\n---\n")
            record = read_meeting(front, faults)
            assert (record.title and record.date) or has_errors(faults)
            for fault in faults:
                assert fault.span is not None
                assert 0 <= fault.span.start <= fault.span.end <= len(fault.span.file.text)
