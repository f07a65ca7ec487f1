"""Places of a handout, marked and linked to; `anchor` is that of `model.places`, or empty."""

from __future__ import annotations

from syllabus.writers.latex.text import Latex, command


def label(anchor: str) -> Latex:
    """Return what marks the numbered heading right before it."""
    return command("label", Latex(anchor)) if anchor else Latex("")


def below(anchor: str, body: Latex) -> Latex:
    """Return what is below a numbered heading, which is marked."""
    return Latex.join((label(anchor), body), "%\n") if anchor else body


def marked(anchor: str, title: Latex) -> Latex:
    """Return the title of a heading that has no number, marked."""
    if not anchor:
        return title
    return Latex.join((Latex(r"\phantomsection"), label(anchor), title))


def reference(anchor: str, words: str) -> str:
    """Return words that lead to a place."""
    return command("hyperref", Latex(words), option=Latex(anchor)).anchored
