"""What a page holds beside its words: addresses that stay, calendars, times, data, pictures."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.mail.mails import announced
from tests.security.projects import FRONT, MEETING, NOW, project
from tests.security.test_pictures import png
from tests.web.reading import PageReader, check_safe

from syllabus.cli.report import report_human
from syllabus.diagnostics import Severity
from syllabus.front.check import check_project
from syllabus.model.course import Edition
from syllabus.outputs.export.document import export_markdown
from syllabus.outputs.pdf.page import make_page
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.outputs.pdf.watch import PageBuilder
from syllabus.outputs.web import Page
from syllabus.workspace.layout import Layout

ROOT = Path(__file__).parents[2]
HOSTILE = (
    "<script>alert(1)</script> \"><img src=x onerror=alert(1)> &lt;b&gt; <!-- 'x' javascript:x"
)


def page_of(
    layout: Layout,
    day: str = NOW,
    edition: Edition = Edition.PUBLIC,
    single: Path | None = None,
) -> tuple[str, Page]:
    prepared = prepare_handout(layout, day, edition)
    request = BuildRequest(layout, day, edition, history=False, web=True, page=single)
    faults = list(prepared.diagnostics)
    page = make_page(request, prepared, faults)
    assert page.html is not None, report_human(tuple(faults))
    return page.html.decode(), page


def attributes(read: PageReader, tag: str, **wanted: str) -> list[dict[str, str]]:
    return [
        each
        for name, each in read.elements
        if name == tag and all(each.get(key) == value for key, value in wanted.items())
    ]


COURSE = """\
title: Optics
author: Ada
place: Berlin
zone: Europe/Berlin
time: 18:00
slug: optics
streams: {{waves: Waves, rays: Rays}}
handout: [schedule, calendar, upcoming, past]
{more}"""


def meeting(day: str, title: str, *lines: str, body: str = "") -> str:
    front = "\n".join((f"date: {day}", f"title: {title}", *lines))
    return f"---\n{front}\n---\n\n{body}\n"


def course_of(root: Path, **changed: str) -> Layout:
    files: dict[str, str | bytes] = {
        "syllabus/course.yaml": COURSE.format(more=""),
        MEETING: meeting("2021-04-15", "Lenses", "id: l-1", body="![A lens](lens.png) $x^2$"),
        "syllabus/meetings/old.md": meeting("2021-04-01", "Light", "duration: 90 min"),
        "syllabus/meetings/later.md": meeting("2021-04-22", "Mirrors", "stream: waves"),
        "syllabus/meetings/lens.png": png(4, 2, 2),
    }
    return project(root, {**files, **changed})


def test_a_meeting_keeps_its_address_when_its_title_and_date_change(tmp_path: Path) -> None:
    before, _ = page_of(course_of(tmp_path / "a"))
    moved = meeting("2021-04-29", "Other", "id: l-1")
    after, _ = page_of(course_of(tmp_path / "b", **{MEETING: moved}))
    for page, following in ((before, "m-l-1"), (after, "m-later")):
        read = check_safe(page)
        assert {each["id"] for each in attributes(read, "article")} == {"m-l-1", "m-old", "m-later"}
        (here,) = attributes(read, "a", id="next")
        assert here["href"] == f"#{following}"


def test_what_has_no_section_has_its_address_in_the_schedule(tmp_path: Path) -> None:
    """Mail and calendars lead to it: cancelled meetings, deadlines, free days."""
    gone = meeting("2021-04-15", "Lenses", "id: l-1", "status: cancelled")
    rows = {
        MEETING: gone,
        "syllabus/meetings/report.md": meeting("2021-04-20", "Report", "kind: deadline"),
        "syllabus/meetings/later.md": meeting("2021-04-22", "Mirrors", "show: schedule"),
    }
    text, _ = page_of(course_of(tmp_path / "a", **rows))
    read = check_safe(text)
    placed = {each["id"]: each["class"] for each in attributes(read, "tr") if "id" in each}
    assert placed == {"m-l-1": "upcoming cancelled", "m-report": "upcoming", "m-later": "next"}
    (here,) = attributes(read, "a", id="next")
    assert here["href"] == "#m-later"
    data = json.loads(re.findall(r'ld\+json">(.*?)</script>', text)[0])
    addresses = [each.get("url") for each in data["hasCourseInstance"]["subEvent"]]
    assert addresses == ["#m-old", "#m-l-1", "#m-report", "#m-later"]

    without = COURSE.format(more="").replace("schedule, calendar, ", "")
    files = {**rows, "syllabus/course.yaml": without}
    read = check_safe(page_of(course_of(tmp_path / "b", **files))[0])
    assert attributes(read, "a", href="#next") == []


def test_each_meeting_ahead_and_all_of_them_have_calendars(tmp_path: Path) -> None:
    text, page = page_of(course_of(tmp_path))
    calendars = {name: each for name, each in page.files.items() if name.endswith(".ics")}
    assert set(calendars) == {"optics.ics", "m-l-1.ics", "m-later.ics"}
    assert [each.count(b"BEGIN:VEVENT") for each in calendars.values()] == [3, 1, 1]
    read = PageReader(text)
    linked = {each["href"] for each in attributes(read, "a", type="text/calendar")}
    assert linked == set(calendars)
    assert (tmp_path / "syllabus" / "history").exists() is False


def test_times_are_said_to_programs(tmp_path: Path) -> None:
    text, _ = page_of(course_of(tmp_path))
    read = PageReader(text)
    assert attributes(read, "time", datetime="2021-04-15T18:00:00+02:00")
    (local,) = (each for each in attributes(read, "p", **{"class": "local"}) if "-15T" in str(each))
    assert local["data-start"] == "2021-04-15T18:00:00+02:00"
    assert "hidden" in local
    found = json.loads(re.findall(r'ld\+json">(.*?)</script>', text)[0])
    course = found["hasCourseInstance"]
    assert (course["startDate"], course["endDate"]) == ("2021-04-01", "2021-04-22")
    assert {each["name"]: each["startDate"] for each in course["subEvent"]}["Lenses"] == (
        "2021-04-15T18:00:00+02:00"
    )
    assert attributes(read, "meta", property="og:title")[0]["content"] == "Optics"


def test_words_in_another_script_say_their_language(tmp_path: Path) -> None:
    course = COURSE.format(more="").replace("waves: Waves", "waves: Волны")
    body = "A word, *φῶς*; [слово](https://a.example/).\n"
    told = meeting("2021-04-15", "Lenses אור", "stream: waves", body=body)
    text, _ = page_of(course_of(tmp_path, **{"syllabus/course.yaml": course, MEETING: told}))
    read = check_safe(text)
    languages = {each["lang"] for each in attributes(read, "span") if "lang" in each}
    assert languages == {"el", "ru", "he"}
    assert '<em><span lang="el">φῶς</span></em>' in text
    assert '<bdi><span lang="ru">Волны</span></bdi>' in text


def test_a_page_shows_pictures_in_their_size_and_names_them_by_what_they_hold(
    tmp_path: Path,
) -> None:
    text, page = page_of(course_of(tmp_path / "a"))
    (image,) = attributes(PageReader(text), "img")
    assert (image["alt"], image["width"], image["height"]) == ("A lens", "4", "2")
    assert page.files[image["src"]] == png(4, 2, 2)
    other = {"syllabus/meetings/lens.png": png(6, 2, 2)}
    _, changed = page_of(course_of(tmp_path / "b", **other))  # type: ignore[arg-type]
    assert image["src"] not in changed.files


def test_one_file_holds_everything(tmp_path: Path) -> None:
    text, page = page_of(course_of(tmp_path), single=tmp_path / "a.html")
    read = check_safe(text)
    assert page.files == {}
    assert attributes(read, "img")[0]["src"].startswith("data:image/png;base64,")
    held = [each["href"] for each in attributes(read, "a", type="text/calendar")]
    assert [each.startswith("data:text/calendar") for each in held] == [True, True]


def test_what_a_page_cannot_show_is_told_where_it_stands(tmp_path: Path) -> None:
    body = "$\\rhook$\n\n```{=latex}\n\\vspace{1cm}\n```\n"
    files = {"syllabus/course.yaml": COURSE.format(more="raw_latex: true\n")}
    text, page = page_of(course_of(tmp_path, **{**files, MEETING: f"{FRONT}{body}"}))
    told = {each.code: each for each in page.diagnostics}
    assert set(told) == {"formula-as-written", "latex-left-out"}
    assert {each.severity for each in told.values()} == {Severity.WARNING}
    span = told["formula-as-written"].span
    assert span is not None
    assert span.line == 6
    (formula,) = attributes(PageReader(text), "code", role="math")
    assert formula["translate"] == "no"


def test_a_page_needs_no_tex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor LuaLaTeX, for characters that only it prints."""
    layout = course_of(tmp_path, **{MEETING: meeting("2021-04-15", "אור", "id: l-1")})
    monkeypatch.setenv("PATH", str(tmp_path))
    request = BuildRequest(layout, NOW, Edition.MEMBERS, history=False, web=True)
    outcome = build_handout(request, lambda _: None)
    assert (outcome.path, outcome.page) == (None, tmp_path / "build" / "optics" / "index.html")
    assert {each.code for each in outcome.diagnostics} == {"unprintable-character"}
    builder = PageBuilder()
    shown = builder.build(request, lambda _: None, lambda _: None)
    assert shown.diagnostics == ()
    assert builder.files is not None
    assert builder.files["index.html"] == (tmp_path / "build/optics/index.html").read_bytes()


def test_the_repositorys_page_is_light() -> None:
    text, _ = page_of(Layout(ROOT), "2021-04-14", Edition.MEMBERS)
    check_safe(text)
    assert len(text.encode()) < 150_000


def test_no_words_of_a_record_stand_for_the_policy_of_the_page(tmp_path: Path) -> None:
    said = "We read the policy of this page."
    text, _ = page_of(course_of(tmp_path, **{MEETING: meeting("2021-04-15", "Rules", body=said)}))
    assert said in text
    assert text.count("default-src") == 1


@pytest.mark.parametrize("edition", Edition, ids=lambda each: each.value)
def test_no_text_of_a_record_is_markup(tmp_path: Path, edition: Edition) -> None:
    quoted = json.dumps(HOSTILE)
    more = f"""\
room: {quoted}
contact: {quoted}
kinds: {{talk: {{like: event, label: {quoted}}}}}
words: {{upcoming: {quoted}, your-time: {quoted}, over: {quoted}, no-past: {quoted}}}
schedule: {{columns: {{date: {quoted}, topic: {quoted}, room: A, materials: A}}}}
"""
    course = (
        COURSE.format(more=more)
        .replace("Optics", quoted)
        .replace("author: Ada", f"author: {quoted}")
    )
    course = course.replace("Berlin\nzone", f"{quoted}\nzone").replace(
        "waves: Waves", f"waves: {quoted}"
    )
    escaped = re.sub(r"([<&\"'])", r"\\\1", HOSTILE)
    body = (
        f'{escaped}\n\n## {escaped}\n\n`{HOSTILE}`\n\n```a"b<c\n{HOSTILE}\n```\n\n'
        f"![{escaped}](lens.png)\n\n| {escaped} |\n|---|\n| ^[{escaped}] |\n"
    )
    lines = (
        "stream: waves",
        f"topic: {quoted}",
        f"room: {quoted}",
        f"module: {quoted}",
        f"speaker: {{name: {quoted}, affiliation: {quoted}, url: 'https://a.example/?\"<>'}}",
        f"materials: [{{label: {quoted}, url: 'https://a.example/'}}]",
        f"join: {{url: 'https://m.example/', passcode: {quoted}}}",
    )
    gone = ("status: cancelled", f"reason: {quoted}", "kind: talk")
    files = {
        "syllabus/course.yaml": course,
        MEETING: meeting("2021-04-15", quoted, *lines, body=body),
        "syllabus/meetings/gone.md": meeting("2021-04-16", quoted, *gone),
        "syllabus/meetings/undated.md": meeting("TBD", quoted, f"when: {quoted}"),
    }
    text, _ = page_of(course_of(tmp_path, **files), edition=edition)
    read = check_safe(text)
    assert len(attributes(read, "img")) == 1
    told = "".join(letters for _, letters in read.words.pieces)
    assert told.count("scriptalert1script") > 12


def test_a_page_is_built_beside_the_pdf_and_left_alone_while_nothing_changes(
    tmp_path: Path,
) -> None:
    layout = course_of(tmp_path)

    def build() -> tuple[Path, bool]:
        outcome = build_handout(BuildRequest(layout, NOW, web=True), lambda message: None)
        assert outcome.page is not None, outcome.diagnostics
        return outcome.page, outcome.fresh

    page, fresh = build()
    assert (page, fresh) == (layout.build / "optics" / "index.html", False)
    folder = {path.name for path in page.parent.iterdir()}
    assert len(folder) == 5
    assert build() == (page, True)
    (tmp_path / "syllabus/meetings/lens.png").write_bytes(png(6, 2, 2))
    foreign = page.parent / "mine.png"
    foreign.write_bytes(b"x")
    build()
    assert len({path.name for path in page.parent.iterdir()} - folder) == 2  # the new picture, mine
    assert len(list(page.parent.iterdir())) == 6
    before = page.read_bytes()
    layout.course.write_text("title: [", encoding="utf-8")
    assert build_handout(BuildRequest(layout, NOW, web=True), lambda message: None).page is None
    assert page.read_bytes() == before


@pytest.mark.parametrize(
    "shown", ["schedule, deadlines", "upcoming, deadlines", "past, deadlines", "deadlines"]
)
def test_nothing_leads_to_what_no_page_or_mail_has(tmp_path: Path, shown: str) -> None:
    course = COURSE.replace("schedule, calendar, upcoming, past", shown)
    due = "## [Sheet](later.md#notes) {{due={day}}}\n\n[a](old.md), [b](report.md), [c](#notes)\n"
    layout = course_of(
        tmp_path,
        **{
            "syllabus/course.yaml": course.format(more="site: https://e.example/\n"),
            MEETING: meeting("2021-04-15", "Lenses", body=due.format(day="2021-04-16")),
            "syllabus/meetings/later.md": meeting(
                *("2021-04-22", "Mirrors", "show: schedule"),
                body=f"## Notes\n\n{due.format(day='2021-04-23')}",
            ),
            "syllabus/meetings/old.md": meeting("2021-04-16", "Light", "status: cancelled"),
            "syllabus/meetings/report.md": meeting("2021-04-20", "Report", "kind: event"),
        },
    )
    text, page = page_of(layout)
    mails = [announced(layout, meeting=name).html for name in ("2021-04-15", "later", "old")]
    for html in (text, *mails):
        ids = set(re.findall(r' id="([^"]*)"', html))
        assert set(re.findall(r'<a [^>]*href="#([^"]*)"', html)) <= ids
    feed = next(data for name, data in page.files.items() if name == "optics.ics").decode()
    named = set(re.findall(r"https://e\.example/[^\s\"<]*", " ".join((feed, *mails))))
    places = {each.partition("#")[2] for each in named}
    assert places <= {"", *re.findall(r' id="([^"]*)"', text)}
    assert ("m-later" in places) is ("schedule" in shown)


def test_the_language_of_words_in_titles_and_labels_is_kept_in_every_output(tmp_path: Path) -> None:
    course = COURSE.replace("waves: Waves", "waves: 'On \"[ondes]{{lang=fr}}\"'").format(more="")
    course = course.replace("title: Optics", "title: Optics, [lumière]{lang=fr}")
    layout = course_of(
        tmp_path,
        **{
            "syllabus/course.yaml": course.replace("schedule,", "schedule, deadlines,"),
            MEETING: meeting(
                *("2021-04-15", "Lenses", "stream: waves"), body="## Sheet {due=2021-04-16}\n\nWhy?"
            ),
            "syllabus/meetings/later.md": meeting(
                *("2021-04-22", "Mirrors", "stream: [waves, rays]"),
                body="## *On “ondes”*\n\nA.\n\n## rays\n\nB.",
            ),
            "syllabus/meetings/old.md": meeting("2021-04-29", "Light", "times: {waves: 9:00}"),
        },
    )
    (told,) = (each for each in check_project(layout).diagnostics if each.code == "unread-markup")
    assert told.span
    assert told.span.text.startswith("## *On")
    prepared = prepare_handout(layout, NOW)
    assert prepared.document
    assert prepared.handout
    tex, (text, _) = prepared.document.text, page_of(layout, edition=Edition.MEMBERS)
    label = r"On “\inlanguage{fr}{ondes}”"
    for place in (
        "\n",
        r"\subsection{15 Apr 2021",
        r"\subsubsection{",
        r"\legend",
        r"\meetingtimes{",
    ):
        assert re.search(rf"{re.escape(place)}.*{re.escape(label)}", tex), place
    in_outline = tex.count(rf"\texorpdfstring{{{label}}}")
    assert tex.count("ondes") == tex.count(label) + in_outline
    on_page = 'On “<span lang="fr" dir="auto">ondes</span>”'
    assert text.count("ondes") - text.count('aria-label="On “ondes”"') == text.count(on_page) >= 9
    mail = announced(layout).html
    assert f"Stream: {on_page}" in mail
    assert 'Optics, <span lang="fr" dir="auto">lumière</span></p>' in mail
    assert on_page in announced(layout, meeting="later").html
    written = export_markdown(prepared.handout)
    assert written.count("ondes") == written.count("On “[ondes]{lang=fr}”") >= 6


def test_english_words_in_another_language_say_so_in_page_and_mail(tmp_path: Path) -> None:
    """Those of course.yaml, dates, and what the records say are in the course's language."""
    more = "language: he\nwords: {topic: נושא, minute: דק׳}\nsite: https://e.example/\n"
    layout = course_of(
        tmp_path,
        **{
            "syllabus/course.yaml": COURSE.format(more=more),
            MEETING: meeting(
                *("2021-04-15", "Lenses", "room: Contents", "join: {url: https://meet.example/1}"),
                body="## מקורות\n\n1. ספר (10 pages)\n2. ספר (10 min)\n\n## Contents\n",
            ),
            "syllabus/meetings/old.md": meeting("2021-04-01", "Light", "status: cancelled"),
        },
    )
    text, _ = page_of(layout, edition=Edition.MEMBERS)
    mail = announced(layout).html
    marked = re.compile(r'<span lang="en" dir="ltr">([^<]*)</span>')
    said = set(marked.findall(text))
    assert said >= {
        "Contents",
        "Dates and Topics",
        "Upcoming Meetings",
        "Date",
        "Room",
        "cancelled",
    }
    assert said >= {"Next meeting", "Join the Meeting", "Skip to the text", "everyone"}
    assert set(marked.findall(mail)) >= {"Room", "Join the Meeting", "On the web", "Duration"}
    assert "The handout is attached: " in set(marked.findall(mail))
    for html in (text, mail):
        body = html.partition("<body")[2].partition("<script>(")[0]
        unmarked = marked.sub("", body)
        assert re.findall(r">\s*(?:Date|Join the Meeting|Room|Duration|Upcoming)\b", unmarked) == []
        assert {"Contents", "Contents or online"} <= set(re.findall(r">([^<>]+)<", unmarked))
    check_safe(text)
    assert '<th scope="col" role="columnheader" class="c-topic">נושא</th>' in text
    plain = COURSE.format(more="language: de\n")
    german = course_of(tmp_path / "de", **{"syllabus/course.yaml": plain})
    assert 'lang="en"' not in page_of(german)[0] + announced(german).html
    # Thursday is "to" there.
    plain = COURSE.format(more="language: fi\n")
    files = {"syllabus/course.yaml": plain, MEETING: meeting("2021-04-15", "Linssit")}
    finnish = course_of(tmp_path / "fi", **files)
    html = page_of(finnish)[0] + announced(finnish).html
    assert "to 15.4.2021" in html
    assert [each for each in marked.findall(html) if "15.4" in each] == []
