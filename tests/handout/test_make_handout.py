"""A handout is worked out once: citations by their places, nothing that is not for its readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath

import pytest
from tests.security.projects import COURSE, FRONT, MEETING, Files, project

from syllabus.front.check import CheckedProject, check_project
from syllabus.handout import CitationFormat, Handout, make_handout
from syllabus.model.course import Edition
from syllabus.model.document import Citation, plain_text, walk
from syllabus.source import SourceFile, Span
from syllabus.writers.html import HtmlWriter
from syllabus.writers.latex import LatexWriter
from syllabus.writers.plain import PlainWriter
from syllabus.writers.writer import Writer

MOMENT = datetime(2021, 4, 14, tzinfo=UTC)
LIBRARY = "@book{b, title = {Optics}, author = {Born, Max}, publisher = {CUP}, year = 2020}\n"
SECRETS = (
    *("meet.example", "041771", "video.example", "778899", "Fenced", "Whisper", "Aside"),
    *("people.example", "slides.example", "Cleo"),
)
OF_NOBODY = ("sender.example", "smtp.example", "opal", "list.csv")
"""How mail is sent, and to whom, which no handout holds."""


def make(checked: CheckedProject, edition: Edition = Edition.MEMBERS) -> Handout:
    assert checked.course is not None, checked.diagnostics
    assert checked.style is not None
    course = checked.course
    form = CitationFormat(checked.bibliography, checked.style, course.language)
    return make_handout(course, edition, MOMENT, form)


def test_a_text_that_two_meetings_include_is_cited_anew_in_each(tmp_path: Path) -> None:
    files: Files = {
        "bib/a.bib": LIBRARY,
        "syllabus/course.yaml": f"{COURSE}style: oscola\n",
        "syllabus/blocks/read.md": "It is said.[@b]\n",
        **{
            f"syllabus/meetings/{name}.md": (
                f"---\ndate: 2021-04-{day}\ntitle: T\n---\n\n```{{include}} read.md\n```\n"
            )
            for name, day in (("a", 20), ("b", 27))
        },
    }

    handout = make(check_project(project(tmp_path, files)))
    told = [
        [node for node in walk(meeting.passage.blocks) if isinstance(node, Citation)]
        for meeting in handout.meetings
        if meeting.identifier in ("a", "b")
    ]
    first, second = (plain_text(tuple(walk(citation.printed))) for (citation,) in told)
    assert "Optics" in first
    assert "Optics" not in second


def texts_in(value: object, seen: set[int]) -> Iterator[str]:
    """Yield every text that a value holds, but those of the files that its places are in."""
    if id(value) in seen or isinstance(value, Span | SourceFile):
        return
    seen.add(id(value))
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name), seen)
    elif isinstance(value, dict):
        yield from texts_in((*value.keys(), *value.values()), seen)
    elif isinstance(value, PurePath):
        yield str(value)
    elif isinstance(value, tuple | list | frozenset):
        for each in value:
            yield from texts_in(each, seen)


@pytest.mark.parametrize("edition", Edition)
def test_a_public_handout_holds_nothing_private(tmp_path: Path, edition: Edition) -> None:
    access = "join: {url: 'https://meet.example/1', passcode: '041771'}\n"
    access += "recording: {url: 'https://video.example/1', passcode: '778899'}\n"
    access += "speaker: {name: Ada, email: ada@people.example}\n"
    access += "materials: [{label: Slides, url: 'https://slides.example', members: true}]\n"
    mail = "mail: {from: ada@sender.example, host: smtp.example, user: opal}\n"
    body = """
Text.[^1]

::: members
Fenced.
:::

- one

  ::: members
  Whisper.
  :::

[^1]: Note.

    ::: members
    Aside.
    :::
"""
    files: Files = {
        f"syllabus/meetings/{name}.md": f"---\ndate: 2021-04-{day}\ntitle: T\n{access}---\n{body}"
        for name, day in (("a", "01"), ("b", "27"))
    } | {
        "syllabus/sections/general.md": f"# General\n{body}",
        "syllabus/course.yaml": f"{COURSE}rota: [Bo, Cleo]\nrecipients: list.csv\n{mail}",
    }
    checked = check_project(project(tmp_path, files))
    handout = make(checked, edition)
    texts = "\n".join(texts_in(handout, set()))
    expected = set(SECRETS) if edition is Edition.MEMBERS else set()
    assert {secret for secret in (*SECRETS, *OF_NOBODY) if secret in texts} == expected
    of_course = "\n".join(texts_in(checked.course, set()))
    assert {each for each in (*SECRETS, *OF_NOBODY) if each not in of_course} == set()
    assert handout.private == (edition is Edition.MEMBERS)


@pytest.mark.parametrize("writer", [LatexWriter(), HtmlWriter(), PlainWriter()], ids=type)
def test_a_citation_that_nobody_formatted_is_never_left_out(tmp_path: Path, writer: Writer) -> None:
    files: Files = {
        "bib/a.bib": LIBRARY,
        "syllabus/sections/general.md": "# General\n\nSee @b.\n",
    }
    checked = check_project(project(tmp_path, files))
    with pytest.raises(ValueError, match="not formatted"):
        writer.blocks(checked.blocks)


@pytest.mark.parametrize("style", ["apa", "ieee", "oscola"])
@pytest.mark.parametrize("text", ["[@b, @c]", "[see *@c* @b]", "[@b, p. 3, see^[@c]]"])
def test_citations_within_citations_are_formatted_too(
    tmp_path: Path, style: str, text: str
) -> None:
    files: Files = {
        "bib/a.bib": LIBRARY + LIBRARY.replace("{b", "{c").replace("Born", "Wolf"),
        "syllabus/course.yaml": f"{COURSE}style: {style}\n",
        "syllabus/sections/general.md": f"# General\n\nSee {text}.\n",
    }
    handout = make(check_project(project(tmp_path, files)))
    (section,) = (each.prose for each in handout.sections if each.prose)
    for writer in (LatexWriter(), HtmlWriter(), PlainWriter()):
        assert writer.blocks(section.blocks)


def test_a_stream_with_nothing_for_everybody_is_left_out(tmp_path: Path) -> None:
    files: Files = {
        "syllabus/course.yaml": f"{COURSE}streams: {{lab: Laboratory}}\n",
        MEETING: f"{FRONT}Text.\n\n## Laboratory\n\n::: members\nHidden.\n:::\n",
    }
    checked = check_project(project(tmp_path, files))
    found = [make(checked, edition).meetings[0].stream_passages for edition in Edition]
    assert [len(passages) for passages in found] == [1, 0]
