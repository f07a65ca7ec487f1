"""What people write at the prompt that is not there, and what to write instead.

It is read only when a command line cannot be understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from shlex import quote

import click

from syllabus.on_demand import pattern

_DELETE = "delete the file of the record, or write 'status: cancelled' into it"

COMMANDS: Mapping[str, str] = {
    "add": "syllabus new 'TITLE'",
    "announce": "syllabus email",
    "cancel": "write 'status: cancelled' into the record of the meeting",
    "changes": "syllabus diff",
    "compare": "syllabus diff",
    "compile": "syllabus build",
    "create": "syllabus init, or syllabus new 'TITLE' for a meeting",
    "delete": _DELETE,
    "deploy": "syllabus publish --to TARGET",
    "edit": "open the file of the record in your editor",
    "generate": "syllabus build",
    "help": "syllabus --help, or syllabus COMMAND --help",
    "html": "syllabus build --web",
    "ical": "syllabus calendar",
    "ics": "syllabus calendar",
    "latex": "syllabus build --tex",
    "lint": "syllabus check",
    "ls": "syllabus list",
    "mail": "syllabus email",
    "make": "syllabus build",
    "meetings": "syllabus list",
    "open": "syllabus build --open",
    "pdf": "syllabus build",
    "remove": _DELETE,
    "render": "syllabus build",
    "rm": _DELETE,
    "run": "syllabus build",
    "schedule": "syllabus list",
    "send": "syllabus email --send",
    "serve": "syllabus preview",
    "setup": "syllabus init",
    "show": "syllabus list, or syllabus build --open",
    "site": "syllabus publish --to TARGET",
    "start": "syllabus init",
    "status": "syllabus list",
    "test": "syllabus check",
    "tex": "syllabus build --tex",
    "upload": "syllabus publish --to TARGET",
    "validate": "syllabus check",
    "verify": "syllabus check",
    "version": "syllabus --version",
    "view": "syllabus build --open",
    "watch": "syllabus build --watch",
    "web": "syllabus build --web",
}
"""What to write for a command that there is not."""

OPTIONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "--all": (("list", "all meetings are shown without an option"), ("clean", "all is removed")),
    "--config": (("", "write -C DIR, with the folder of your course"),),
    "--date": (
        ("build", "write --as-of DATE"),
        ("email", "write --meeting and the name of the record"),
    ),
    "--day": (("new", "write --date DATE"), ("build", "write --as-of DATE")),
    "--dir": (("", "write -C DIR"),),
    "--directory": (("", "write -C DIR"),),
    "--dry-run": (
        ("build", "'syllabus check' says what a build would refuse"),
        ("email", "without --send nothing is sent"),
    ),
    "--edition": (("", "write --public, or no option for the members' edition"),),
    "--file": (("", "the whole project is read: write -C DIR, with its folder"),),
    "--fix": (("check", "no command changes what you wrote; the hints say what to write"),),
    "--from": (("diff", "write the days alone: syllabus diff 2021-03-23 2021-04-14"),),
    "--html": (("build", "write --web, for the page beside the PDF"),),
    "--json": (("check", "write --format json"), ("diff", "write --format json")),
    "--members": (("", "the members' edition is made without --public"),),
    "--name": (("init", "write --title TITLE"), ("new", "write the title alone, in quotes")),
    "--on": (("new", "write --date DATE"),),
    "--pdf": (("build", "a PDF is what it makes without an option"),),
    "--private": (("", "the members' edition is made without --public"),),
    "--project": (("", "write -C DIR"),),
    "--since": (("diff", "write the day alone: syllabus diff 2021-03-23"),),
    "--title": (("new", "write the title alone, in quotes: syllabus new 'TITLE'"),),
    "--to": (("diff", "write the days alone: syllabus diff 2021-03-23 2021-04-14"),),
    "-V": (("", "write --version"),),
    "-d": (("new", "write --date DATE"), ("", "write -C DIR")),
    "-f": (("check", "write --format"), ("build", "write --force, or -o FILE")),
    "-m": (("email", "write --meeting"),),
    "-n": (("build", "'syllabus check' says what a build would refuse"),),
    "-w": (("build", "write --watch"),),
}
"""What to write for an option that there is not, by command, "" for all."""

_MISSING = {
    "cite": "write syllabus cite and a DOI, an arXiv number, an ISBN or an address",
    "import": "write syllabus import and the name of the old handout",
    "new": "write syllabus new 'TITLE', in quotes",
    "publish": "write syllabus publish --to FOLDER, or --to git:BRANCH",
}
"""What to write where an argument or an option is missing that a command needs."""

_EXTRA = pattern(r"Got unexpected extra arguments? \((?P<words>.*)\)", re.DOTALL)
_NO_COMMAND = pattern(r"No such command '(?P<word>[^']+)'")
_DAY = pattern(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(T[0-9:]+)?")
_SUFFIXES = {".pdf": "build", ".tex": "build", ".ics": "calendar", ".eml": "email"}


def explained(fault: click.ClickException) -> click.ClickException:
    """Return a usage error that says what to write instead, where that can be told."""
    if not isinstance(fault, click.UsageError) or fault.ctx is None:
        return fault
    command, message, hint = fault.ctx.info_name or "", fault.format_message(), None
    if isinstance(fault, click.NoSuchOption):
        hint = _option(fault.option_name, command)
        if hint is not None:  # what is spelled alike is not what is meant
            message = f"there is no option '{fault.option_name}'"
    elif isinstance(fault, click.MissingParameter):
        hint = _MISSING.get(command)
    elif found := _EXTRA.fullmatch(fault.message):
        word = found["words"].split()[0]
        message = f"found '{word}', which '{command}' does not take"
        hint = _extra(word, command, fault.ctx)
    elif (found := _NO_COMMAND.match(fault.message)) and found["word"].lower() in COMMANDS:
        message = f"there is no command '{found['word']}'"
        hint = COMMANDS[found["word"].lower()]
        hint = f"write {hint}" if hint.startswith("syllabus ") else hint
    if hint is None:
        return fault
    return click.UsageError(f"{message.rstrip('.')}; {hint}", fault.ctx)


def _option(name: str, command: str) -> str | None:
    for where, hint in OPTIONS.get(name, ()):
        if where in ("", command):
            return hint
    return None


def _extra(word: str, command: str, context: click.Context) -> str:
    """Return what to write for an argument that a command does not take."""
    options = {name for each in context.command.params for name in each.opts}
    bare = f"syllabus {command}"
    if f"--{word}" in options:
        return f"write {bare} --{word}"
    path = Path(word)
    if (path / "syllabus" / "course.yaml").is_file():
        return f"write syllabus -C {quote(word)} {command}"
    if "--output" in options and _SUFFIXES.get(path.suffix.lower()) == command:
        return f"write {bare} --output {quote(word)}"
    if command == "email":
        return f"write {bare} --meeting {quote(word)}"
    if _DAY.fullmatch(word) and "--as-of" in options and command != "diff":
        return f"write {bare} --as-of {word}"
    if command == "diff":
        return "two handouts are compared: write syllabus diff 2021-03-23 2021-04-14"
    if "--stream" in options and not path.suffix and not path.exists():
        return f"write {bare} --stream {quote(word)}"
    if path.suffix or path.exists():
        return f"the whole project is read, and no file alone: write {bare}"
    return f"'{bare} --help' has examples"
