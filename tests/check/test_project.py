"""A folder becomes a course."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syllabus.front.check import CheckedProject, check_project
from syllabus.model.course import ReadingLoad, Status
from syllabus.model.document import Heading, plain_text
from syllabus.model.slug import identifier
from syllabus.workspace.layout import Layout

COURSE = """\
title: "Optics for 'everyone'"
zone: America/Vancouver
time: 8 AM
duration: 90 min
language: en-CA
streams: {blur: Blur, sharpen: Sharp End}
words: {optional: extra, upcoming: Next}
macros:
  \\R: \\mathbb{R}
"""


def project(root: Path, files: dict[str, str | bytes]) -> CheckedProject:
    for name, text in {"syllabus/course.yaml": COURSE, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return check_project(Layout(root))


def test_a_meeting_takes_what_it_does_not_say_from_the_course(tmp_path: Path) -> None:
    text = '---\ndate: 2021-04-15\ntitle: Zhong\'s "cryoDRGN"\n---\n'
    checked = project(tmp_path, {"syllabus/meetings/2021-04-15 Zhong.md": text})
    assert checked.course is not None
    assert checked.diagnostics == ()
    (meeting,) = checked.course.meetings
    assert meeting.identifier == "2021-04-15-zhong"
    assert meeting.start == datetime(2021, 4, 15, 8, tzinfo=ZoneInfo("America/Vancouver"))
    assert (meeting.duration, meeting.time) == (timedelta(minutes=90), time(8))
    assert meeting.topic == meeting.title
    assert meeting.title.text == "Zhong’s “cryoDRGN”"
    assert checked.course.title.text == "Optics for ‘everyone’"
    assert checked.course.words["upcoming"].text == "Next"
    assert checked.course.macros["R"].text == "\\mathbb{R}"
    assert checked.course.slug == "optics-for-everyone"


def test_a_meeting_says_it_all_itself(tmp_path: Path) -> None:
    text = (
        "---\ndate: TBD\ntime: 16:00\nwhen: Summer 2021\nduration: 2 h\nstream: [Sharpen, blur]\n"
        "title: A\ntopic: B\nstatus: cancelled\nreason: strike\nrecording: {passcode: 041}\n---\n"
    )
    checked = project(tmp_path, {"syllabus/meetings/a.md": text})
    assert checked.course is not None
    (meeting,) = checked.course.meetings
    assert (meeting.start, meeting.end, meeting.time) == (None, None, time(16))
    assert [stream.code for stream in meeting.streams] == ["sharpen", "blur"]
    assert meeting.when is not None
    assert meeting.reason is not None
    assert (meeting.topic.text, meeting.when.text, meeting.reason.text) == (
        "B",
        "Summer 2021",
        "strike",
    )
    assert meeting.status is Status.CANCELLED
    assert meeting.recording is not None
    assert (meeting.recording.url, meeting.recording.passcode) == (None, "041")


BODY = """\
---
date: 2021-04-15
title: A
---

Prose.

### Before any part

## Pre-reading *and* more

- one (40 min)
- Extra
  - two (10 pages)

### Deeper

## BLUR

For beginners.

### Optional reading

- three (1 h)

#### Deepest

### Questions

## sharp END

### Questions

1. why? (5 min)
"""


def test_headings_divide_a_meeting(tmp_path: Path) -> None:
    checked = project(tmp_path, {"syllabus/meetings/2021-04-15.md": BODY})
    assert checked.course is not None
    assert {fault.code for fault in checked.diagnostics} == {"skipped-heading-level"}
    (meeting,) = checked.course.meetings
    assert [plain_text((block,)) for block in meeting.passage.blocks] == [
        "Prose.",
        "Before any part",
    ]
    (reading,) = meeting.passage.parts
    assert plain_text(reading.title) == "Pre-reading and more"
    assert reading.span.line == 10
    assert [block.level for block in reading.blocks if isinstance(block, Heading)] == [3]
    assert reading.load == ReadingLoad(timedelta(minutes=40), optional_pages=10)
    blur, sharpen = meeting.stream_passages
    assert (blur.stream.code, sharpen.stream.code) == ("blur", "sharpen")
    assert plain_text(blur.passage.blocks) == "For beginners."
    assert [plain_text(part.title) for part in blur.passage.parts] == [
        "Optional reading",
        "Questions",
    ]
    assert blur.passage.parts[0].load == ReadingLoad(optional_duration=timedelta(hours=1))
    assert not blur.passage.parts[1].load
    assert meeting.load.duration == timedelta(minutes=45)


def test_an_undated_meeting_has_the_courses_time_unless_it_says_when(tmp_path: Path) -> None:
    text = "---\ndate: TBD\n{}title: A\n---\n"
    files = {"a": "", "b": "when: Summer\n", "c": "time: 9:30\n"}
    records: dict[str, str | bytes] = {
        f"syllabus/meetings/{name}.md": text.format(own) for name, own in files.items()
    }
    course = project(tmp_path, records).course
    assert course is not None
    times = {each.identifier: each.time and each.time.hour for each in course.meetings}
    assert times == {"a": 8, "b": None, "c": 9}


def test_a_title_in_a_body_is_a_fault_and_opens_a_part(tmp_path: Path) -> None:
    text = "---\ndate: TBD\ntitle: A\n---\n\n# Reading\n\n- one (1 h)\n"
    checked = project(tmp_path, {"syllabus/meetings/a.md": text})
    assert checked.course is not None
    assert [fault.code for fault in checked.diagnostics] == ["heading-level"]
    assert checked.course.meetings[0].load == ReadingLoad(timedelta(hours=1))


def test_the_handout_is_every_section_unless_the_course_says_otherwise(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "syllabus/sections/resources.md": "# Resources\n\n## Books\n",
        "syllabus/sections/general.md": "# General *Information*\n\nProse.\n",
        "syllabus/sections/past.md": "Recordings are kept for a year.\n",
    }
    checked = project(tmp_path, files)
    assert checked.course is not None
    assert checked.diagnostics == ()
    names = [entry.name for entry in checked.course.handout]
    assert names == ["schedule", "general", "resources", "upcoming", "past", "references"]
    general = checked.course.section("general")
    assert general is not None
    assert plain_text(general.title or ()) == "General Information"
    assert plain_text(general.blocks) == "Prose."
    past = checked.course.section("past")
    assert past is not None
    assert past.title is None
    (tmp_path / "syllabus/course.yaml").write_text(f"{COURSE}handout: [general, past]\n")
    course = check_project(Layout(tmp_path)).course
    assert course is not None
    assert [entry.name for entry in course.handout] == ["general", "past"]


def test_libraries_are_read_in_order(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "bib/b.bib": "@book{b, title = {B}}",
        "bib/a.bib": "@book{a, title = {A}}",
        "bib/.c.bib": "@book{c, title = {C}}",
    }
    checked = project(tmp_path, files)
    assert list(checked.bibliography.keys()) == ["a", "b"]
    assert checked.course is not None
    assert [path.name for path in checked.course.bibliography] == ["a.bib", "b.bib"]


def test_a_course_without_its_faulty_parts_remains(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "syllabus/course.yaml": f"{COURSE}colour: red\n",
        "syllabus/meetings/a.md": "---\ndate: 2021-04-15\ntitle: A\n---\n",
        "syllabus/meetings/b.md": "---\ndate: someday\ntitle: B\n---\n",
        "syllabus/meetings/c.md": b"\xff",
    }
    checked = project(tmp_path, files)
    assert checked.course is not None
    assert [meeting.identifier for meeting in checked.course.meetings] == ["a"]
    assert [fault.code for fault in checked.diagnostics] == ["unknown-key", "bad-date", "not-utf-8"]


@pytest.mark.parametrize("missing", ["title", "zone"])
def test_a_course_needs_a_title_and_a_zone(missing: str, tmp_path: Path) -> None:
    lines = [line for line in COURSE.splitlines() if not line.startswith(missing)]
    checked = project(tmp_path, {"syllabus/course.yaml": "\n".join(lines)})
    assert checked.course is None
    assert [fault.code for fault in checked.diagnostics] == ["missing-key"]


def test_identifiers_are_safe_in_labels_and_file_names() -> None:
    stems = ["2021-04-15-cryodrgn", "Été à Paris_2", "東京", "--", "a%\\b}"]
    expected = ["2021-04-15-cryodrgn", "ete-a-paris-2", "u6771-u4eac", "meeting", "a-b"]
    assert [identifier(stem) for stem in stems] == expected


def test_values_between_rooms_are_frozen(tmp_path: Path) -> None:
    checked = project(tmp_path, {})
    with pytest.raises(dataclasses.FrozenInstanceError):
        checked.course = None  # type: ignore[misc] # what must not be possible


RECORDS = (
    st.binary()
    | st.text().map(str.encode)
    | st.text().map(lambda body: f"---\ndate: 2021-04-15\ntitle: A\n---\n{body}".encode())
)


@given(record=RECORDS, section=RECORDS, library=RECORDS, course=st.just(COURSE.encode()) | RECORDS)
def test_any_bytes_make_a_project_or_faults(
    record: bytes, section: bytes, library: bytes, course: bytes
) -> None:
    root = Path(tempfile.mkdtemp())
    try:
        checked = project(
            root,
            {
                "syllabus/course.yaml": course,
                "syllabus/meetings/a.md": record,
                "syllabus/sections/s.md": section,
                "bib/a.bib": library,
            },
        )
        for fault in checked.diagnostics:
            if fault.span is not None:
                assert 0 <= fault.span.start <= fault.span.end <= len(fault.span.file.text)
    finally:
        shutil.rmtree(root)
