"""Every attack in every command: a fault at its place, and nothing read or changed elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from tests.security.commands import (
    COMMANDS,
    DAY,
    MAILS,
    STARTS,
    STAYING,
    Ran,
    Scene,
    judge,
    run,
    state,
)
from tests.security.rows import (
    ADDRESS,
    ATTACKS,
    COURSE_FILE,
    HANDOUT,
    MEETING,
    Attack,
    good_project,
    outside,
    pipe,
)
from tests.security.test_files import png
from tests.security.test_planted import EVIL, signed
from tests.smtp.loopback import Mailroom, serving

from syllabus.delivery.links import Answer, State
from syllabus.outputs.pdf.manifest import load_manifest
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import checksum
from syllabus.workspace.signatures import read_note


def whole(command: str) -> list[str]:
    """Return a command with TeX."""
    return [each for each in COMMANDS[command] if each != "--tex"]


@pytest.fixture(scope="module")
def room() -> Mailroom:
    return Mailroom()


@pytest.fixture(scope="module")
def good(room: Mailroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder with a project that was built, mailed and is well, while mail is served."""
    folder = tmp_path_factory.mktemp("good")
    for name in ("outside", "home", "cache"):
        (folder / name).mkdir()
    outside(folder / "outside")
    with serving(room) as server:
        good_project(folder / "project", server.port, png(3, 3))
        scene = Scene(folder, room, folder / "cache")
        before = ["build", "--as-of", "2021-04-12"]
        for arguments in (before, whole("build"), COMMANDS["calendar"], COMMANDS["send"]):
            ran = run(scene, *arguments)
            assert ran.code == 0, ran.err
        scene.add("people.csv", "cy@people.example\n")
        yield folder


@pytest.fixture
def scene(good: Path, room: Mailroom, tmp_path: Path) -> Iterator[Scene]:
    """Return a copy of it; the cache is its own."""
    scene = Scene(tmp_path / "s", room, good / "cache")
    copy(good, scene)
    yield scene
    remove(scene.folder)


def copy(good: Path, scene: Scene) -> None:
    for name in ("project", "outside", "home"):
        shutil.copytree(good / name, scene.folder / name, symlinks=True)


def remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except RecursionError:  # folders nested without end
        subprocess.run(["rm", "-rf", folder], check=True)


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_each_attack_in_each_command(scene: Scene, good: Path, attack: Attack) -> None:
    """All on one copy of the project, unless commands themselves write what is attacked."""
    attack.plant(scene)
    before = state(scene)
    for command in COMMANDS:
        if attack.anew and command != next(iter(COMMANDS)):
            remove(scene.folder)
            copy(good, scene)
            attack.plant(scene)
            before = state(scene)
        scene.room.seen.clear()
        ran = run(scene, *COMMANDS[command])
        try:
            before = judge(scene, ran, before)
            judge_end(ran, attack, command)
        except AssertionError as failed:
            failed.add_note(f"by {command}")
            raise
        if command in STARTS and not attack.anew:
            shutil.rmtree(scene.next, ignore_errors=True)
            before = {name: held for name, held in before.items() if not name.startswith("next")}


def test_a_pipe_in_the_cache_is_passed_over(scene: Scene, good: Path) -> None:
    """S4, in every command."""
    for command in COMMANDS:
        own = replace(scene, cache=scene.folder / "cache")
        shutil.copytree(scene.cache, own.cache)
        pipe("cache")(own)
        before = state(own)
        ran = run(own, *COMMANDS[command])
        judge(own, ran, before)
        assert ran.code == 0, f"{command}: {ran.err}"
        shutil.rmtree(own.cache)
        shutil.rmtree(own.next, ignore_errors=True)


def judge_end(ran: Ran, attack: Attack, command: str) -> None:
    """See that a run told the fault at its place, and reached nobody who is not asked for."""
    connected = [each for each in ran.heard.asked if "connect" in each]
    assert command == "send" or not connected
    if not attack.code:
        assert (ran.code != 0) == (command in attack.told), ran.err
    elif command in attack.told:
        line = rf"^{re.escape(attack.place)}.*\[{attack.code}\]$"
        assert re.search(line, ran.err, re.MULTILINE), ran.err
        assert ran.code != 0 or command in STAYING


def forge(scene: Scene) -> None:
    """Leave notes under a stranger's seal, of PDFs that no build made and files to be removed."""
    layout = Layout(scene.root)
    for edition in ("members", "public"):
        known = load_manifest(layout.work / f"{edition}.json")
        assert known is not None
        signed(layout, f"{edition}.json", asdict(known) | {"pdf_sha256": checksum(EVIL)})
    for path in layout.build.glob("*.pdf"):
        path.write_bytes(EVIL)
    names = (COURSE_FILE, MEETING, "build/optics.pdf", f"build/optics-{DAY}.pdf")
    sums = {name: [checksum((scene.root / name).read_bytes())] for name in names}
    signed(layout, "outputs.json", sums)
    answer = Answer(State.ALIVE, "it is there", 200, asked=time.time())
    answers = {ADDRESS: {**asdict(answer), "state": "alive"}}
    signed(layout, "links.json", {"version": 1, "answers": answers})
    (name,) = read_note(layout.work / "calendar.json")
    signed(layout, "calendar.json", {name: "0" * 32})


@pytest.fixture(scope="module")
def planted(good: Path, room: Mailroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the project as a stranger hands it on, who built it and then forged the notes."""
    folder = tmp_path_factory.mktemp("planted")
    for name in ("project", "outside", "home"):
        shutil.copytree(good / name, folder / name, symlinks=True)
    scene = Scene(folder, room, folder / "stranger")
    for command in ("build", "public", "calendar"):
        assert run(scene, *whole(command)).code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(scene.cache))
        forge(scene)
    shutil.rmtree(scene.cache)
    return folder


_VARIES = re.compile(r"\d+\.\d s|\d\d:\d\d:\d\d |localhost:\d+|127\.0\.0\.1:\S+")


def told(ran: Ran) -> str:
    """Return how a run ended and what it said, but for what varies from run to run."""
    first, *more = ran.out.splitlines() or [""]
    # A watch builds again where files are so new that they may have changed meanwhile.
    again = ("page, nothing has changed", "shown again")
    lines = [line for line in (*more, *ran.err.splitlines()) if not line.endswith(again)]
    return _VARIES.sub("", "\n".join((str(ran.code), first, *lines)))


@pytest.mark.parametrize("command", COMMANDS)
def test_what_lies_in_build_is_as_good_as_nothing(
    scene: Scene, planted: Path, good: Path, command: str
) -> None:
    """S1 and S5: the run is that of a project without `build/`, and nothing else is removed."""
    shutil.rmtree(scene.folder)
    ends = []
    for build in (True, False):
        shutil.copytree(planted, scene.folder, symlinks=True)
        if not build:
            shutil.rmtree(scene.root / "build")
        scene.room.seen.clear()
        before = state(scene)
        ran = run(scene, *whole(command))
        judge(scene, ran, before)
        made = (*scene.root.glob("build/*"), *scene.root.glob("site/*"))
        files = {path.name: path.read_bytes() for path in made if path.is_file()}
        mails = [data.count(b"application/pdf") for _, data in scene.room.seen]
        ends.append((told(ran), files, mails))
        assert not [data for _, data in scene.room.seen if b64encode(EVIL)[:40] in data]
        shutil.rmtree(scene.folder)
    (said, files, mails), (expected, wanted, count) = ends
    if command == "clean":
        assert files.keys() >= {"optics.pdf", f"optics-{DAY}.pdf"}
        assert "optics" not in said
    else:
        # A calendar that is written again is compared with what lies there, and nothing else is.
        assert said.replace(", nothing has changed", "") == expected
    assert {name: files[name] for name in wanted} == wanted
    assert mails == count


LUA = "\\directlua{local name = kpse.expand_var('$TEXMFVAR') .. '/planted' PROGRAM}"
WRITE = "local f = io.open(name, 'w') if f then f:write('x') f:close() end"
READ = "local f = io.open(name) tex.print(f and 'planted' or 'clean')"


@pytest.mark.parametrize("command", ["build", "public", "watch", "publish", *MAILS])
def test_what_a_template_leaves_in_the_font_cache_no_other_project_reads(
    scene: Scene, good: Path, command: str
) -> None:
    """S15, by each command that runs TeX."""
    caches = set(scene.cache.rglob("planted"))
    other = replace(scene, folder=scene.folder / "other")
    shutil.copytree(scene.root, other.root)
    for each, program in ((scene, WRITE), (other, READ)):
        each.add(COURSE_FILE, "engine: lualatex\n")
        text = HANDOUT.replace("<<", f"{LUA.replace('PROGRAM', program)} <<")
        each.put("templates/handout.tex", text)
    assert run(scene, *whole(command)).code == 0
    (left,) = set(scene.cache.rglob("planted")) - caches  # it is real
    assert run(other, *whole("build")).code == 0
    pdf = other.root / "build" / "optics.pdf"
    shown = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True, text=True)
    assert "clean" in shown.stdout
    assert "shared" not in left.parts
