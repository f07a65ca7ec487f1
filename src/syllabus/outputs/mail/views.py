"""What the templates of mail see, and the text and the HTML that they make of it."""

from __future__ import annotations

from collections.abc import Mapping

from syllabus.diagnostics import Diagnostic
from syllabus.model.words import Punctuation
from syllabus.on_demand import dataclass
from syllabus.outputs.templates import fill_template
from syllabus.source import without_bidi_controls
from syllabus.workspace.layout import Layout

TEXT, HTML = "email.txt", "email.html"


@dataclass(frozen=True, slots=True)
class MailAccessView:
    """Where to join a meeting or watch its recording."""

    link: str | None
    """The address, or None."""
    passcode: str | None
    """The passcode, or None."""


@dataclass(frozen=True, slots=True)
class MailFactView:
    """Something that a record says of its meeting, such as its room, and the word for it."""

    label: str
    """The word for it."""
    text: str
    """What the record says."""


@dataclass(frozen=True, slots=True)
class MailRemarkView:
    """One change in words."""

    label: str
    """The kind of change."""
    text: str | None
    """What it is about, or None."""


@dataclass(frozen=True, slots=True)
class MailChangedView:
    """A meeting or a section that changed, or is gone."""

    title: str
    """Its title."""
    remarks: tuple[MailRemarkView, ...]
    """The changes."""


@dataclass(frozen=True, slots=True)
class MailDeadlineView:
    """Something that is due soon."""

    date: str
    """The day and, unless it is due by the end of it, the time."""
    title: str
    """What is due."""
    meeting: str | None
    """The title of the meeting that it is a part of, or None."""


@dataclass(frozen=True, slots=True)
class MailView:
    """A mail on one meeting, its texts as the format of the template has them."""

    kind: str
    """`announcement`, `reminder` or `recording`."""
    language: str
    """The language, as a BCP 47 tag."""
    direction: str
    """`ltr` or `rtl`."""
    course: str
    """The course's name."""
    title: str
    """The meeting's title in plain text."""
    heading: str
    """The meeting's title as it is set, with emphasis and code."""
    cancelled: str | None
    """The words for a cancelled meeting, or None."""
    stream: str | None
    """The labels of its streams, or None."""
    day: str
    """The day."""
    times: tuple[str, ...]
    """The start in each zone."""
    duration: str | None
    """How long it takes, or None."""
    join: MailAccessView | None
    """Where to join it, or None."""
    recording: MailAccessView | None
    """Where to watch it, or None."""
    load: str | None
    """How much there is to read, or None."""
    facts: tuple[MailFactView, ...]
    """What else the record says in a few words, such as who speaks, and the room."""
    before: str | None
    """What the course says above each mail, or None."""
    after: str | None
    """What it says below, or None."""
    body: str
    """The record's text, as far as a mail has it."""
    references: tuple[str, ...]
    """Works that the body only names."""
    deadlines: tuple[MailDeadlineView, ...]
    """What is due within a week."""
    changes_title: str | None
    """The heading of the changes and of what was held, or None if there are none."""
    held: str | None
    """Which meetings were held since the last announcement, or None."""
    changes: tuple[MailChangedView, ...]
    """What changed since the last announcement."""
    handout: str
    """The name of the attached PDF."""
    page: str | None
    """Where the meeting stands in the course's page on the web, or None."""
    attached: tuple[str, ...]
    """What says that the handout is attached, in pieces."""
    said: Mapping[str, str]
    """The words, in HTML marked where they are English in a mail of another language."""


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
        filled.append(without_bidi_controls(written).strip("\n") + "\n")
    return filled[0], filled[1]
