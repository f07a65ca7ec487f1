"""The JSON Schema says what the reader says, to whoever has let YAML resolve its types before."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from syllabus.cli import main
from syllabus.diagnostics import Diagnostic, Severity
from syllabus.front.records import single_values as keys
from syllabus.front.records.course import read_course
from syllabus.front.records.definitions import course, meeting
from syllabus.front.records.kinds import BadValue, Single
from syllabus.front.records.meeting import read_meeting
from syllabus.front.records.schema import course_schema, meeting_schema
from syllabus.source import SourceFile

ROOT = Path(__file__).parents[2]
SCHEMAS = {"course": course_schema(), "meeting": meeting_schema()}
VALIDATORS = {
    name: Draft202012Validator(schema)  # formats are not asked for
    for name, schema in SCHEMAS.items()
}
COURSE = {"title": "Optics", "zone": "Europe/Berlin"}
MEETING = {"date": "2021-04-15", "title": "Lenses"}


class Yaml11(yaml.SafeLoader):
    """Resolves types as YAML 1.1 does; a date becomes a moment, as JavaScript writes it."""


Yaml11.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: f"{node.value}T00:00:00.000Z")


class Yaml12(yaml.SafeLoader):
    """Resolves types as the core schema of YAML 1.2 does, which most editors use."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way


for tag, pattern in (
    ("null", r"~|null|Null|NULL|"),
    ("bool", r"true|True|TRUE|false|False|FALSE"),
    ("int", r"[-+]?[0-9]+"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), None)
Yaml12.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(str(node.value)))

VERSIONS = [Yaml11, Yaml12]


def as_editors_see(text: str, version: type[yaml.SafeLoader]) -> object:
    """Return YAML as JSON has it: keys are strings."""
    return json.loads(json.dumps(yaml.load(text, version)))


def faults_of(schema: str, text: str, version: type[yaml.SafeLoader]) -> list[str]:
    seen = as_editors_see(text, version)
    return [fault.message for fault in VALIDATORS[schema].iter_errors(seen)]


def read(schema: str, text: str) -> list[Diagnostic]:
    """Return the errors that our own reader finds."""
    faults: list[Diagnostic] = []
    if schema == "course":
        read_course(SourceFile(Path("course.yaml"), "course.yaml", text), faults)
    else:
        read_meeting(SourceFile(Path("a.md"), "a.md", f"---\n{text}\n---\n"), faults)
    return [fault for fault in faults if fault.severity is Severity.ERROR]


def completed(schema: str, text: str) -> str:
    """Return YAML with the required keys that it leaves out; one that is `-` is to be missing."""
    given = {line.partition(":")[0] for line in text.splitlines()}
    others = COURSE if schema == "course" else MEETING
    added = [f"{key}: {value}\n" for key, value in others.items() if key not in given]
    lines = [line for line in text.splitlines() if not line.endswith(": -")]
    return "".join((*added, *(f"{line}\n" for line in lines)))


def own_records() -> Iterator[tuple[str, Path]]:
    for project in (ROOT, *sorted((ROOT / "tests" / "golden").iterdir())):
        yield "course", project / "syllabus" / "course.yaml"
        for path in sorted((project / "syllabus" / "meetings").glob("*.md")):
            yield "meeting", path


@pytest.mark.parametrize("version", VERSIONS)
def test_our_own_records_fit_their_schemas(version: type[yaml.SafeLoader]) -> None:
    records = list(own_records())
    assert len(records) > 30
    for schema, path in records:
        text = path.read_text(encoding="utf-8")
        if schema == "meeting":
            text = text.split("---\n")[1]
        assert not faults_of(schema, text, version), path


def _parts(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    if isinstance(schema, dict | list):
        for part in schema.values() if isinstance(schema, dict) else schema:
            yield from _parts(part)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_describes_every_key(name: str) -> None:
    schema = json.loads(json.dumps(SCHEMAS[name]))
    Draft202012Validator.check_schema(schema)

    records = [part for part in _parts(schema) if part.get("additionalProperties") is False]
    assert len(records) >= 3
    assert all(value["description"] for each in records for value in each["properties"].values())
    record = course.COURSE if name == "course" else meeting.MEETING
    assert list(schema["properties"]) == [field.key for field in record.fields]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_command_prints_it(name: str) -> None:
    printed = CliRunner().invoke(main, ["schema", name])
    assert printed.exit_code == 0
    assert json.loads(printed.stdout) == json.loads(json.dumps(SCHEMAS[name]))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("meeting", "date: TBD\nwhen: 2021"),
        ("meeting", "date: Thu 15 Apr 2021"),
        ("meeting", "date: April 15, 2021"),
        ("meeting", "date: 2024-2-29"),
        ("meeting", "date: 2024/2/29"),
        ("meeting", "date: April 15th, 2021"),
        ("meeting", "time: 10:00-12:00"),
        ("meeting", "time: 15 h 30"),
        ("course", "language: fr\nbreaks: {from: 24/12/2026, to: 2 janv. 2027}"),
        ("course", "language: ja\nbreaks: 2026年12月24日(木)"),
        ("course", "breaks: 2026-12-24\ntime: 10 to 11:30 am"),
        ("meeting", "time: 8:00\nduration: 90 min"),
        ("meeting", "time: 08:30"),
        ("meeting", "time: 16:30"),
        ("meeting", "time: 23:59"),
        ("meeting", "time: 8.30"),
        ("meeting", "time: 7:30 p.m."),
        ("meeting", "time: noon"),
        ("meeting", "time: 16h\nduration: 1.5 hrs"),
        ("meeting", "duration: 3h:20m"),
        ("meeting", 'duration: "1:30"'),
        ("meeting", "title: 2001"),
        ("meeting", "title: no"),
        ("meeting", "title: 1.5"),
        ("meeting", "title: yes\ntopic:\nstream:\nreason:"),
        ("meeting", "title: -\ndate: TBD\nwhen: Summer 2021"),
        ("meeting", "title: -\nstatus: cancelled"),
        ("course", "words: {members-edition: ''}"),
        ("meeting", "join: https://example.org\nrecording: http://example.org/1"),
        ("meeting", "stream: 041"),
        ("meeting", "stream: größe_2-b"),
        ("meeting", "stream: [blur, 2]"),
        ("meeting", "stream: []"),
        ("meeting", "show: Details\nstatus: CANCELLED\nreason: no room"),
        ("meeting", "join: {url: 'https://example.org/j?x=1', passcode: 0417}"),
        ("meeting", "recording: {}"),
        ("meeting", "recording:"),
        ("course", "language: no"),
        ("course", "language: en-CA"),
        ("course", "day: [Mon, thursday]\ntime: 9:00"),
        ("course", "day: [Tu, Tues, weds, thur, Thurs]"),
        ("course", "every: 2 weeks\nholidays: NO"),
        ("course", "holidays: ca-on"),
        ("course", "breaks: 2026-12-24"),
        ("course", "breaks: [{from: 2026-12-24, to: 2027-01-02, reason: off}, Thu 7 Jan 2027]"),
        ("course", "contents: no\nreading_load: Yes\nraw_latex: true"),
        ("course", "contents: {shown: false, depth: 2}"),
        ("course", "contents: {depth: '2'}"),
        ("course", "streams: {blur: Blur, 2: Two}"),
        ("course", "streams: {}"),
        ("course", "macros: {R: '\\mathbb{R}', '\\vect': 1}"),
        ("course", "slug: 2021"),
        ("course", "slug: study-group_2.1"),
        ("course", "words: {contents: Inhalt}"),
        ("course", "dates: {heading: d MMM y, title: y}"),
        ("course", "zone: UTC"),
        ("course", "handout: [upcoming, past]"),
    ],
)
def test_what_the_reader_takes_fits_the_schema(
    schema: str, text: str, version: type[yaml.SafeLoader]
) -> None:
    whole = completed(schema, text)
    assert not read(schema, whole)
    assert not faults_of(schema, whole, version)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("schema", "text", "code"),
    [
        ("meeting", "titel: Lenses", "unknown-key"),
        ("meeting", "title: -", "missing-key"),
        ("meeting", "title:", "missing-key"),
        ("meeting", "title: ''", "wrong-shape"),
        ("meeting", "topic: ''", "wrong-shape"),
        ("meeting", "title: -\nwhen: ''", "missing-key"),
        ("meeting", "title: -\nstatus: scheduled", "missing-key"),
        ("course", "place: ''", "wrong-shape"),
        ("meeting", "title: ' '", "wrong-shape"),
        ("meeting", "title: [Lenses]", "wrong-shape"),
        ("meeting", f"title: {'long ' * 1001}end", "text-too-long"),
        ("meeting", "topic: {a: b}", "wrong-shape"),
        ("meeting", "date: -", "missing-key"),
        ("meeting", "date: tomorrow", "bad-date"),
        ("meeting", "date: 2021-02-30", "bad-date"),
        ("meeting", "date: 2021-13-01", "bad-date"),
        ("meeting", "date: 15 Ju 2021", "bad-date"),
        ("meeting", "date: 1899-12-31", "bad-date"),
        ("meeting", "date: 2200-01-01", "bad-date"),
        ("meeting", "date: 2021", "bad-date"),
        ("meeting", "date: [2021-04-15]", "wrong-shape"),
        ("meeting", "time: 8", "bad-time"),
        ("meeting", "time: 25:00", "bad-time"),
        ("meeting", "time: 8:60", "bad-time"),
        ("meeting", "time: 13 pm", "bad-time"),
        ("meeting", "time: 15 h 60", "bad-time"),
        ("meeting", "date: 32/04/2021", "bad-date"),
        ("meeting", "time: 8:00 Pacific", "bad-time"),
        ("meeting", "time: true", "bad-time"),
        ("meeting", "duration: 90", "bad-duration"),
        ("meeting", "duration: long", "bad-duration"),
        ("meeting", "duration: 0 min", "bad-duration"),
        ("meeting", "zone: PST", "unknown-zone"),
        ("meeting", "zone: America/Vancuver", "unknown-zone"),
        ("meeting", "stream: blur sharpen", "bad-stream-code"),
        ("meeting", "stream: -1", "bad-stream-code"),
        ("meeting", "stream: 1.5", "bad-stream-code"),
        ("meeting", f"stream: {'a' * 41}", "bad-stream-code"),
        ("meeting", "stream: [blur, '']", "wrong-shape"),
        ("meeting", "stream: {blur: x}", "wrong-shape"),
        ("meeting", "status: canceled", "unknown-word"),
        ("meeting", "status: true", "unknown-word"),
        ("meeting", "show: nowhere", "unknown-word"),
        ("meeting", "reason: rain", "reason-without-cancelled"),
        ("meeting", "reason: rain\nstatus: scheduled", "reason-without-cancelled"),
        ("meeting", "join: [https://example.org]", "wrong-shape"),
        ("meeting", "join: {url: ftp://example.org}", "bad-address"),
        ("meeting", "join: {url: example.org}", "bad-address"),
        ("meeting", "join: {url: 'https://'}", "bad-address"),
        ("meeting", "join: {url: 'https://exa mple.org'}", "bad-address"),
        ("meeting", "join: {link: https://example.org}", "unknown-key"),
        ("course", "title: -", "missing-key"),
        ("course", "zone: -", "missing-key"),
        ("course", "zone: europe/berlin", "unknown-zone"),
        ("course", "Time: 9:00", "unknown-key"),
        ("course", "language: english", "unknown-language"),
        ("course", "language: en_CA", "unknown-language"),
        ("course", "every: 3 weeks", "unknown-word"),
        ("course", "breaks: TBD", "bad-date"),
        ("course", "breaks: {to: 2027-01-02}", "missing-key"),
        ("course", "holidays: Norwegian Sea", "unknown-holidays"),
        ("course", "day: [Monday, 2]", "unknown-word"),
        ("course", "contents: {depth: 4}", "bad-number"),
        ("course", "contents: {depth: two}", "bad-number"),
        ("course", "contents: {deep: 2}", "unknown-key"),
        ("course", "contents: maybe", "unknown-word"),
        ("course", "contents: [true]", "wrong-shape"),
        ("course", "raw_latex: 1", "unknown-word"),
        ("course", "streams: [blur, sharpen]", "wrong-shape"),
        ("course", "streams: {a b: Both}", "bad-stream-code"),
        ("course", "streams: {blur: [Blur]}", "wrong-shape"),
        ("course", "streams: {blur: }", "wrong-shape"),
        ("course", "macros: {R2: x}", "bad-macro-name"),
        ("course", "slug: a/b", "bad-slug"),
        ("course", "slug: -a", "bad-slug"),
        ("course", "slug: ../x", "bad-slug"),
        ("course", "words: {content: Inhalt}", "unknown-word"),
        ("course", "dates: {titel: y}", "unknown-key"),
        ("course", "dates: d MMM y", "wrong-shape"),
        ("course", "author: {name: Ada}", "wrong-shape"),
    ],
)
def test_what_a_schema_can_express_both_refuse(
    schema: str, text: str, code: str, version: type[yaml.SafeLoader]
) -> None:
    whole = completed(schema, text)
    assert code in {fault.code for fault in read(schema, whole)}
    assert faults_of(schema, whole, version)


def _pieces(*pieces: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces), min_size=1, max_size=7).map("".join)


DATES = _pieces(
    "2021", "1999", "04", "4", "31", "15", "29", "Feb", "june", "Sept", "Mon", "thurs", "-", "-",
    " ", " ", ".", ",", "/", "tbd", "th", "of",
)  # fmt: skip
TIMES = _pieces(
    "0", "8", "12", "13", "23", "30", "59", ":", ".", "h", " ", "a", "PM", "p.m.", "Uhr", "-"
)
DURATIONS = _pieces("0", "1", "90", "1.5", "30", " ", ":", "h", "hrs", "min", "m", "and", "Std.")
ADDRESSES = _pieces("http", "HTTPS", "s", ":", "//", "/", "a", "@", "?", "#", "[", "é", " ", ":80")


@pytest.mark.parametrize("text", ["15/04/2021", "31 April 2021", "15 avril 2021"])
def test_a_schema_knows_no_language_and_leaves_its_dates_to_the_reader(text: str) -> None:
    whole = completed("meeting", f"date: {text}")
    assert "bad-date" in {fault.code for fault in read("meeting", whole)}
    assert not faults_of("meeting", whole, Yaml12)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (keys.DAYS, DATES),
        (keys.TIME, TIMES),
        (keys.HOURS, TIMES),
        (keys.DURATION, DURATIONS),
        (keys.ADDRESS, ADDRESSES),
    ],
    ids=lambda each: each.expected if isinstance(each, Single) else "",
)
def test_nothing_that_is_read_is_refused_by_its_form(
    kind: Single[object], texts: st.SearchStrategy[str]
) -> None:
    form = re.compile(kind.form.pattern or "")

    @given(texts)
    def agree(text: str) -> None:
        try:
            kind.parse(text.strip())
        except BadValue:
            return
        assert form.fullmatch(text.strip())

    agree()


@given(st.from_regex(keys.TIME.form.pattern or "", fullmatch=True))
@example("12 AM")
def test_no_time_fits_its_form_that_is_not_read(text: str) -> None:
    keys.TIME.parse(text)
