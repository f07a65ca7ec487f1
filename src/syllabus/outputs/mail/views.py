"""What the templates of mail see, and the text and the HTML that they make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from syllabus.diagnostics import Diagnostic
from syllabus.model.words import Punctuation
from syllabus.outputs.templates import fill_template
from syllabus.workspace.layout import Layout

TEXT, HTML = "email.txt", "email.html"


@dataclass(frozen=True, slots=True)
class MailAccessView:
    """Where to join a meeting or watch its recording; either of the two may be none."""

    link: str | None
    passcode: str | None


@dataclass(frozen=True, slots=True)
class MailFactView:
    """Something that a record says of its meeting, such as its room, and the word for it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class MailRemarkView:
    """One change in words: `text` is what it is about, where there is something to say."""

    label: str
    text: str | None


@dataclass(frozen=True, slots=True)
class MailChangedView:
    """A meeting or a section that changed, or is gone."""

    title: str
    remarks: tuple[MailRemarkView, ...]


@dataclass(frozen=True, slots=True)
class MailView:
    """A mail on one meeting, its texts as the format of the template has them.

    `kind` is announcement, reminder or recording. `cancelled` is the words for it, `times` the
    start in every zone, `load` what there is to read, `facts` what else the record says in a few
    words, `body` what the meeting's text says of it, `references` the works that the body only
    names, `changes_title` None where there are no `changes`, `handout` the attached file's name.
    """

    kind: str
    language: str
    direction: str
    course: str
    title: str
    cancelled: str | None
    stream: str | None
    day: str
    times: tuple[str, ...]
    duration: str | None
    join: MailAccessView | None
    recording: MailAccessView | None
    load: str | None
    facts: tuple[MailFactView, ...]
    body: str
    references: tuple[str, ...]
    changes_title: str | None
    changes: tuple[MailChangedView, ...]
    handout: str


def render_mail(
    text: MailView,
    html: MailView,
    words: Mapping[str, str],
    marks: Punctuation,
    layout: Layout,
) -> tuple[str, str] | Diagnostic:
    """Return a mail's plain text and HTML; a fault in a project's template is a `template` fault.

    The values of `html` are plain text, which is escaped, or `Html`.
    """
    filled = []
    for name, view in ((TEXT, text), (HTML, html)):
        values = {"mail": view, "words": words, "marks": marks}
        written = fill_template(name, values, layout)
        if isinstance(written, Diagnostic):
            return written
        filled.append(written.strip("\n") + "\n")
    return filled[0], filled[1]
