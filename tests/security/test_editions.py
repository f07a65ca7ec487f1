"""What is for members is in nothing that is written for everybody, wherever a record holds it."""

from __future__ import annotations

import gzip
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path
from time import sleep
from zlib import crc32

import pytest
from tests.security.projects import all_bytes, project
from tests.security.test_files import png

from syllabus.model.course import Edition
from syllabus.outputs.calendar.publishing import CalendarRequest, write_calendar
from syllabus.outputs.mail import MailKind
from syllabus.outputs.mail.drafting import EmailRequest, write_email
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.workspace.layout import Layout

BEFORE, AFTER = "2021-04-14", "2021-06-30"
"""Moments at which the meetings are ahead, and over."""

COURSE = """\
title: Optics
zone: Europe/Berlin
time: 18:00
streams: {rays: Rays, waves: Waves}
raw_latex: true
handout: [schedule, deadlines, calendar, general, upcoming, past, references, changes]
"""

PEOPLE = """\
people:
  ada: {{name: Ada, email: {known-mail}@uni.example}}
  bo: {{name: Bo, email: {rota-mail}@uni.example}}
contact: ada
assistants: {{name: Cy, email: {assistant-mail}@uni.example}}
rota: [bo, ada]
presenters: rota
"""

ACCESS = """\
join: {{url: "https://{flow-join-url}.example/j", passcode: {flow-join-code}}}
recording:
  url: https://{block-recording-url}.example/r
  passcode: "{block-recording-code}"
"""

MATERIALS = """\
speaker: {{name: Ed, email: {speaker-mail}@uni.example}}
materials:
  - {{label: Solutions {material-label}, url: "https://{material-url}.example/", members: true}}
  - {{label: Code {file-label}, file: files/{file-name}.txt, members: true}}
  - {{label: Slides, url: "https://open.example/"}}
"""

STATES = {
    "ahead": "date: 2021-04-22",
    "streams": "date: 2021-05-04\nstream: [rays, waves]",
    "details": "date: 2021-05-13\nshow: details\nstream: waves",
    "undated": "date: TBD",
    "cancelled": "date: 2021-05-20\nstatus: cancelled",
    "row": "date: 2021-05-27\nshow: schedule",
}

FENCED = """\
::: members
Prose {prose}, *emphasis {emphasis}*, ~~struck {struck}~~, `code {code}`, formula $x = {formula}$,
[words {link-words}](https://{link-address}.example/), <https://{bare-address}.example/>,
[reference][door], picture ![alt {alternative}](members.png), a note[^secret], and one
here^[inline {inline-footnote}].

As said [see {prefix} @closed2020, p. {locator}, and {suffix}], and in @other2020 [p. {narrative}].

$$
y = {display} \\label{{eq:{label}}}
$$

$$
\\begin{{align}}
z &= {aligned} && \\eqref{{eq:{label}}}
\\end{{align}}
$$

```sh
run {code-block}
:::
run {code-below-colons}
```

    indented {indented-code}

```{{=latex}}
\\textbf{{{raw-latex}}}
```

| {table-head} | b           |
|--------------|-------------|
| a            | {table-row} |

> quotation {quotation}

[door]: https://{reference-address}.example/

[^secret]: Footnote {footnote}

1. [@closed2020, p. {full-reference}] ({minutes} min)
:::

- item
  lazy
::: members
after a list {after-list}
:::

- item

  ::: members
  - in an item {in-item}
    ::: members
    twice {fenced-twice}
    :::
  :::

1. ::: members
   all of an item {whole-item}
   :::
2. second item

> quotation
> ::: members
> inside of it {in-quotation}
> :::

Public note on @open2020.[^public]

[^public]: For everybody.

    ::: members
    For members {in-footnote}
    :::

```{{include}} shared.md
```

::: members
```{{include}} secret.md
```
:::
"""

MEETING = """\
## Reading

1. In the open (10 min)

::: members
Fenced {in-part}

2. Also (20 min), {fenced-item}
:::

::: members
## Answers {part-title} {{due=2021-06-01}}

{part-text}

### Heading {heading-in-part}
:::
"""

STREAMS = """\
## Waves

Everybody's.

::: members
### Answers {stream-part-title}

{stream-part-text}
:::

::: members
## Rays

{stream-text}

### Reading {hidden-stream-part}

{hidden-stream-text}
:::
"""

SECTION = """\
# General Information

## In the open

Everybody's.

::: members
## Heading {section-heading}

Text {section-text}

### Lower {section-lower-heading}
:::
"""

SHARED = """\
Shared by all, ![a dot](open.png).

::: members
Shared by members {in-block}
:::
"""

LIBRARY = """\
@book{{open2020, author = {{Open, Ann}}, title = {{For All}}, year = 2020, publisher = {{P}}}}
@book{{closed2020, author = {{Closed, Ann}}, title = {{On {entry-title}}}, year = 2020,
  publisher = {{House {entry-publisher}}}, doi = {{10.1000/{entry-doi}}}}}
@online{{other2020, author = {{Open, Ann}}, title = {{At {entry-online}}}, year = 2020,
  url = {{https://{entry-address}.example/}}}}
"""


class Planter:
    """Fills words that are in no other place into texts, and remembers them by their places.

    They are digits: nothing hyphenates, kerns or ligates them.
    """

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def __call__(self, template: str, where: str) -> str:
        names = re.findall(r"(?<!\{)\{([a-z-]+)\}", template.replace("{{{", "{{ {"))
        planted = {name: self.word(f"{where} {name}") for name in names}
        return template.format_map(planted)

    def word(self, place: str) -> str:
        return self.words.setdefault(place, "".join(secrets.choice("123456789") for _ in range(14)))


def plant(root: Path) -> tuple[Layout, dict[str, str]]:
    """Write a course with something for members wherever there can be; return what, by place."""
    fill = Planter()
    files: dict[str, str | bytes] = {
        "syllabus/course.yaml": COURSE + fill(PEOPLE, "course"),
        "bib/optics.bib": fill(LIBRARY, "library"),
        "syllabus/sections/general.md": fill(SECTION, "section") + fill(FENCED, "general"),
        "syllabus/sections/upcoming.md": fill(SHARED, "upcoming"),
        "syllabus/blocks/shared.md": fill(SHARED, "block"),
        "syllabus/blocks/secret.md": fill("Secret block {text}, @open2020.\n", "whole block"),
        "syllabus/meetings/2021-04-15-lenses.md": "---\ndate: TBD\ntitle: Later\n---\n",
    }
    pixels = fill.word("picture of members")
    for folder in ("meetings", "sections"):
        files[f"syllabus/{folder}/members.png"] = picture(pixels.encode())
    for folder in ("blocks", "sections"):
        files[f"syllabus/{folder}/open.png"] = picture(b"open")
    for state, lines in STATES.items():
        body = fill(STREAMS if state == "streams" else FENCED + "\n" + MEETING, state)
        files[f"syllabus/meetings/{state}.md"] = (
            f"---\n{lines}\ntitle: About {state}\n{fill(ACCESS + MATERIALS, state)}---\n\n{body}"
        )
        files[f"files/{fill.words[f'{state} file-name']}.txt"] = fill("{file-content}", state)
    # Labels are one for all of the handout, and what is counted has to be a number of minutes.
    for name in [name for name in fill.words if name.endswith(" minutes")]:
        del fill.words[name]
    return project(root, files), fill.words


def picture(pixels: bytes) -> bytes:
    """Return a picture of one line in grey whose samples are these bytes."""
    from zlib import compress

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return len(data).to_bytes(4, "big") + checked + crc32(checked).to_bytes(4, "big")

    start = png(1, 1)[:8]
    header = len(pixels).to_bytes(4, "big") + (1).to_bytes(4, "big") + bytes((8, 0, 0, 0, 0))
    data = compress(b"\0" + pixels)
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def publish(layout: Layout, edition: Edition) -> None:
    """Write all that there is of an edition, before the meetings and after them."""
    public = "-public" if edition is Edition.PUBLIC else ""
    for moment in (BEFORE, AFTER):
        asked = BuildRequest(layout, as_of=moment, edition=edition)
        paged = replace(asked, synctex=True, web=True)
        for request in (paged, replace(asked, stop_before_tex=True)):
            outcome = build_handout(request, lambda message: None)
            assert outcome.path is not None, outcome.diagnostics
        feed = CalendarRequest(layout, moment, edition)
        stream = replace(feed, stream="waves", output=layout.build / f"{moment}{public}.ics")
        for each in (feed, stream):
            written = write_calendar(each, lambda message: None, print)
            assert written.path is not None, written.diagnostics
    announce(layout, edition)


def announce(layout: Layout, edition: Edition) -> None:
    """Write mail on meetings with something for members in all of their text."""
    for meeting in ("ahead", "streams"):
        for kind in (MailKind.ANNOUNCEMENT, MailKind.REMINDER):
            request = EmailRequest(layout, BEFORE, edition, kind, meeting)
            outcome = write_email(request, lambda message: None, print)
            assert outcome.path is not None, outcome.diagnostics


def found(paths: Iterable[Path], words: dict[str, str]) -> set[str]:
    """Return the places of the words that files hold, as they are, unpacked or printed."""
    everything = []
    for path in paths:
        for _, content in all_bytes(path):
            everything.append(content)
            if path.suffix == ".gz":
                everything.append(gzip.decompress(content))
            if path.suffix == ".eml":
                parts = [
                    part.get_payload(decode=True) for part in message_from_bytes(content).walk()
                ]
                everything += (part for part in parts if isinstance(part, bytes))
        if path.suffix == ".pdf":
            printed = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True)
            everything.append(re.sub(rb"\s+", b"", printed.stdout))
    return {
        place
        for place, word in words.items()
        for written in (word.encode(), word.encode("utf-16-be"))
        for needle in (written, written.hex().encode(), written.hex().upper().encode())
        if any(needle in content for content in everything)
    }


def files_in(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Layout, dict[str, str]]:
    """Write a course's editions for members, and then those for everybody beside them."""
    layout, words = plant(tmp_path_factory.mktemp("both"))
    publish(layout, Edition.MEMBERS)
    shutil.copytree(layout.history, layout.root / "members-history")
    publish(layout, Edition.PUBLIC)
    return layout, words


def test_members_get_all_that_is_theirs(both: tuple[Layout, dict[str, str]]) -> None:
    layout, words = both
    members = [each for each in layout.build.iterdir() if "-public" not in each.name]
    there = found(filter(Path.is_file, members), words)
    # Nobody joins what is cancelled, and what has no date is never over.
    nowhere = {f"cancelled {key}" for key in re.findall(r"\{([a-z-]+)\}", ACCESS)}
    nowhere |= {"undated block-recording-url", "undated block-recording-code"}
    # Invitations alone name addresses for mail, and mail alone has files.
    nowhere |= {each for each in words if each.endswith("-mail")} - {"course known-mail"}
    nowhere |= {each for each in words if each.endswith("file-content")}
    nowhere -= {"ahead file-content", "streams file-content"}
    # Calendars alone tell what meetings without a section are about, and they know no LaTeX.
    nowhere |= {"cancelled raw-latex", "row raw-latex"}
    assert words.keys() - there == nowhere
    assert there >= {"picture of members", "library entry-doi", "row flow-join-code"}
    printed = [path for path in members if path.suffix == ".pdf"]
    assert found(printed, words) >= {each for each in words if each.startswith("ahead")} - {
        "ahead label",
        "ahead alternative",
        "ahead file-content",
        "ahead speaker-mail",
    }


def test_nothing_for_everybody_holds_what_is_for_members(
    both: tuple[Layout, dict[str, str]],
) -> None:
    layout, words = both
    public = [each for each in layout.build.iterdir() if "-public" in each.name]
    assert {"".join(each.suffixes) for each in public} == {
        *(".pdf", ".tex", ".png", ".synctex.gz", ".ics", ".eml", ""),
    }
    assert found([layout.build / "optics" / "index.html"], words)  # the folder of the public page
    assert (layout.build / "optics-public" / "index.html") in files_in(*public)
    assert not found(public, words)
    for path in public:
        if path.suffix == ".tex":
            text = path.read_text(encoding="utf-8")
            assert "Open (2020)" in text  # of a year with another, it would be 2020a
            assert "Closed" not in text
            assert "secret.md" not in text


def test_what_is_remembered_of_either_edition_is_for_everybody(
    both: tuple[Layout, dict[str, str]],
) -> None:
    layout, words = both
    records = files_in(layout.root / "members-history", layout.history)
    assert not found(records, words)
    handouts = [path for path in records if path.parent.name == "handouts"]
    assert len(handouts) == 4
    assert len({path.read_text(encoding="utf-8") for path in handouts}) == 2


def test_nothing_is_left_anywhere_of_a_build_for_everybody(tmp_path: Path) -> None:
    layout, words = plant(tmp_path)
    publish(layout, Edition.PUBLIC)
    sleep(0.1)  # what was written just now is not relied on, and would leave no stamps
    last = BuildRequest(layout, as_of=AFTER, edition=Edition.PUBLIC)
    assert build_handout(last, lambda message: None).path is not None
    written = files_in(layout.build, layout.history)
    assert {"handout.log", "public.json", "calendar.json", "calendar.yaml"} <= {
        path.name for path in written
    }
    # The stamps of what was read stay on this machine.
    stamps = [path for path in written if path.name == "last-build"]
    assert found(stamps, words) == {each for each in words if each.endswith(" file-name")}
    assert not found(set(written) - set(stamps), words)
    assert {path.name for path in layout.build.glob("picture*")} == {
        "picture-public-1.png",
        "picture-public-2.png",
    }


BEFORE_IT_MOVED = """\
---
date: 2021-04-22
title: Lenses
{access}---

Bring a candle.

Join at <https://meet.example/{address}>, passcode {code}, and knock.

Answer: {answer}.

## Hints

Try {hint}.
"""


def test_what_has_become_for_members_is_not_told_as_a_change(tmp_path: Path) -> None:
    fill = Planter()
    was = fill(BEFORE_IT_MOVED.replace("{access}", ""), "old")
    word = {place.removeprefix("old "): word for place, word in fill.words.items()}
    course = COURSE.replace("general, ", "")
    files = {"syllabus/course.yaml": course, "syllabus/meetings/2021-04-15-lenses.md": was}
    layout = project(tmp_path, files)
    asked = BuildRequest(layout, as_of="2021-04-01", edition=Edition.MEMBERS)
    assert build_handout(asked, lambda message: None).path is not None
    record = layout.root / "syllabus/meetings/2021-04-15-lenses.md"
    access = f"join: {{url: https://meet.example/{word['address']}, passcode: {word['code']}}}\n"
    hidden = was.replace("title: Lenses\n", f"title: Lenses\n{access}")
    hidden = re.sub(r"Join at.*", "Join, and knock.", hidden)
    hidden = re.sub(r"(Answer: .*)", r"::: members\n\1\n:::", hidden)
    hidden = re.sub(r"(## Hints.*)", r"::: members\n\1:::\n", hidden, flags=re.DOTALL)
    record.write_text(hidden, encoding="utf-8")
    for edition in Edition:
        request = replace(asked, as_of=BEFORE, edition=edition, stop_before_tex=True)
        assert build_handout(request, lambda message: None).path is not None
    public = layout.build / f"optics-{BEFORE}-public.tex"
    assert "Join, and knock" in public.read_text(encoding="utf-8").split(r"\section{Changes")[-1]
    assert not found([public], fill.words)
    assert found([layout.build / f"optics-{BEFORE}.tex"], fill.words) == fill.words.keys()
    layout.mailings.mkdir()
    (layout.mailings / "2021-04-01-announcement.yaml").touch()
    mail = write_email(EmailRequest(layout, BEFORE, Edition.PUBLIC), lambda message: None, print)
    assert mail.path is not None
    assert mail.announcement is not None
    assert "Join, and knock" in mail.announcement.text.split("Changes")[-1]
    assert not found([mail.path], fill.words)
