"""Every command, run in this process on a project, and what it may not do whatever lies in there.

What is opened, made, renamed, removed, started and asked for is heard from Python itself.
"""

from __future__ import annotations

import os
import re
import signal
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from functools import lru_cache
from pathlib import Path
from types import FrameType

import pytest
from click.testing import CliRunner
from tests.smtp.loopback import Mailroom

import syllabus
from syllabus.cli import main
from syllabus.tex import sandbox

SECRET = "wordofthesecretfile"
"""Stands in every file of the reader's outside the project."""

FENCED = "inthefence"
"""Stands in what the stranger's project has for members."""

TURNED = "\u202e"
"""Turns a text around, and what stands behind it."""

DAY = "2021-04-14"
BUILDS = {
    "build": ["build", "--tex", "--as-of", DAY],
    "pdflatex": ["build", "--tex", "--as-of", DAY, "--engine", "pdflatex"],
    "lualatex": ["build", "--tex", "--as-of", DAY, "--engine", "lualatex"],
    "public": ["build", "--tex", "--as-of", DAY, "--public"],
    "watch": ["build", "--tex", "--as-of", DAY, "--watch"],
}

PAGES = {
    "preview": ["preview", "--as-of", DAY],
    "public preview": ["preview", "--as-of", DAY, "--public"],
    "publish": ["publish", "--to", "site", "--as-of", DAY],
}
STAYING = {"watch", "preview", "public preview"}
"""What tells faults and goes on, until Ctrl-C."""

MAILS = {
    "email": ["email", "--as-of", DAY],
    "public email": ["email", "--as-of", DAY, "--public"],
    "send": ["email", "--as-of", DAY, "--send", "--yes", "--trust-host", "localhost"],
}
CALENDARS = {
    "calendar": ["calendar", "--as-of", DAY],
    "public calendar": ["calendar", "--as-of", DAY, "--public"],
}
CHECKS = {"check": ["check"], "links": ["check", "--links"]}
STARTS = {
    "init": ["init", "../next"],
    "init --from": ["init", "../next", "--from", ".", "--start", "2022-01-03"],
}
DIFFS = {
    "diff": ["diff", "--as-of", DAY],
    "diff in Markdown": ["diff", "--as-of", DAY, "--format", "markdown"],
}
EXPORTS = {
    f"export {form}": ["export", "--format", form, "--public", "--as-of", DAY]
    for form in ("csv", "md", "json", "bib")
}
COMMANDS = {
    **BUILDS,
    **PAGES,
    **EXPORTS,
    **CHECKS,
    "list": ["list", "--as-of", DAY],
    **DIFFS,
    **CALENDARS,
    **MAILS,
    **STARTS,
    "new": ["new", "Waves"],
    "clean": ["clean"],
}
"""What adds to the records or removes what was built comes last."""

HANG = 120
"""Seconds after which a run is ended as one that waits; no verdict depends on them."""

DEEPEST = 600
"""Characters of a path below which nothing is looked for, in folders nested without end."""

PROGRAMS = {"bwrap", "latexmk", "pdflatex", "lualatex"}
"""What a command may start: TeX, in its sandbox or, where that is not allowed, behind limits."""

_CHANGES = ("os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.chmod", "os.utime")
_MOVES = ("os.rename", "os.link", "os.symlink")
_OURS = str(Path(syllabus.__file__).parent)
_OPENERS = {"", "workspace/files/reading.py", "workspace/files/writing.py", "workspace/system.py"}
_STARTS = ("subprocess.Popen", "os.posix_spawn", "os.exec", "os.system")
_ASKS = ("socket.connect", "socket.getaddrinfo")


@dataclass(frozen=True)
class Scene:
    """A project of a stranger's, `root`, and what lies around it."""

    folder: Path
    room: Mailroom
    cache: Path

    @property
    def root(self) -> Path:
        return self.folder / "project"

    @property
    def outside(self) -> Path:
        return self.folder / "outside"

    @property
    def next(self) -> Path:
        """Where a new course is to be."""
        return self.folder / "next"

    def put(self, name: str, content: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def add(self, name: str, text: str) -> None:
        """Put a text behind what a file holds."""
        with (self.root / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text("utf-8")
        assert old in text
        (self.root / name).write_text(text.replace(old, new), "utf-8")

    def link(self, name: str, target: Path) -> None:
        """Put a link in the place of a file or folder, or where there is none."""
        path = self.folder / name if name.startswith("next") else self.root / name
        if os.path.lexists(path):
            path.rename(self.folder / f"old-{path.name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)


@dataclass
class Heard:
    """What the interpreter said while a command ran."""

    read: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    started: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    """What was opened, and by which module of ours, not in the room that opens files."""


_heard: Heard | None = None


def _real(path: object, *, itself: bool = False) -> str:
    """Return where a path leads; with `itself`, where the entry of that name is."""
    if isinstance(path, int) or not isinstance(path, str | bytes | os.PathLike):
        return ""
    name = os.fsdecode(path)
    head, tail = os.path.split(name)
    return f"{os.path.realpath(head)}{os.sep}{tail}" if itself else os.path.realpath(name)


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    global _heard
    heard = _heard
    if heard is None:
        return
    _heard = None  # what is done here is not heard
    try:
        if event == "open":
            path, _, flags = arguments
            assert isinstance(flags, int)
            place = _real(path, itself=bool(flags & os.O_NOFOLLOW))
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
            (heard.changed if writes else heard.read).append(place)
            if (module := _opener()) not in _OPENERS:
                heard.elsewhere.append(f"{place} by {module}")
        elif event in _CHANGES:
            heard.changed.append(_real(arguments[0], itself=event in ("os.remove", "os.rmdir")))
        elif event in _MOVES:
            heard.changed.append(_real(arguments[1], itself=True))
            if event == "os.rename":
                heard.changed.append(_real(arguments[0], itself=True))
        elif event in _STARTS:
            program, given, *_ = arguments
            words = [str(program), *(map(str, given) if isinstance(given, Sequence) else ())]
            # Behind limits the shell is given our own script, and then what it is to run.
            behind = words.index("sh", 1) + 3 if sandbox._LIMITED in words else 0
            heard.started.append(Path(words[behind]).name)
        elif event in _ASKS:
            heard.asked.append(f"{event} {arguments[:2]}")
    finally:
        _heard = heard


def _opener() -> str:
    """Return which module of ours opens a file now; "" where that is none, or an import."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith("<frozen importlib"):
            return ""
        if name.startswith(_OURS):
            return Path(name).relative_to(_OURS).as_posix()
        frame = frame.f_back
    return ""


sys.addaudithook(_listen)


@contextmanager
def listening() -> Iterator[Heard]:
    global _heard
    heard = _heard = Heard()
    try:
        yield heard
    finally:
        _heard = None


class Waits(BaseException):
    """A command waits for something."""


@contextmanager
def ending() -> Iterator[None]:
    """End what hangs."""

    def end(number: int, frame: FrameType | None) -> None:
        raise Waits

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(HANG)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said and did."""

    code: int
    out: str
    err: str
    heard: Heard
    shown: Mapping[str, bytes]
    """What `preview` shows to a browser."""


def run(scene: Scene, *arguments: str) -> Ran:
    """Run a command in the project's folder as its user does; `--watch` for one round."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(scene.root)
        patch.setenv("HOME", str(scene.folder / "home"))
        patch.setenv("XDG_CACHE_HOME", str(scene.cache))
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        patch.setattr("watchfiles.watch", _interrupted)
        shown: dict[str, bytes] = {}
        patch.setattr("syllabus.delivery.preview.Preview.show", lambda _, each: shown.update(each))
        with ending(), listening() as heard:
            result = CliRunner().invoke(main, list(arguments))
    if not isinstance(result.exception, SystemExit | None):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr, heard, shown)


def _interrupted(*folders: Path, **options: object) -> Iterator[object]:
    """Press Ctrl-C once all is built and files are waited for."""
    raise KeyboardInterrupt


def judge(scene: Scene, ran: Ran, before: Mapping[str, str]) -> dict[str, str]:
    """See that a run told no secret, and neither read nor changed what it may not.

    Returns the state after it.
    """
    said = ran.out + ran.err
    assert "Traceback" not in said
    # Where nothing can be written, 3 says so.
    assert ran.code in (0, 1, 2) or (ran.code == 3 and "cannot write" in said), said
    assert SECRET not in said
    assert TURNED not in said
    made = [path for folder in (scene.root, scene.next) for path in plain_files(folder)]
    held = {path: path.read_bytes() for path in made}
    held |= {Path(f"sent {number}.eml"): data for number, (_, data) in enumerate(scene.room.seen)}
    held |= {Path(name): content for name, content in ran.shown.items()}
    for path, content in held.items():
        assert SECRET.encode() not in content, path
        assert FENCED.encode() not in content or not is_made(scene, path), path
        assert TURNED not in shown_in_lists(path.suffix, content), path
    judge_heard(scene, ran.heard)
    after = state(scene)
    assert {name: after.get(name) for name in before} == before
    new = after.keys() - before.keys()
    assert not [name for name in new if not name.startswith(("project/", "next"))]
    return after


def judge_heard(scene: Scene, heard: Heard) -> None:
    """See that only what is a command's to open, change, start and ask was."""
    outside = os.path.realpath(scene.outside)
    assert not [path for path in heard.read if within(path, outside)]
    mine = [os.path.realpath(each) for each in (scene.root, scene.next, scene.cache)]
    others = (os.path.realpath(tempfile.gettempdir()), "/dev/null")
    around = os.path.realpath(scene.folder)
    for path in filter(None, heard.changed):
        if not any(within(path, folder) for folder in mine):
            compiled = Path(path).parent.name == "__pycache__"  # a module's first import
            assert compiled or any(within(path, each) for each in others), path
            assert not within(path, around), path
    assert not [each for each in heard.elsewhere if each.startswith(around + os.sep)]
    assert set(heard.started) <= PROGRAMS
    assert not [each for each in heard.asked if "127.0.0.1" not in each and "localhost" not in each]


def is_made(scene: Scene, path: Path) -> bool:
    """Return whether a file is one that commands write for readers."""
    made = (scene.root / "build", scene.root / "site")
    return not path.is_absolute() or any(map(path.is_relative_to, made))


@lru_cache(maxsize=32)
def shown_in_lists(suffix: str, content: bytes) -> str:
    """Return what other programs show of a mail, calendar or page in one line among others."""
    if suffix == ".eml":
        message = message_from_bytes(content, policy=policy.default)
        return "\n".join(str(value) for value in message.values())
    if suffix == ".ics":
        lines = content.decode().replace("\r\n ", "").split("\r\n")
        return "\n".join(line for line in lines if line.startswith("SUMMARY"))
    if suffix == ".html":
        head = content.decode(errors="replace").partition("</head>")[0]
        return "\n".join(line for line in head.split("\n") if "<title" in line or "<meta" in line)
    return ""


def within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)


def plain_files(folder: Path) -> Iterator[Path]:
    """Yield files, not through links; folders nested without end only so far."""
    if folder.is_symlink():
        return
    for place, folders, names in os.walk(folder):
        if len(place) > DEEPEST:
            folders.clear()
        paths = [Path(place, name) for name in names]
        yield from (path for path in paths if stat.S_ISREG(path.lstat().st_mode))


_WRITTEN = re.compile(r"project/(build|site|syllabus/history)(/|$)")


def state(scene: Scene) -> dict[str, str]:
    """Return what there is and what it holds, but for what commands write and the cache."""
    found = {}
    for folder in (scene.root, scene.outside, scene.next, scene.folder / "home"):
        for place, folders, names in os.walk(folder):
            if len(place) > DEEPEST:
                folders.clear()
            for name in (*folders, *names):
                path = Path(place, name)
                shown = str(path.relative_to(scene.folder))
                if not _WRITTEN.match(shown):
                    found[shown] = _held(path)
    return found


def _held(path: Path) -> str:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return f"link to {path.readlink()}"
    if stat.S_ISREG(mode):
        return path.read_bytes().hex()
    return oct(stat.S_IFMT(mode))
