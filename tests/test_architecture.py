"""Rooms import one way, and ARCHITECTURE.md knows them all."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src" / "syllabus"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LAYERS = SETTINGS["tool"]["importlinter"]["contracts"][0]["layers"]
ROOMS = tuple(reversed(LAYERS))
"""In the order in which they may import each other: each only those before it (import-linter)."""

OWNERS = {
    "yaml": "front/records",
    "markdown_it": "front/markup",
    "bibtexparser": "front/bibliography",
    "citeproc": "front/bibliography/processor",
    "lxml": "front/bibliography",
    "pylatex": "writers/latex",
    "httpx": "delivery/links",
    "watchfiles": "outputs/pdf",
    "icalendar": "outputs/calendar",
    "smtplib": "delivery/smtp",
    "keyring": "delivery/smtp",
    "jinja2": "outputs/templates.py outputs/sandbox.py",
    "subprocess": "workspace/system.py tex",
    "filelock": "workspace/system.py",
    "platformdirs": "workspace/system.py",
    "click": "cli",
}
"""The rooms, mostly one, that may import each of these."""

POSIX_MODULES = "fcntl grp posix pty pwd resource termios tty"
POSIX_NAMES = {
    "os": "chown chroot fchmod fchown fork forkpty geteuid getegid getgid getpgid getpgrp getsid"
    " getuid kill killpg lchown mkfifo nice O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK pread"
    " pwrite setpgid setsid setuid statvfs sysconf uname waitpid WNOHANG",
    "signal": "alarm getitimer ITIMER_REAL pthread_kill pthread_sigmask setitimer SIGALRM SIGCHLD"
    " SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2 sigwait",
}
"""What is not there on Windows; only `system` may use it."""


READING = (
    "open fdopen read_text read_bytes copyfile copyfileobj copytree copy2 GzipFile FileSystemLoader"
)
WRITING = (
    "write_text write_bytes touch mkdir makedirs rename hardlink_to symlink_to unlink rmdir rmtree"
    " truncate ftruncate mkstemp replace"
)
OPENING = {
    "workspace/files.py": "open fdopen",  # the room that reads
    "workspace/system.py": "open fdopen unlink",  # locks, and what is left half written
    # Files of the user's cache, which are new and take their place in one step.
    "workspace/signatures.py": "open fdopen mkdir hardlink_to unlink",
    "workspace/cache.py": "open fdopen mkdir replace unlink",
    "tex/format.py": "open GzipFile copyfileobj mkdir touch write_bytes replace unlink",
    "tex/box.py": "mkdir rmtree",
    "delivery/smtp/trusted.py": "mkdir",
    # Files of a project: each folder is first seen to lie in it.
    "scaffold/files.py": "open mkdir rmdir unlink",
    "delivery/smtp/journal.py": "open mkdir ftruncate",
    "workspace/outputs.py": "open fdopen mkdir touch write_bytes replace rename unlink rmdir"
    " rmtree",
    "outputs/pdf/stages.py": "unlink",
    "outputs/pdf/upkeep.py": "unlink",
    "tex/run.py": "mkdir write_bytes unlink rmtree",  # TeX's working folder
}
"""The modules that open, write or remove files, and how; nothing else touches a path."""


def is_in(path: Path, rooms: str) -> bool:
    return any(path.is_relative_to(SOURCES / room) for room in rooms.split())


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def modules() -> list[Path]:
    return sorted(path for path in SOURCES.rglob("*.py") if path != SOURCES / "__init__.py")


def test_rooms_import_one_way_and_nothing_imports_in_a_circle() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as lint; lint()",
    ]
    ended = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SOURCES).as_posix())
def test_a_library_has_one_room_that_imports_it(path: Path) -> None:
    owned = {name.split(".")[0] for name in imported(path)} & OWNERS.keys()
    assert not {name for name in owned if not is_in(path, OWNERS[name])}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SOURCES).as_posix())
def test_what_only_posix_has_stays_in_one_room(path: Path) -> None:
    if is_in(path, "workspace/system.py"):
        return
    assert not imported(path) & set(POSIX_MODULES.split())
    used: set[tuple[str, str]] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used.add((node.value.id, node.attr))
        elif isinstance(node, ast.ImportFrom):
            used.update((node.module or "", alias.name) for alias in node.names)
    assert not {
        (module, name) for module, name in used if name in POSIX_NAMES.get(module, "").split()
    }


def touching(path: Path) -> set[str]:
    """Return by which names a module opens, writes or removes files."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            # `replace` of a text has two arguments, that of a time has names.
            case ast.Call(func=ast.Attribute(attr="replace"), args=[_], keywords=[]):
                found.add("replace")
            case ast.Attribute(attr=name) if name != "replace":
                found.add(name)
            case ast.Name(id="open" | "FileSystemLoader" as name):
                found.add(name)
            case ast.ImportFrom(module="os" | "shutil" | "io" | "gzip", names=names):
                found.update(alias.name for alias in names)
    return found & {*READING.split(), *WRITING.split()}


def test_nothing_else_opens_a_path() -> None:
    found = {path.relative_to(SOURCES).as_posix(): touching(path) for path in modules()}
    found = {name: names for name, names in found.items() if names}
    assert {name: names - set(OPENING.get(name, "").split()) for name, names in found.items()} == {
        name: set() for name in OPENING
    }


def test_files_are_written_with_the_same_line_ends_everywhere() -> None:
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                given = {each.arg for each in node.keywords}
                assert node.func.attr != "write_text" or "newline" in given, (path, node.lineno)


def test_no_module_outgrows_one_responsibility() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert not {path.name: length for path, length in lengths.items() if length > 400}


def test_the_architecture_page_lists_the_rooms_in_their_order() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE)) == ROOMS
