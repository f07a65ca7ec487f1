"""What people do to their files by accident, done to a good project by a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

COURSE = """\
title: Optics Reading Group
author: [Ada Example, Ben Sample]
place: Physics Building
zone: Europe/Berlin
day: Thursday
time: 16:00
duration: 90 min
streams:
  theory: Theory
  lab: Laboratory
macros:
  \\vect: '\\mathbf{#1}'
people:
  ada: {name: Ada Lens, affiliation: Brookfield College, url: https://lens.example}
rota: [Cleo Grating, Dan Fringe]
assistants: [ada, Bo Prism]
contact: {name: Eve Slit, email: slit@optics.example}
office_hours: {day: Monday, time: 14:00-15:00, room: Cellar}
kinds:
  excursion: {label: Excursion, like: event}
numbering: weeks
breaks:
  - {from: 2021-05-03, to: 2021-05-07, reason: Reading week}
schedule:
  columns: [number, date, end, stream, speaker, topic, room, materials]
  breaks: shown
handout: [welcome, deadlines, schedule, upcoming, past, references]
"""

WELCOME = """\
# Welcome

We read one article per week; see [our page](https://optics.example/group) for the rest.

1. Read the article before.
2. Bring questions:
   - about methods
   - about results

> Whoever presents chooses the room.
"""

UPCOMING = """\
---
date: 2021-04-22
title: Lenses and their errors
topic: Imaging
stream: theory
module: Foundations
speaker: [ada, {name: Flo Pinhole, affiliation: Westhaven, role: discussant}]
room: {name: Lecture hall 2, building: Tower, address: "2 Quay Road", url: https://map.example}
materials:
  slides: https://slides.example/1
  notes: [https://notes.example/1, https://notes.example/2]
join: {url: "https://meet.example/optics", passcode: sesame}
---

We begin with *thin* lenses, where $1/f = 1/a + 1/b$ holds, then **thick** ones.

## Reading

- [@hecht2017, ch. 6] (40 min)
- The notes of last week (3 pages)

## Questions {due="2021-04-30 17:00"}

| lens  | focal length |
|-------|--------------|
| thin  | short        |
| thick | longer       |

$$
\\vect{n} \\times \\vect{e} = 0
$$

::: members
The solutions lie on the shelf.
:::

A footnote.[^why]

[^why]: Because it belongs to nothing else.
"""

PAST = """\
---
date: 2021-04-08
title: "Mirrors: a beginning"
stream: lab
---

As @born1999 wrote, mirrors are `simple` to make.

```python
angle = reflect(ray)
```

## Reading

- [@born1999]
"""

EXCURSION = """\
---
date: 2021-05-12 to 2021-05-14
time: 9:00-17:00
kind: excursion
title: Observatory
room: none
---

Bring warm clothes.
"""

LABS = """\
---
date: 2021-04-12
times:
  theory: {time: 9:00, room: Bench 1}
  lab: Tue 14:00-15:30
every: week until 2021-06-08
title: Practice
---
"""

ESSAY = """\
---
date: 2021-05-20
time: 17:00
kind: deadline
title: Essay
presenters: []
---
"""

LIBRARY = """\
@book{hecht2017,
  author = {Hecht, Eugene},
  title = {Optics},
  publisher = {Pearson},
  year = {2017},
}

@book{born1999,
  author = {Born, Max and Wolf, Emil},
  title = {Principles of Optics},
  publisher = {Cambridge University Press},
  year = {1999},
}
"""

Files = dict[str, str]
"""The texts of a project by the names of their files."""

PROJECT: Files = {
    "syllabus/course.yaml": COURSE,
    "syllabus/sections/welcome.md": WELCOME,
    "syllabus/meetings/2021-04-22-lenses.md": UPCOMING,
    "syllabus/meetings/2021-04-08-mirrors.md": PAST,
    "syllabus/meetings/2021-05-12-observatory.md": EXCURSION,
    "syllabus/meetings/2021-04-12-practice.md": LABS,
    "syllabus/meetings/2021-05-20-essay.md": ESSAY,
    "bib/references.bib": LIBRARY,
}

_DELIMITERS = re.compile(r"[\[\](){}*_`$|>#:\"'@,;-]")
_KEY = re.compile(r"^\s*(\w+)(?=\s*[:=])", re.MULTILINE)
_PASTED = (
    "“Smart quotes” and an ellipsis…", "non breaking", "zero​width", "a – b — c", "1\t2\t3",
    "\\textbf{bold} and \\emph{more}", "$x_1$ costs $5", "\\[ E = mc^2 \\]", "\\cite{hecht2017}",
    "<b>bold</b> and <br> break", "&amp; and &nbsp;", "<!-- a remark -->", "<div>\ntext\n</div>",
    "name;date;room", "a,b,c\n1,2,3", "• first\n• second", "1) one\n2) two", "- [ ] a task",
    "[hecht2017]", "@hecht2017 and @nobody", "www.optics.example", "https://optics.example/a b",
    "::: members\nhidden", "## ", "---", "```", "é ü ß ø ł", "Привет", "日本語", "🙂", "\ufffd",
    "# a comment", "title: again", "%", "~~struck~~", "H~2~O and 10^3^", "==marked==",
    "<<<<<<< HEAD", "ﬁne ligatures", "½ of 100 %", "a\\\\b", "|", "![picture](missing.png)",
    "[text](#nowhere)",
)  # fmt: skip


def _at(chance: random.Random, text: str) -> int:
    return chance.randrange(len(text) + 1)


def _delete_character(chance: random.Random, text: str) -> str:
    at = _at(chance, text)
    return text[:at] + text[at + 1 :]


def _double_character(chance: random.Random, text: str) -> str:
    at = _at(chance, text)
    return text[: at + 1] + text[at : at + 1] + text[at + 1 :]


def _swap_characters(chance: random.Random, text: str) -> str:
    at = _at(chance, text)
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def _mistype_character(chance: random.Random, text: str) -> str:
    at = _at(chance, text)
    return text[:at] + chance.choice("aeintrs012 .,:;-'\"#*[]{}()@$\\/\t") + text[at + 1 :]


def _drop_delimiter(chance: random.Random, text: str) -> str:
    found = chance.choice([*_DELIMITERS.finditer(text)] or [re.match("", text)])
    return text if found is None else text[: found.start()] + text[found.end() :]


def _double_delimiter(chance: random.Random, text: str) -> str:
    found = chance.choice([*_DELIMITERS.finditer(text)] or [re.match("", text)])
    return text if found is None else text[: found.end()] + found[0] + text[found.end() :]


def _mistype_key(chance: random.Random, text: str) -> str:
    found = chance.choice([*_KEY.finditer(text)] or [None])
    if found is None:
        return text
    start, end = found.span(1)
    return text[:start] + _swap_characters(chance, text[start:end]) + text[end:]


def _delete_line(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    del lines[chance.randrange(len(lines))]
    return "\n".join(lines)


def _double_line(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    return "\n".join([*lines[:at], lines[at], *lines[at:]])


def _move_line(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randrange(len(lines) + 1), line)
    return "\n".join(lines)


def _join_lines(chance: random.Random, text: str) -> str:
    breaks = [at for at, each in enumerate(text) if each == "\n"]
    at = chance.choice(breaks or [0])
    return text[:at] + text[at + 1 :]


def _indent_line(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice(["  ", "    ", "\t", " "]) + lines[at]
    return "\n".join(lines)


def _paste(chance: random.Random, text: str) -> str:
    at = _at(chance, text)
    return text[:at] + chance.choice(_PASTED) + text[at:]


def _paste_line(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(_PASTED))
    return "\n".join(lines)


CHANGES: tuple[Callable[[random.Random, str], str], ...] = (
    _delete_character, _double_character, _swap_characters, _mistype_character, _drop_delimiter,
    _double_delimiter, _mistype_key, _delete_line, _double_line, _move_line, _join_lines,
    _indent_line, _paste, _paste_line,
)  # fmt: skip
"""What is done to the text of one file."""

_RENAMED = (
    (".md", ".MD"), (".md", ".markdown"), (".md", ".md.txt"), (".md", ""), (".bib", ".bibtex"),
    (".yaml", ".yml"), ("meetings/", "meeting/"), ("meetings/", "meetings/spring/"),
    ("sections/", "section/"), ("2021-04-22", "2021-04-29"), ("-lenses", " lenses"),
    ("references", "library"), ("bib/", "bibliography/"), ("syllabus/", "Syllabus/"),
)  # fmt: skip


def mutate(seed: int) -> Files:
    """Return the project with one file changed as a seed says; every twentieth has it renamed."""
    chance = random.Random(seed)
    files = dict(PROJECT)
    name = chance.choice(sorted(files))
    if seed % 20 == 0:
        renames = [each for each in _RENAMED if each[0] in name]
        before, after = chance.choice(renames)
        files[name.replace(before, after, 1)] = files.pop(name)
        return files
    files[name] = chance.choice(CHANGES)(chance, files[name])
    return files
