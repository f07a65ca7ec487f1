"""What a stranger may put into a project: a row of attacks for each kind of them.

Each changes a good project in one way, and says what fault tells it at which place, and which
commands read so far.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from tests.security.commands import (
    BUILDS,
    CALENDARS,
    CHECKS,
    COMMANDS,
    DIFFS,
    FENCED,
    MAILS,
    PAGES,
    SECRET,
    STARTS,
    TURNED,
    Scene,
)
from tests.security.test_pictures import BAD
from tests.security.test_styles import HOSTILE as STYLES
from tests.security.test_styles import style
from tests.security.test_templates import nest

COURSE_FILE = "syllabus/course.yaml"
COURSE = """\
title: Optics
author: Ada Lens
zone: Europe/Berlin
day: Thursday
time: 18:00
duration: 90 min
streams: {rays: Rays}
handout: [general, schedule, upcoming, past, references]
mail:
  from: Ada Lens <ada@uni.example>
  host: localhost
  port: PORT
recipients: people.csv
"""
MEETING = "syllabus/meetings/2021-04-15-lenses.md"
ADDRESS = "http://127.0.0.1:9/"
RECORD = f"""\
---
date: 2021-04-15
title: Lenses
---

See [here]({ADDRESS}), [@a] and $x^2$.

![x](x.png)
"""
HANDOUT = """\
\\documentclass{article}\\ifdefined\\pdftrailerid\\pdftrailerid{}\\fi
\\begin{document}<< handout.title >>\\end{document}
"""
BIB = "@book{a, author = {A B}, title = {T}, publisher = {P}, year = {2000}}\n"
JOURNAL = "syllabus/history/mailings/2021-04-15-1800-2021-04-15-lenses-announcement.jsonl"
FENCE = f"::: members {FENCED} :::"

EVERY = frozenset(COMMANDS)
TEXTS = frozenset({*BUILDS, *PAGES, *CHECKS, *CALENDARS, *MAILS, "list", *DIFFS})
"""They read every record whole."""

HANDOUTS = frozenset({*BUILDS, *PAGES, *CHECKS, *MAILS, *DIFFS})
"""They make the handout as far as TeX."""

MAILED = frozenset(MAILS)
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Attack:
    """One way to harm, and the commands that have `told` it: by a fault of this `code` and `place`.

    `place` is how the fault's line begins. Without a code, they refuse to work; all others work.
    `anew` is what commands write themselves, so that each needs another copy.
    """

    row: str
    name: str
    plant: Callable[[Scene], object]
    code: str = ""
    place: str = ""
    told: Collection[str] = NONE
    anew: bool = False

    def __str__(self) -> str:
        return f"{self.row}-{self.name}".replace(" ", "-")


def pipe(name: str) -> Callable[[Scene], None]:
    """Put a pipe in the place of a file, or of all files of a folder."""

    def plant(scene: Scene) -> None:
        place = scene.folder / name
        paths = [path for path in place.rglob("*") if path.is_file()] if place.is_dir() else [place]
        for path in paths:
            path.unlink(missing_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            os.mkfifo(path)

    return plant


def plugged(name: str) -> Callable[[Scene], None]:
    """Put a socket in the place of a file."""

    def plant(scene: Scene) -> None:
        path = scene.folder / name
        path.unlink()
        here = Path.cwd()
        os.chdir(path.parent)  # a socket's path is short
        try:
            with socket.socket(socket.AF_UNIX) as plug:
                plug.bind(path.name)
        finally:
            os.chdir(here)

    return plant


def link(name: str, target: str) -> Callable[[Scene], None]:
    return lambda scene: scene.link(name, scene.outside / target)


def more(name: str, text: str) -> Callable[[Scene], None]:
    return lambda scene: scene.add(name, text)


def put(name: str, content: str | bytes) -> Callable[[Scene], None]:
    return lambda scene: scene.put(name, content)


def all_of(*plants: Callable[[Scene], object]) -> Callable[[Scene], None]:
    def plant(scene: Scene) -> None:
        for each in plants:
            each(scene)

    return plant


def course(text: str) -> Callable[[Scene], None]:
    return more(COURSE_FILE, text)


def own_style(content: str | bytes) -> Callable[[Scene], None]:
    return all_of(course("style: a.csl\n"), put("a.csl", content))


def titled(title: str) -> Callable[[Scene], None]:
    return lambda scene: scene.change(MEETING, "Lenses", title)


def picture(name: str) -> Callable[[Scene], None]:
    return all_of(put(f"syllabus/meetings/{name}", BAD[name]), more(MEETING, f"\n![x](<{name}>)\n"))


def recipients(name: str) -> Callable[[Scene], None]:
    return lambda scene: scene.change(COURSE_FILE, "people.csv", name)


TITLE = '<macro name="m0"><text variable="title"/></macro>'
TABLE = "\n|" + "x|" * 3_000 + "\n|" + "-|" * 3_000 + "\n|" + "y|" * 3_000 + "\n"
OUT = "file-outside-project"
LOOPS = "<% for a in range(99999) %><% for b in range(99999) %><% endfor %><% endfor %>"

ATTACKS = (
    Attack("S2", "other files", all_of(
        link("syllabus/meetings/notes.txt", "notes.md"), link("bib/linked", ""),
        link(".gitignore", "notes.md"),
    )),
    Attack("S2", "style above", course("style: ../outside/style.csl\n"),
           "style-outside-project", f"{COURSE_FILE}:14:8", HANDOUTS),
    Attack("S2", "record", link("syllabus/meetings/b.md", "record.md"), OUT, "", TEXTS),
    Attack("S2", "section", link("syllabus/sections/general.md", "notes.md"), OUT, "", TEXTS),
    Attack("S2", "block", link("syllabus/blocks/a.md", "notes.md"),
           "include-outside-blocks", "syllabus/sections/general.md:3:1", TEXTS),
    Attack("S2", "library", link("bib/b.bib", "works.bib"), OUT, "", TEXTS),
    Attack("S2", "picture", link("syllabus/meetings/x.png", "x.png"),
           "image-outside-project", f"{MEETING}:8", TEXTS),
    Attack("S2", "history", all_of(
        link("syllabus/history/calendar.yaml", "notes.md"),
        link("syllabus/history/handouts/2021-04-13.yaml", "notes.md"), link(JOURNAL, "notes.md"),
    ), OUT, "", {*CHECKS, *CALENDARS, *MAILS, *DIFFS}),
    Attack("S3", "template", link("templates/handout.tex", "handout.tex"), OUT, "", HANDOUTS),
    Attack("S3", "unused template", link("templates/x/y.tex", "notes.md")),
    Attack("S3", "mail", link("templates/email.txt", "notes.md"), OUT, "", MAILED),
    Attack("S3", "mail in html", link("templates/email.html", "notes.md"), OUT, "", MAILED),
    Attack("S3", "templates", link("templates", ""), OUT, "", HANDOUTS),
    Attack("S4", "course", pipe(f"project/{COURSE_FILE}"), told=EVERY - {"init"}),
    Attack("S4", "record", pipe(f"project/{MEETING}"), "unreadable-file", "", TEXTS),
    Attack("S4", "socket", plugged(f"project/{MEETING}"), "unreadable-file", "", TEXTS),
    Attack("S4", "section", pipe("project/syllabus/sections/general.md"),
           "unreadable-file", "", TEXTS),
    Attack("S4", "block", pipe("project/syllabus/blocks/a.md"),
           "unreadable-file", "syllabus/sections/general.md:3:1", TEXTS),
    Attack("S4", "library", pipe("project/bib/a.bib"), "unreadable-file", "", TEXTS),
    Attack("S4", "style", all_of(own_style(""), pipe("project/a.csl")),
           "unknown-style", f"{COURSE_FILE}:14:8", HANDOUTS),
    Attack("S4", "picture", pipe("project/syllabus/meetings/x.png"),
           "missing-image", f"{MEETING}:8", TEXTS),
    Attack("S4", "template", pipe("project/templates/handout.tex"),
           "unreadable-file", "", HANDOUTS),
    Attack("S4", "mail", pipe("project/templates/email.txt"), "unreadable-file", "", MAILED),
    Attack("S4", "recipients", pipe("project/people.csv"), "unreadable-file", "", {"send"}),
    Attack("S4", "history", pipe("project/syllabus/history"), "unreadable-file", "",
           {*CHECKS, *CALENDARS, *MAILS}, anew=True),
    Attack("S4", "journal", pipe(f"project/{JOURNAL}"), "unreadable-file", "", {"send"}, anew=True),
    Attack("S4", "build", pipe("project/build"), "cannot-write", "",
           {"calendar", "email", "send"}, anew=True),
    Attack("S4", "ignored", all_of(pipe("project/.gitignore"), pipe("next/.gitignore")), anew=True),
    Attack("S4", "next", pipe("next/syllabus"), told=STARTS, anew=True),
    Attack("S6", "meetings", link("syllabus/meetings", ""), OUT, "", TEXTS),
    Attack("S6", "sections", link("syllabus/sections", ""), OUT, "", TEXTS),
    Attack("S6", "blocks", link("syllabus/blocks", ""), "missing-include",
           "syllabus/sections/general.md:3:1", TEXTS),
    Attack("S6", "bib", link("bib", ""), OUT, "", TEXTS),
    Attack("S6", "history", link("syllabus/history", ""), "cannot-write", "", {*CALENDARS, *MAILS}),
    Attack("S6", "build", link("build", ""), "cannot-write", "", {*BUILDS, *CALENDARS, *MAILS}),
    Attack("S6", "site", link("site", "empty"), "cannot-write", "", {"publish"}),
    Attack("S6", "members of a site", link("site/members", ""), "foreign-files", "", {"publish"}),
    Attack("S4", "site", pipe("project/site"), "cannot-write", "", {"publish"}),
    Attack("S4", "list of a site", pipe("project/site/.syllabus-site.json"), "foreign-files", "",
           {"publish"}),
    Attack("S6", "working folder", link("build/.work", ""), "cannot-write", "",
           {*BUILDS, *CALENDARS, *MAILS}),
    Attack("S6", "next records", link("next/syllabus/meetings", "empty"), told=STARTS, anew=True),
    Attack("S6", "next library", link("next/bib", "empty"), told=STARTS, anew=True),
    Attack("S7", "style", own_style(style(STYLES["doubling"])), "broken-style",
           f"{COURSE_FILE}:14:8", HANDOUTS),
    Attack("S7", "template", put("templates/handout.tex", '<< "%0999999999d" % 1 >>'),
           "template", "templates/handout.tex:1", HANDOUTS),
    Attack("S7", "mail", put("templates/email.txt", "<< 'a'|center(2000000000) >>"),
           "template", "templates/email.txt:1", MAILED),
    Attack("S7", "accents", titled("é" * 1_000)),
    Attack("S8", "code", more(MEETING, "\n```\n" + "\\" * 9_000 + "\n```\n"),
           "text-too-long", f"{MEETING}:10:1", TEXTS),
    Attack("S8", "title", titled("'" + '"' * 50_000 + "'"), "text-too-long",
           f"{MEETING}:3:8", TEXTS),
    Attack("S8", "table", more(MEETING, TABLE), "text-too-long", f"{MEETING}:10", TEXTS),
    Attack("S8", "picture", picture("names itself.pdf"), "broken-picture",
           f"{MEETING}:10", TEXTS),
    Attack("S9", "style's name", course(f"style: {'a' * 300}\n"), "unknown-style",
           f"{COURSE_FILE}:14:8", HANDOUTS),
    Attack("S9", "style in UTF-7", own_style(style(TITLE, encoding="utf-7").encode("utf-7")),
           "broken-style", f"{COURSE_FILE}:14:8", HANDOUTS),
    Attack("S9", "style's loop", own_style(style(STYLES["a loop"])), "broken-style",
           f"{COURSE_FILE}:14:8", HANDOUTS),
    Attack("S9", "template in Latin-1", put("templates/handout.tex", "\xe4".encode("latin-1")),
           "not-utf-8", "templates/handout.tex:1", HANDOUTS),
    Attack("S9", "mail in UTF-16", put("templates/email.html", "ä".encode("utf-16")),
           "not-utf-8", "templates/email.html:1", MAILED),
    Attack("S9", "template's loops", put("templates/handout.tex", LOOPS),
           "template", "templates/handout.tex:1", HANDOUTS),
    Attack("S9", "folders", lambda scene: nest(scene.root / "syllabus" / "meetings", 1_100)),
    Attack("S9", "folders of templates", lambda scene: nest(scene.root / "templates", 1_100),
           "nesting-too-deep", "", HANDOUTS),
    Attack("S10", "text", more(MEETING, f"\n*{FENCE}*\n"), "unread-fence", f"{MEETING}:10", TEXTS),
    Attack("S10", "block", more("syllabus/blocks/a.md", f"\n[{FENCE}]({ADDRESS})\n"),
           "unread-fence", "syllabus/blocks/a.md:3", TEXTS),
    Attack("S10", "title", titled(f"'{FENCE}'"), "unread-fence", f"{MEETING}:3:9", TEXTS),
    Attack("S10", "full width", more(MEETING, f"\n：：： members\n{FENCED}\n：：：\n"),
           "unread-fence", f"{MEETING}:10:1", TEXTS),
    Attack("S11", "length", more(MEETING, "\n$\\hspace{٣em}$\n"), "math-argument",
           f"{MEETING}:10", HANDOUTS),
    Attack("S11", "columns", more(MEETING, "\n$\\begin{array}{*{٣}{l}}a\\end{array}$\n"),
           "math-argument", f"{MEETING}:10", HANDOUTS),
    Attack("S12", "preamble's name", all_of(course("macros: {codeblock: x}\n"),
                                            more(MEETING, "\n$\\codeblock$\n"))),
    Attack("S12", "TeX's name", all_of(course("macros: {input: x}\n"),
                                       more(MEETING, "\n$\\input$\n"))),
    Attack("S12", "part of a formula", all_of(course("macros: {left: x}\n"),
                                              more(MEETING, "\n$\\left$\n")),
           "macro-name", f"{COURSE_FILE}:14", HANDOUTS),
    Attack("S13", "title", titled(f'"Len{TURNED}ses"')),
    Attack("S13", "names", all_of(
        course(f'place: "a{TURNED}b"\nslug: optics\n'),
        lambda scene: scene.change(COURSE_FILE, "title: Optics", f'title: "Op{TURNED}tics"'),
        lambda scene: scene.change(COURSE_FILE, "{rays: Rays}", f'{{rays: "Ra{TURNED}ys"}}'),
        lambda scene: scene.change(MEETING, "date:", "stream: rays\ndate:"),
    )),
    Attack("S13", "key", more(MEETING, f"\n@un{TURNED}known\n"), "unknown-citation",
           f"{MEETING}:10", TEXTS),
    Attack("S14", "JPEG", picture("600 bytes.jpg"), "image-size", f"{MEETING}:10", TEXTS),
    Attack("S14", "PNG", picture("two rows of a thousand.png"), "broken-picture",
           f"{MEETING}:10", TEXTS),
    *(Attack("S16", f"recipients {name}", recipients(name), OUT, "", {"send"})
      for name in ("../outside/people.txt", "~/people.txt")),
    Attack("S16", "linked recipients", link("people.csv", "people.txt"), OUT, "", {"send"}),
)  # fmt: skip


def outside(folder: Path) -> None:
    """Write what a stranger would like to read, or to have changed."""
    for name in ("notes.md", "handout.tex", "email.txt", "title.tex", "people.txt", "course.yaml"):
        (folder / name).write_text(f"{SECRET}\n")
    (folder / "style.csl").write_text(f"<style>{SECRET}</style>")
    (folder / "works.bib").write_text(f"@book{{b, title={{{SECRET}}}}}\n")
    (folder / "record.md").write_text(f"---\ndate: TBD\ntitle: {SECRET}\n---\n")
    (folder / "empty").mkdir()


def good_project(root: Path, port: int, image: bytes) -> None:
    """Write a project with everything that is read."""
    files: dict[str, str | bytes] = {
        COURSE_FILE: COURSE.replace("PORT", str(port)),
        MEETING: RECORD,
        "syllabus/meetings/x.png": image,
        "syllabus/sections/general.md": "# General\n\n```{include} a.md\n```\n",
        "syllabus/blocks/a.md": "Text.\n",
        "bib/a.bib": BIB,
        "templates/handout.tex": HANDOUT,
        "people.csv": "bo@people.example\n",
        ".gitignore": "build/\n",
    }
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
