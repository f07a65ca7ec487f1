"""Rooms import one way, and ARCHITECTURE.md knows them all."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
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
    "lxml": "front/bibliography importing/opendocument.py importing/opendocument_sheets.py",
    "math_core": "writers/mathml",
    "pylatex": "writers/latex",
    "httpx": "delivery/links delivery/works",
    "watchfiles": "outputs/pdf",
    "icalendar": "outputs/calendar importing/calendars.py",
    "openpyxl": "importing/spreadsheets.py",
    "recurring_ical_events": "importing/calendars.py",
    "pypdf": "importing/portable.py",
    "zipfile": "importing/archives.py",
    "smtplib": "delivery/smtp",
    "keyring": "delivery/smtp",
    "jinja2": "outputs/templates.py outputs/sandbox.py",
    "subprocess": "workspace/system.py workspace/programs.py tex",
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


TOUCHING = (
    "open fdopen open_code read_text read_bytes read_binary get_data FileIO FileHandler"
    " GzipFile TTFont FileSystemLoader PackageLoader SourceFileLoader spec_from_file_location"
    " iterparse copy_into move_into"
    " write_text write_bytes touch mkdir makedirs rename hardlink_to symlink_to unlink rmdir"
    " rmtree truncate ftruncate chmod lchmod utime copyfile copyfileobj copytree copy2 mkstemp"
)
"""What opens, writes, moves or removes a file, whatever it is called on."""
TOUCHING_OF = {
    "os": "remove removedirs rename renames replace link symlink mkfifo mknod sendfile splice"
    " copy_file_range setxattr removexattr system popen startfile"
    f" {' '.join(name for name in dir(os) if re.match('exec.|spawn.|posix_spawn', name))}",
    "shutil": "copy copymode copystat move chown make_archive unpack_archive",
    "tempfile": "mkdtemp mktemp NamedTemporaryFile TemporaryDirectory TemporaryFile"
    " SpooledTemporaryFile",
    "etree": "parse",
    "ElementTree": "parse",
    "click": "File open_file",
}
"""What does so as a function of a module; as methods, these names mean other things, too."""
FILE_MODULES = (
    "_io _posixsubprocess builtins bz2 configparser dbm fileinput importlib.resources linecache"
    " logging.config lzma mailbox mmap netrc numpy pandas pkgutil plistlib runpy shelve sqlite3"
    " tarfile tokenize zipfile zipimport"
)
"""What reads or writes files by itself, under names of its own; nothing imports it."""
OPENING = {
    "on_demand.py": "exec",  # of the names of fields
    "workspace/files/reading.py": "open fdopen",
    "workspace/files/writing.py": "open fdopen touch mkdir replace hardlink_to unlink rmdir rename"
    " rmtree ftruncate chmod utime",
    "workspace/system.py": "open fdopen unlink",  # locks, and what is left half written
    "importing/archives.py": "open zipfile",  # of what has been read
    "tex/format.py": "GzipFile",  # of what the room has opened
    "tex/fonts.py": "TTFont",
}
"""The modules that touch files, and how; nothing else touches a path."""


LATE = {
    # libraries that take long to import, for values that are mostly remembered
    *(
        "babel",
        "bibtexparser",
        "fontTools",
        "holidays",
        "icalendar",
        "idna",
        "jinja2.meta",
        "lxml",
        "openpyxl",
        "pylatexenc",
        "pypdf",
        "recurring_ical_events",
        "watchfiles",
        "yaml",
    ),
    # what a build with nothing to do, or one system alone, needs nothing of
    *(
        "ctypes",
        "filelock",
        "importlib.util",
        "logging",
        "platformdirs",
        "resource",
        "shutil",
        "subprocess",
    ),
    # where files are read, and citations formatted, that were remembered otherwise
    *("syllabus.front.check.project", "syllabus.front.bibliography"),
    # what reads dates, where none is asked for
    "syllabus.front.records.moments",
    # what only handouts with such a section, or texts with other scripts or formulas, need
    *("syllabus.outputs.history", "syllabus.outputs.pdf.changes", "syllabus.outputs.pdf.months"),
    "syllabus.outputs.pdf.deadlines",
    # what only a run of TeX needs
    "syllabus.tex.places",
    # what only a build with a web page needs
    "syllabus.outputs.pdf.page",
    *("syllabus.tex.fonts", "syllabus.writers.latex.typefaces", "syllabus.writers.formulas"),
}
"""What may be imported in a function, and not at the head of a module: start-up shows each of them
(tests/test_effort.py). Commands import in their functions whatever they run."""


OTHER_NAMES = (
    "importing/tree.py",  # those of pandoc
    "front/bibliography/processor/elements.py",  # those of CSL and of citeproc-py
    "outputs/web/view.py",  # what a template of the page sees, beside what one of LaTeX does
)
"""The modules whose classes are called as those of others are, and why."""


@dataclass(frozen=True)
class Module:
    """What a module imports and names, and its calls of methods, from one look at it."""

    path: Path
    imported: frozenset[str]
    late: frozenset[str]
    """Imported in functions."""
    used: frozenset[tuple[str, str]]
    """Names of modules, `os.kill`."""
    touched: frozenset[str]
    """See `touching`."""
    unended: frozenset[int]
    """Lines that write a text without saying how its lines end."""

    def __str__(self) -> str:
        return self.path.relative_to(SOURCES).as_posix()

    def is_in(self, rooms: str) -> bool:
        return any(self.path.is_relative_to(SOURCES / room) for room in rooms.split())


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    return [_read(path) for path in paths()]


def paths() -> list[Path]:
    return sorted(path for path in SOURCES.rglob("*.py") if path != SOURCES / "__init__.py")


def _read(path: Path) -> Module:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    used = {
        (node.value.id, node.attr)
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    used |= {
        (node.module or "", alias.name)
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    unended = (
        node.lineno
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "write_text" and "newline" not in {each.arg for each in node.keywords}
    )
    return Module(
        path,
        frozenset(names_imported(nodes)),
        frozenset(name for each in functions for name in names_imported(ast.walk(each))),
        frozenset(used),
        frozenset(_touching(nodes)),
        frozenset(unended),
    )


def names_imported(nodes: Iterable[ast.AST]) -> set[str]:
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def names_from(nodes: Iterable[ast.AST]) -> set[str]:
    """Return what is imported from modules, each of which may be a module."""
    return {
        f"{node.module}.{alias.name}"
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_rooms_import_one_way_and_nothing_imports_in_a_circle() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as lint; lint()",
    ]
    ended = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_a_library_has_one_room_that_imports_it(modules: list[Module]) -> None:
    wrong = {
        str(module): elsewhere
        for module in modules
        if (
            elsewhere := {
                name
                for name in {name.split(".")[0] for name in module.imported} & OWNERS.keys()
                if not module.is_in(OWNERS[name])
            }
        )
    }
    assert wrong == {}


def test_imports_stand_at_the_head_of_a_module(modules: list[Module]) -> None:
    allowed = tuple(f"{name}." for name in LATE)
    wrong = {
        str(module): late
        for module in modules
        if not module.is_in("cli __main__.py")
        if (late := {name for name in module.late if not f"{name}.".startswith(allowed)})
    }
    assert wrong == {}


def test_what_only_posix_has_stays_in_one_room(modules: list[Module]) -> None:
    names = {(module, name) for module, names in POSIX_NAMES.items() for name in names.split()}
    wrong = {
        str(module): found
        for module in modules
        if not module.is_in("workspace/system.py")
        if (found := {*(module.imported & set(POSIX_MODULES.split())), *(module.used & names)})
    }
    assert wrong == {}


def touching(code: str) -> set[str]:
    """Return by which names a module opens, writes, moves or removes files."""
    return _touching(list(ast.walk(ast.parse(code))))


def _touching(nodes: list[ast.AST]) -> set[str]:
    touching = set(TOUCHING.split())
    modules = {name: name for name in TOUCHING_OF}
    for node in nodes:
        if isinstance(node, ast.Import):
            modules.update({each.asname: each.name for each in node.names if each.asname})
    found = {
        name
        for name in {*names_imported(nodes), *names_from(nodes)}
        if f"{name}.".startswith(tuple(f"{each}." for each in FILE_MODULES.split()))
    }
    for node in nodes:
        match node:
            # `replace` of a text has two arguments, that of a time has names.
            case ast.Call(func=ast.Attribute(attr="replace"), args=[_], keywords=[]):
                found.add("replace")
            case ast.Call(func=ast.Attribute(attr="replace"), keywords=[ast.keyword(arg="target")]):
                found.add("replace")
            case ast.Call(func=ast.Attribute(attr="copy" | "move" as name), args=[_, *_]):
                found.add(name)  # since Python 3.14; what copies a value has no argument
            case ast.Call(
                func=ast.Name(id="getattr" | "methodcaller" | "attrgetter")
                | ast.Attribute(attr="methodcaller" | "attrgetter")
            ):
                found |= {ast.unparse(each).strip("'") for each in node.args} & touching
            case ast.Attribute(value=ast.Name(id=module), attr=name) if (
                name in TOUCHING_OF.get(modules.get(module, ""), "").split()
            ):
                found.add(name)
            case ast.Attribute(attr=name) if name in touching:
                found.add(name)
            case ast.Name(id="exec" | "eval" | "__import__" | "__builtins__" as name):
                found.add(name)
            case ast.Name(id=name) if name == "open" or (name[0].isupper() and name in touching):
                found.add(name)
            case ast.ImportFrom(module=str() as module) if not module.startswith("syllabus."):
                names = {alias.name for alias in node.names}
                told = {"*", *touching, *TOUCHING_OF.get(module.split(".")[-1], "").split()}
                found |= names & told
    return found


@pytest.mark.parametrize(
    ("code", "name"),
    [
        *((f"os.{name}(path)", name) for name in ("remove", "rename", "link", "symlink", "mkdir")),
        *((f"os.{name}(path)", name) for name in ("makedirs", "unlink", "rmdir", "truncate")),
        *((f"shutil.{name}(path, to)", name) for name in ("copy", "copy2", "move", "rmtree")),
        ("os.replace(path, to)", "replace"),
        ("path.replace(to)", "replace"),
        ("path.unlink()", "unlink"),
        ("tempfile.TemporaryDirectory()", "TemporaryDirectory"),
        ("import shutil as tools\ntools.move(path, to)", "move"),
        ("from os import remove", "remove"),
        ("from tempfile import mkdtemp", "mkdtemp"),
        ("open(path)", "open"),
        ("io.open_code(path)", "open_code"),
        ("Path.open(path)", "open"),
        ("here = os.open", "open"),
        ("getattr(os, 'open')(path)", "open"),
        ("operator.methodcaller('read_bytes')(path)", "read_bytes"),
        ("path.replace(target=to)", "replace"),
        ("path.copy(to, follow_symlinks=False)", "copy"),
        ("from os import *", "*"),
        ("from builtins import open as opened", "builtins"),
        ("from codecs import open as opened", "open"),
        ("import zipfile", "zipfile"),
        ("from importlib import resources", "importlib.resources"),
        ("import importlib.resources as held\nheld.files('x')", "importlib.resources"),
        ("import numpy.lib as np\nnp.load(path)", "numpy.lib"),
        ("etree.parse(path)", "parse"),
        ("TTFont(path)", "TTFont"),
        ("@click.option('--to', type=click.File('w'))\ndef command(to): ...", "File"),
        ("__import__('zip' + 'file')", "__import__"),
        *((f"os.{name}(path, words)", name) for name in ("system", "execv", "posix_spawn")),
    ],
)
def test_whatever_touches_a_path_is_seen(code: str, name: str) -> None:
    assert name in touching(code)
    assert not touching("names.remove(text.replace('a', 'b'))\nfields = values.copy()")


def test_nothing_else_opens_a_path(modules: list[Module]) -> None:
    found = {str(module): module.touched for module in modules if module.touched}
    assert {name: names - set(OPENING.get(name, "").split()) for name, names in found.items()} == {
        name: set() for name in OPENING
    }


def test_files_are_written_with_the_same_line_ends_everywhere(modules: list[Module]) -> None:
    assert {str(module): module.unended for module in modules if module.unended} == {}


def test_no_module_outgrows_one_responsibility() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths()}
    assert not {path.name: length for path, length in lengths.items() if length > 400}


def test_the_name_of_a_class_means_one_thing() -> None:
    others = {SOURCES / name for name in OTHER_NAMES}
    found: dict[str, list[str]] = {}
    for path in paths():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name[0] != "_" and path not in others:
                found.setdefault(node.name, []).append(path.relative_to(SOURCES).as_posix())
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_the_architecture_page_lists_the_rooms_in_their_order() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE)) == ROOMS
