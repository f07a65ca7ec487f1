from __future__ import annotations

import os
import pty
import re
import select
import signal
import sys
import time
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from tests.security.test_pictures import png
from tests.terminal import TerminalSession

import syllabus
from syllabus.cli import main
from syllabus.front.check import check_project
from syllabus.front.records import read_text, record_files
from syllabus.front.records.meeting import read_meeting
from syllabus.model.recurrence import Recurrence
from syllabus.model.timeline import find_slots, format_duration
from syllabus.model.words import MODULES, punctuation_for, words_for
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.scaffold import (
    AlreadyExists,
    MeetingRequest,
    NewFile,
    git_name,
    machine_language,
    machine_zone,
    plan_meeting,
    plan_term,
    read_course_records,
    title_of_folder,
    write_files,
)
from syllabus.scaffold.samples import samples_for
from syllabus.workspace.layout import Layout

PROGRAM = [sys.executable, "-c", "from syllabus.cli import main; main(prog_name='syllabus')"]
INTERRUPT = "\x03"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def tree(root: Path) -> dict[str, bytes | None]:
    """Return every file below a folder with its bytes, and every folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in root.rglob("*")
    }


# --- what the machine tells ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Oslo", "Europe/Oslo"),
        (":Europe/Oslo", "Europe/Oslo"),
        (":/usr/share/zoneinfo/Europe/Oslo", "Europe/Oslo"),
        ("CET-1CEST", "Asia/Tokyo"),
        ("", "Asia/Tokyo"),
    ],
)
def test_the_zone_is_that_of_the_machine(zone: str, expected: str, tmp_path: Path) -> None:
    local = tmp_path / "localtime"
    local.symlink_to(tmp_path / "usr/share/zoneinfo/Asia/Tokyo")
    assert machine_zone({"TZ": zone}, local) == expected


def test_a_zone_that_is_a_copy_has_its_name_beside_it(tmp_path: Path) -> None:
    local = tmp_path / "localtime"
    local.write_bytes(b"TZif2")
    assert machine_zone({}, local) == "UTC"
    (tmp_path / "timezone").write_text("America/Toronto\n")
    assert machine_zone({}, local) == "America/Toronto"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANG": "de_CH.UTF-8"}, "de-CH"),
        ({"LANG": "de_CH", "LC_TIME": "fr_CH@euro", "LC_ALL": ""}, "fr-CH"),
        ({"LANG": "de_CH", "LC_ALL": "C"}, "en"),
        ({"LANG": "tlh_KL"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(variables: dict[str, str], expected: str) -> None:
    assert machine_language(variables) == expected


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("[core]\n\tname = no\n[user]\n\temail = a@b\n\tname = Ada Lens\n", "Ada Lens"),
        ('[user "work"]\nname = no\n[User] ; me\n  Name = "Ada # Lens" # she\n', "Ada # Lens"),
        ("[user]\nname = Ada ; Lens\n[alias]\nname = no\n", "Ada"),
        ("[user]\nname\n", None),
        ("name = Ada\n", None),
    ],
)
def test_the_author_is_whom_git_knows(config: str, expected: str | None, tmp_path: Path) -> None:
    (tmp_path / ".gitconfig").write_text(config)
    assert git_name({}, tmp_path) == expected
    assert git_name({"GIT_CONFIG_GLOBAL": str(tmp_path / "none")}, tmp_path) is None
    (tmp_path / ".gitconfig").rename(tmp_path / "config")
    (tmp_path / "x" / "git").mkdir(parents=True)
    (tmp_path / "config").rename(tmp_path / "x" / "git" / "config")
    assert git_name({"XDG_CONFIG_HOME": str(tmp_path / "x")}, tmp_path) == expected


def test_a_title_comes_from_the_folder() -> None:
    assert title_of_folder("reading_group-2026", "de") == "Reading Group 2026"
    assert title_of_folder("öl", "en") == "Öl"
    assert title_of_folder("...", "nb") == "Our Course"
    assert title_of_folder("...", "de-AT") == "Unser Kurs"


# --- writing -------------------------------------------------------------------------------


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    files = [NewFile(tmp_path / "a" / "b" / "one", b"1"), NewFile(tmp_path / "a" / "two", b"2")]
    for obstacle in ("a", "a/two"):
        path = tmp_path / obstacle
        path.parent.mkdir(exist_ok=True)
        path.symlink_to(tmp_path / "nowhere")
        before = tree(tmp_path)
        with pytest.raises(AlreadyExists) as found:
            write_files(files, tmp_path)
        assert found.value.paths == (path,)
        assert tree(tmp_path) == before
        path.unlink()
    (tmp_path / "a").rmdir()
    before = tree(tmp_path)
    with pytest.raises(OSError, match="too long"):
        write_files([*files, NewFile(tmp_path / "c" / ("x" * 300), b"")], tmp_path)
    assert tree(tmp_path) == before
    write_files(files, tmp_path)
    assert tree(tmp_path) == {**before, "a": None, "a/b": None, "a/b/one": b"1", "a/two": b"2"}


# --- a course ------------------------------------------------------------------------------


def _answer(folder: Path, keys: list[tuple[str, str]]) -> tuple[str, int]:
    """Run `syllabus init` on a terminal, type each answer after its question, and return all."""
    child, terminal = pty.fork()
    if child == 0:
        # A job that a script starts in the background ignores Ctrl-C.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.chdir(folder)
        environment = {**os.environ, "TERM": "dumb", "TZ": "Europe/Oslo", "HOME": str(folder)}
        environment["PYTHONPATH"] = str(Path(syllabus.__file__).parents[1])
        environment["SOURCE_DATE_EPOCH"] = "1788000000"
        os.execve(PROGRAM[0], [*PROGRAM, "init", "optics"], environment)
    seen, place, patience = "", 0, time.monotonic() + 600  # else it hangs
    pending = list(keys)
    while time.monotonic() < patience:
        if pending and pending[0][0] in seen[place:]:
            place = len(seen)
            os.write(terminal, pending.pop(0)[1].encode())
        if not select.select([terminal], [], [], 1)[0]:
            if not pending and keys[-1][1] == INTERRUPT:
                # Python misses one that comes just before it waits for a line.
                os.write(terminal, INTERRUPT.encode())
            continue
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux tells the end of a terminal so
            break
        if not piece:
            break
        seen += piece.decode()
    else:
        os.kill(child, signal.SIGKILL)
    os.close(terminal)
    assert not pending, seen
    return seen.replace("\r\n", "\n"), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_on_a_terminal_it_asks(tmp_path: Path) -> None:
    seen, status = _answer(
        tmp_path,
        [
            ("Title [Optics]: ", "Optics: an Introduction\n"),
            ("[none]: ", "Ada Lens, Bo Prism\n"),
            ("Place [none]: ", "\n"),
            ("Language of the handout [en]: ", "Deutsch\n"),
            ("Language of the handout [en]: ", "de-at\n"),
            ("Time zone [Europe/Oslo]: ", "PST\n"),
            ("Time zone [Europe/Oslo]: ", "America/Vancouver\n"),
            ("Weekday [Thursday]: ", "Dienstag\n"),
            ("Time [16:00]: ", "6 pm\n"),
            ("Streams, with commas between [none]: ", "Rays, Waves\n"),
        ],
    )
    assert status == 0, seen
    assert "found 'Deutsch', expected the code of a language; write de" in seen
    assert "found 'PST', expected a time zone" in seen
    assert "optics/syllabus/course.yaml" in seen
    written = (tmp_path / "optics" / "syllabus" / "course.yaml").read_text()
    keys = [line for line in written.splitlines() if line and not line.startswith("#")]
    assert keys[:-1] == [
        "title: 'Optics: an Introduction'",
        *("author:", "  - Ada Lens", "  - Bo Prism"),
        *("language: de-AT", "zone: America/Vancouver", "day: Tuesday", "time: 18:00"),
        *("duration: 90 min", "streams:", "  rays: Rays", "  waves: Waves"),
    ]
    assert not check_project(Layout(tmp_path / "optics")).diagnostics
    first = min((tmp_path / "optics" / "syllabus" / "meetings").iterdir()).read_text()
    assert "## Lektüre" in first
    assert "\n# holidays: CA\n" in written


@pytest.mark.parametrize(("zone", "holidays"), [("Europe/Vienna", "AT"), ("Etc/UTC", "CA-ON")])
def test_the_holidays_in_a_comment_are_known(tmp_path: Path, zone: str, holidays: str) -> None:
    root = tmp_path / "optics"
    assert run("init", root, "--title", "Optics", "--zone", zone).exit_code == 0
    course = root / "syllabus" / "course.yaml"
    text = course.read_text()
    assert f"\n# holidays: {holidays}\n" in text
    course.write_text(text.replace("# holidays:", "holidays:"))
    assert run("-C", root, "check").exit_code == 0


def test_nothing_is_asked_where_something_is_in_the_way(tmp_path: Path) -> None:
    assert run("-q", "init", tmp_path / "optics", "--title=Optics").exit_code == 0
    before = tree(tmp_path)
    with TerminalSession(tmp_path, "init", "optics") as session:
        assert session.end() == 2
        assert "found optics/syllabus in the way" in session.text
        assert "Title" not in session.text.partition("Usage")[0]
    assert tree(tmp_path) == before


def test_an_interrupted_question_leaves_nothing(tmp_path: Path) -> None:
    seen, status = _answer(tmp_path, [("Title [Optics]: ", "\n"), ("[none]: ", INTERRUPT)])
    assert status == 130, seen
    assert "interrupted" in seen
    assert not list(tmp_path.iterdir())


def _words_of(language: str) -> set[str]:
    """Return what a new course says in a language, word by word."""
    samples = samples_for(language)
    texts = [samples.general, *(f"{each.title}\n{each.body}" for each in samples.meetings)]
    without = re.sub(r"\[@\w+\]", "", "\n".join(texts))
    return set(re.findall(r"[^\W\d_]{4,}", without))


@pytest.mark.parametrize("language", MODULES)
def test_a_reading_lasts_as_it_is_printed_above_it(language: str) -> None:
    words, marks = words_for(language), punctuation_for(language)
    for each, minutes in zip(samples_for(language).meetings, (30, 45), strict=True):
        written = format_duration(timedelta(minutes=minutes), words, marks)
        assert re.search(rf"\] ?[(（]{written}[)）]$", each.body, re.MULTILINE)


@pytest.mark.parametrize("language", [*MODULES, "nb"])
def test_a_new_course_says_everything_in_its_language(language: str, tmp_path: Path) -> None:
    options = ("--language", language, "--title", "X", "--author", "X", "--day", "Thursday")
    assert run("init", tmp_path, *options).exit_code == 0
    names = sorted(path.stem for path in (tmp_path / "syllabus" / "meetings").iterdir())
    assert all(len(name) > len("2026-01-01-") for name in names)
    prepared = prepare_handout(Layout(tmp_path))
    faults = {fault.code for fault in prepared.diagnostics}
    assert faults <= {"no-hyphenation", "no-words-for-language"}  # of this machine, of nb
    assert prepared.document is not None
    body = prepared.document.text.partition("\\begin{document}")[2]
    plain = re.sub(r"(?<!\\)%.*|\\foreign\{\w\}|\\[a-z]+|\d+-\d+-[\w-]+", " ", body)
    said = set(re.findall(r"[^\W\d_]{4,}", plain.replace("’", " ").replace("\\-", "")))
    own = _words_of(language)
    written = {word for word in own if word.isascii()}
    assert said >= written
    library = (tmp_path / "bib" / "library.bib").read_text()
    others = {word for each in MODULES for word in _words_of(each)} - own
    texts = " ".join((library, *words_for(language).values()))
    assert {word for word in said & others if word not in texts} == set()


LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@given(title=LINES, author=LINES, place=LINES, stream=LINES)
def test_whatever_is_answered_is_written_whole_or_refused(
    title: str, author: str, place: str, stream: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("course")
    said = run(
        *("init", root / "x", f"--title={title}", f"--author={author}", f"--place={place}"),
        f"--stream={stream}",
    )
    if said.exit_code:
        assert said.exit_code == 2, said.output
        assert not list(root.iterdir())
        return
    course = read_course_records(Layout(root / "x")).course
    assert course is not None
    texts = [course.title, *course.authors, course.place, *(each.value for each in course.streams)]
    expected = [" ".join(re.split("[ \t]+", text.strip())) for text in (title, author, place)]
    assert [text.value for text in texts if text][:3] == expected


# --- a meeting -----------------------------------------------------------------------------


@given(
    dates=st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=6),
    today=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    weeks=st.sampled_from([1, 2]),
)
def test_a_new_meeting_comes_after_all_others_on_the_courses_day(
    dates: list[date], today: date, weeks: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    layout = Layout(tmp_path_factory.mktemp("course"))
    layout.meetings.mkdir(parents=True)
    layout.course.write_text(
        "title: Optics\nzone: UTC\nday: Thursday\ntime: 9:00\n"
        f"every: {'2 weeks' if weeks == 2 else 'week'}\n"
        "breaks: {from: 2026-12-20, to: 2027-01-10}\n"
    )
    for number, day in enumerate(dates):
        record = layout.meetings / f"{number}.md"
        record.write_text(f"---\ndate: {day}\ntitle: Rays\nstatus: cancelled\n---\n")
    planned = plan_meeting(read_course_records(layout), MeetingRequest("Rays"), today, [])
    assert planned is not None
    day = date.fromisoformat(planned.file.path.name[:10])
    assert day > max([today, *dates])
    assert day.weekday() == 3
    assert not date(2026, 12, 20) <= day <= date(2027, 1, 10)
    assert all(date(2026, 12, 20) <= slot.day <= date(2027, 1, 10) for slot in planned.passed)
    on_thursdays = [each for each in dates if each.weekday() == 3]
    if on_thursdays:
        assert (day - max(on_thursdays)).days % (7 * weeks) == 0


# --- the next term -------------------------------------------------------------------------


RECORD = """\
---
# Ada's
date: {date}   # a day
recording:
  url: https://video.example/x
  # passcode: 0417
title: Rays   # of light
---

Prose of {date}.
"""


@given(
    dates=st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), min_size=1, max_size=8),
    start=st.dates(date(2027, 1, 1), date(2027, 12, 31)),
)
def test_the_nth_day_of_a_term_becomes_the_nth_slot_of_the_next(
    dates: list[date], start: date, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("term")
    layout = Layout(root / "old")
    layout.meetings.mkdir(parents=True)
    layout.course.write_text("title: Optics\nzone: UTC\nday: [Mon, Thu]\ntime: 9:00\n")
    for number, day in enumerate(dates):
        record = layout.meetings / f"{day}-{number}.md"
        record.write_bytes(RECORD.format(date=day).replace("\n", "\r\n").encode())
    planned = plan_term(
        read_course_records(layout), check_project(layout), root / "new", start, None
    )
    write_files(planned.files, root)
    days = sorted(set(dates))
    slots = islice(find_slots(Recurrence(frozenset({0, 3})), start), len(days))
    moved = dict(zip(days, (slot.day for slot in slots), strict=True))
    new = Layout(root / "new")
    assert {path.name for path in new.meetings.iterdir()} == {
        f"{moved[day]}-{number}.md" for number, day in enumerate(dates)
    }
    ids: list[str] = []
    for number, day in enumerate(dates):
        expected = RECORD.format(date=moved[day]).replace(f"of {moved[day]}", f"of {day}")
        expected = re.sub(r"(?s)recording:.*?(?=title)", "", expected)
        found = (new.meetings / f"{moved[day]}-{number}.md").read_bytes().decode()
        ids += re.findall(r"^id: ([a-z][a-z2-7]{7})\r\n", found, re.MULTILINE)
        assert found.replace(f"id: {ids[-1]}\r\n", "") == expected.replace("\n", "\r\n")
    assert len(set(ids)) == len(dates)


def test_links_between_meetings_lead_to_their_names_in_the_next_term(tmp_path: Path) -> None:
    old = tmp_path / "old"
    (old / "syllabus" / "blocks").mkdir(parents=True)
    files = {
        "course.yaml": "title: O\nzone: UTC\nday: Mon\ntime: 9:00\nhandout: [g, upcoming]\n",
        "sections/g.md": "# G\n\n[a](../meetings/2026-01-05-\u00fc.md#q), [b][r].\r\n[c](second#p) "
        "`[d](second)` [e](#g) [f](g)\r\n\r\n[r]: 2026-01-12-b.md 'title'\r\n",
        "blocks/i.md": "See [it](2026-01-12-B).\n",
        "meetings/2026-01-05-\u00fc.md": "---\ndate: 2026-01-05\ntitle: A\n---\n## Q\n"
        "```{include} i.md\n```\n\n[x](<2026-01-12-b.md>)\n",
        "meetings/2026-01-12-b.md": "---\ndate: 2026-01-12\ntitle: B\nid: second\n---\n## P\nT.\n"
        "[y](2026-01-05-%C3%BC.md)\n",
    }
    for name, text in files.items():
        path = old / "syllabus" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    new = tmp_path / "new"
    assert run("init", new, "--from", old, "--start", "2027-01-04").exit_code == 0

    def read(name: str) -> str:
        return (new / "syllabus" / name).read_bytes().decode()

    second = read("meetings/2027-01-11-b.md")
    (known,) = re.findall("id: (.*)", second)
    assert read("sections/g.md") == files["sections/g.md"].replace(
        "2026-01-05", "2027-01-04"
    ).replace("2026-01-12", "2027-01-11").replace("[c](second", f"[c]({known}")
    assert "](2027-01-11-b)" in read("blocks/i.md")
    assert "](<2027-01-11-b.md>)" in read("meetings/2027-01-04-\u00fc.md")
    assert "](2027-01-04-\u00fc.md)" in second
    assert run("-C", new, "check").exit_code == 0


def test_a_next_term_tells_of_faults_that_the_last_one_had_fewer_of(tmp_path: Path) -> None:
    old = tmp_path / "old"
    meetings = old / "syllabus" / "meetings"
    meetings.mkdir(parents=True)
    (old / "syllabus" / "course.yaml").write_text("title: O\nzone: UTC\nday: Mon\ntime: 9:00\n")
    front = "---\ndate: 2026-01-{}\ntitle: {}\n{}---\n"
    (meetings / "b.md").write_text(front.format(12, "B", "status: cancelled\n"))
    for links, told in (("[x](nowhere)", False), ("[x](nowhere) [y](b.md)", True)):
        (meetings / "a.md").write_text(f"{front.format('05', 'A', '')}{links}\n")
        done = run("init", tmp_path / f"new-{told}", "--from", old, "--start", "2027-01-04")
        assert done.exit_code == 0
        assert ("'b.md'" in done.stderr) is told


@pytest.mark.parametrize(
    ("day", "options", "first", "last"),
    [
        ("2026-01-08", (), "2027-01-14", "2027-03-25"),
        ("2026-01-08", ("--day", "Tue"), "2027-01-14", "2027-03-25"),
        ("2026-01-02", (), "2027-01-15", "2027-04-01"),
    ],
)
def test_what_returns_keeps_its_weekday_and_takes_no_day_of_the_meetings(
    tmp_path: Path, day: str, options: tuple[str, ...], first: str, last: str
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    meetings = old / "syllabus" / "meetings"
    meetings.mkdir(parents=True)
    (old / "syllabus" / "course.yaml").write_text("title: O\nzone: UTC\nday: Mon\ntime: 9:00\n")
    for monday in ("2026-01-05", "2026-01-12"):
        (meetings / f"{monday}.md").write_text(f"---\ndate: {monday}\ntitle: {monday}\n---\n")
    every = f"---\ndate: {day}\nevery: week until 2026-03-19\ntitle: Office hours\n---\n"
    (meetings / "office.md").write_text(every)
    assert run("init", new, "--from", old, "--start", "2027-01-09", *options).exit_code == 0
    found = (new / "syllabus" / "meetings" / "office.md").read_text()
    assert f"date: {first}\nevery: week until {last}\n" in found
    names = sorted(path.name for path in (new / "syllabus" / "meetings").iterdir())
    days = ["2027-01-12", "2027-01-19"] if options else ["2027-01-11", "2027-01-18"]
    assert names == [*(f"{each}.md" for each in days), "office.md"]


def test_the_next_term_has_every_file_that_its_texts_need(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "old")
    assert run("init", layout.root, "--title", "Optics").exit_code == 0
    picture = png(2, 2, 2)
    (layout.root / "pictures").mkdir()
    (layout.root / "pictures" / "lens.png").write_bytes(picture)
    (layout.meetings / ".#lock.md").write_text("somebody's")
    (layout.root / "syllabus" / "history").mkdir()
    (layout.root / "syllabus" / "history" / "2026-01-01.yaml").write_text("a: b\n")
    (layout.root / "notes.txt").write_text("mine")
    layout.work.mkdir(parents=True)
    (layout.work / "members.json").write_text("{}")
    (layout.sections / "general.md").write_text("# General\n\n![a lens](../../pictures/lens.png)\n")
    before = tree(layout.root)
    start = date.today() + timedelta(days=200)
    assert (
        run("init", tmp_path / "new", "--from", layout.root, "--start", str(start)).exit_code == 0
    )
    assert tree(layout.root) == before
    names = {name for name, data in tree(tmp_path / "new").items() if data is not None}
    old = {name for name, data in before.items() if data is not None}
    gone = {"syllabus/meetings/.#lock.md", "syllabus/history/2026-01-01.yaml", "notes.txt"}
    gone.add("build/.work/members.json")
    same = {name for name in old - gone if "/meetings/" not in name}
    assert {name for name in names if "/meetings/" not in name} == same
    assert "pictures/lens.png" in names
    faults: list[object] = []
    new = Layout(tmp_path / "new")
    paths = record_files(new.meetings, new.root, faults)  # type: ignore[arg-type]  # no more
    assert len(paths) == 2
    source = read_text(paths[0], new.root, [])
    assert source is not None
    record = read_meeting(source, [])
    assert record.date is not None
    assert record.date.value is not None
    assert start <= record.date.value < start + timedelta(days=7)
