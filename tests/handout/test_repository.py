"""The repository's own project, from its records to the PDF and back out of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from tests.pdf.measures import measure

from syllabus.front.check import check_project
from syllabus.model.course import Course, Edition, Show
from syllabus.model.timeline import arrange_meetings, resolve_moment, schedule_order
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.workspace.layout import Layout

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def silent(message: str) -> None:
    """Show no progress."""


def copy_project(folder: Path) -> Layout:
    for name in ("syllabus", "bib", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    return Layout(folder)


@pytest.fixture(scope="module")
def course() -> Course:
    project = check_project(Layout(ROOT))
    assert project.diagnostics == ()
    assert project.course is not None
    return project.course


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Layout, BuildOutcome]:
    layout = copy_project(tmp_path_factory.mktemp("project"))
    outcome = build_handout(BuildRequest(layout, as_of="2021-04-14"), silent)
    assert outcome.path is not None, outcome.diagnostics
    return layout, outcome


@pytest.fixture(scope="module")
def pages(built: tuple[Layout, BuildOutcome]) -> list[str]:
    text = subprocess.run(
        ["pdftotext", "-layout", str(built[1].path), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [re.sub(r"\s+", " ", page) for page in text.split("\f")[:-1]]


@pytest.mark.parametrize("edition", Edition)
def test_its_pages_are_set_well(built: tuple[Layout, BuildOutcome], edition: Edition) -> None:
    layout, outcome = built
    if edition is Edition.PUBLIC:
        request = BuildRequest(layout, as_of="2021-04-14", edition=edition)
        outcome = build_handout(request, silent)
    assert measure(outcome.path or Path()) == []


@pytest.mark.parametrize(
    ("as_of", "upcoming", "past"),
    [
        ("2021-04-14", 10, 17),
        ("2021-03-23", 13, 14),
        ("2021-04-15T07:00", 10, 17),
        ("2021-04-15T09:29", 10, 17),
        ("2021-04-15T09:30", 9, 18),
    ],
)
def test_meetings_move_from_upcoming_to_past_when_they_end(
    course: Course, as_of: str, upcoming: int, past: int
) -> None:
    moment = resolve_moment(as_of, None, course.zone, NOW)
    timeline = arrange_meetings(course.meetings, moment)
    detailed = [meeting for meeting in timeline.upcoming if meeting.show is not Show.SCHEDULE]
    assert (len(detailed), len(timeline.past)) == (upcoming, past)


def test_the_project_holds_the_reference_handouts_meetings(course: Course) -> None:
    rows = [meeting for meeting in course.meetings if meeting.show is not Show.DETAILS]
    assert len(rows) == 29
    starts = [meeting.start for meeting in rows if meeting.start]
    assert {start.strftime("%a") for start in starts} == {"Thu"}
    assert [start.tzname() for start in starts].count("PST") == 14
    loads = {meeting.identifier: meeting.load for meeting in course.meetings}
    assert loads["2021-05-20-office-hours"].duration == timedelta(hours=3, minutes=20)


def test_nothing_is_wrong_with_the_pages(built: tuple[Layout, BuildOutcome]) -> None:
    outcome = built[1]
    assert outcome.diagnostics == ()
    assert 20 <= outcome.pages <= 30


def test_every_meeting_stands_in_its_place(
    built: tuple[Layout, BuildOutcome], course: Course
) -> None:
    moment = resolve_moment("2021-04-14", None, course.zone, NOW)
    timeline = arrange_meetings(course.meetings, moment)
    with pikepdf.open(built[1].path or "") as pdf, pdf.open_outline() as outline:
        sections = {item.title: [child.title for child in item.children] for item in outline.root}
    for name, meetings in (
        ("4 Upcoming Meetings", timeline.upcoming),
        ("5 Past Meetings", timeline.past),
    ):
        expected = [each.title.text for each in meetings if each.show is not Show.SCHEDULE]
        assert [title.split(" – ")[-1] for title in sections[name]] == expected


def test_the_schedule_tells_winter_from_summer_and_what_is_cancelled(pages: list[str]) -> None:
    text = " ".join(pages)
    assert "Thu 11 Mar 2021 7:30 AM PST" in text
    assert "Thu 18 Mar 2021 8 AM PDT" in text
    assert "(cancelled: US Thanksgiving)" in text
    assert sum("Date Time Stream Topic" in page for page in pages) >= 2, "no head on the next page"


def test_readings_and_questions_are_printed(pages: list[str]) -> None:
    text = " ".join(pages)
    for phrase in (
        "CryoDRGN: Reconstruction of heterogeneous cryo-EM structures using neural networks. "
        "Nature Methods, 18",
        "–Pre-reading (43 min, 9 pages",
        "Kirkland (2020), pp.",
        "--zdim 8",
        "Members’ edition",
    ):
        assert phrase in text


def test_the_pdf_says_what_it_is_and_can_be_walked_through(
    built: tuple[Layout, BuildOutcome], course: Course
) -> None:
    with pikepdf.open(built[1].path or "") as pdf:
        assert str(pdf.docinfo["/Title"]) == "Online CryoEM Study Group"
        assert str(pdf.docinfo["/Author"]) == "Geoffrey Woollard"
        assert str(pdf.Root.Lang) == "en-CA"
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
            meetings = [child.title for item in outline.root for child in item.children]
        assert titles == [
            "1 Dates and Topics", "2 General Information", "3 Learning Resources",
            "4 Upcoming Meetings", "5 Past Meetings", "6 References",
        ]  # fmt: skip
        assert "5.4 17 Dec 2020 – Blur – Convolution, Sampling, Nyquist" in meetings
        targets, addresses = _links(pdf)
        assert "https://doi.org/10.1038/s41592-020-01049-4" in addresses
        rows = [meeting for meeting in schedule_order(course.meetings) if meeting.start]
        linked = sum(target.startswith("subsection") for target in targets)
        assert linked >= 2 * (len(rows) - 1), "a row of the schedule has no link"
        kinds = {str(font["/Subtype"]) for page in pdf.pages for font in _fonts(page)}
        assert kinds <= {"/Type1"}


def _links(pdf: pikepdf.Pdf) -> tuple[list[str], list[str]]:
    targets, addresses = [], []
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            action = annotation.get("/A")
            if action is None:
                continue
            if action.S == "/URI":
                addresses.append(str(action.URI))
            elif action.S == "/GoTo":
                targets.append(str(action.D))
    return targets, addresses


def _fonts(page: pikepdf.Page) -> list[pikepdf.Object]:
    return list(page.resources.get("/Font", {}).values())


def test_the_same_moment_gives_the_same_bytes_and_nothing_new_starts_no_tex(
    built: tuple[Layout, BuildOutcome], tmp_path: Path
) -> None:
    layout, outcome = built
    assert outcome.path is not None
    assert outcome.path.name == "cryoem-study-group-2021-04-14.pdf"
    newest = layout.build / "cryoem-study-group.pdf"
    assert newest.read_bytes() == outcome.path.read_bytes()
    again = build_handout(BuildRequest(layout, as_of="2021-04-14"), silent)
    assert again.fresh
    assert again.passes == 0
    later = build_handout(BuildRequest(layout, as_of="2021-04-14T07:59"), silent)
    assert later.fresh, "the same handout was set again later that day"
    elsewhere = build_handout(BuildRequest(copy_project(tmp_path), as_of="2021-04-14"), silent)
    assert elsewhere.path is not None
    assert elsewhere.path.read_bytes() == outcome.path.read_bytes()


@pytest.mark.parametrize(
    ("style", "narrative", "reference"),
    [
        ("apa", "Kirkland (2020)", r"\reference{}{Kirkland, E. J. (2020)."),
        ("ieee", r"Kirkland {[}", r"\reference{{[}1{]}}"),
        ("chicago-author-date", "Kirkland (2020)", r"\reference{}{Kirkland, Earl J. 2020."),
    ],
)
def test_the_handout_can_be_set_in_any_citation_style(
    tmp_path: Path, style: str, narrative: str, reference: str
) -> None:
    layout = copy_project(tmp_path)
    text = layout.course.read_text(encoding="utf-8").replace("style: apa", f"style: {style}")
    layout.course.write_text(text, encoding="utf-8")
    front = prepare_handout(layout, "2021-04-14")
    assert front.document is not None, front.diagnostics
    tex = front.document.text.replace("~", " ")  # what keeps on one line
    assert narrative.replace("{[}", "[") in tex
    assert reference.replace("{[}", "[").replace("{]}", "]") in tex
