"""Records are typed values with places."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from syllabus.diagnostics import Diagnostic
from syllabus.front.records import read_text, single_values
from syllabus.front.records.course import read_course
from syllabus.front.records.definitions import course, meeting
from syllabus.front.records.kinds import Field, Record
from syllabus.front.records.meeting import read_meeting
from syllabus.model.course import Contents, Status
from syllabus.model.words import ENGLISH
from syllabus.source import SourceFile


def test_a_meeting_with_its_body() -> None:
    text = (
        "---\ndate: 2020-11-26\nstatus: cancelled\nreason: US Thanksgiving\n"
        "title: >\n  Two\n  lines\n---\nBody"
    )
    faults: list[Diagnostic] = []
    record = read_meeting(SourceFile(Path("a.md"), "a.md", text), faults)
    assert not faults
    assert record.date is not None
    assert (record.date.value, record.date.span.line) == (date(2020, 11, 26), 2)
    assert record.title is not None
    assert record.title.value == "Two lines"
    assert record.status is Status.CANCELLED
    assert record.source.line_text(record.body_line) == "Body"


def test_a_course_and_its_defaults() -> None:
    faults: list[Diagnostic] = []
    text = "title: Straße & Café, Müller’s Übung\nzone: Europe/Berlin\ncontents: {depth: 2}\n"
    record = read_course(SourceFile(Path("course.yaml"), "course.yaml", text), faults)
    assert not faults
    assert record is not None
    assert record.zone == ZoneInfo("Europe/Berlin")
    assert record.slug == "strae-cafe-mullers-ubung"
    assert record.duration == timedelta(minutes=60)
    assert record.contents == Contents(shown=True, depth=2)
    assert (record.bibliography, record.handout) == (None, None)


def test_every_key_is_described_once() -> None:
    def fields(record: Record) -> list[Field[object]]:
        return list(record.fields)

    for record in (course.COURSE, meeting.MEETING):
        keys = [field.key for field in fields(record)]
        assert len(keys) == len(set(keys))
        assert all(
            field.description.endswith(".") and field.kind.expected for field in fields(record)
        )
    assert set(single_values.WORD_KEY.form.words()) == set(ENGLISH)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"x" * 1_000_001)
    faults: list[Diagnostic] = []
    assert read_text(path, tmp_path, faults) is None
    assert [fault.code for fault in faults] == ["file-too-large"]
