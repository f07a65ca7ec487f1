"""Lines of front matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from syllabus.front.records.scalars import without_unprintable, write_scalar
from syllabus.importing.sessions import Session


def doubt_lines(doubts: Iterable[str]) -> list[str]:
    """Return the comments that say what the source leaves open, each once."""
    return [f"# imported: {comment(each)}" for each in dict.fromkeys(doubts)]


def value_lines(key: str, text: str | None) -> list[str]:
    """Return the line of a key; none where there is no text."""
    return [f"{key}: {scalar(text)}"] if text else []


def word_lines(key: str, words: Sequence[str]) -> list[str]:
    """Return the line of a key that has one plain word or several."""
    if not words:
        return []
    return [f"{key}: {words[0]}" if len(words) == 1 else f"{key}: [{', '.join(words)}]"]


def date_lines(session: Session) -> list[str]:
    """Return the line of the date, or what is said in its place."""
    day = session.day
    if day.first is None:
        return ["date: TBD", *value_lines("when", session.when)]
    return [f"date: {day.first}" + (f" to {day.last}" if day.last else "")]


def access_lines(session: Session) -> list[str]:
    """Return the lines of what members alone may open: the meeting itself and its recording."""
    lines: list[str] = []
    for key, access in (("join", session.join), ("recording", session.recording)):
        if access is not None:
            lines += [f"{key}:", f"  url: {scalar(access[0])}"]
            lines += [f"  passcode: {quoted(access[1])}"] if access[1] else []
    return lines


def status_lines(session: Session) -> list[str]:
    """Return the lines of a meeting that is cancelled."""
    if not session.cancelled:
        return []
    return ["status: cancelled", *value_lines("reason", session.reason)]


def show_lines(session: Session, body: str) -> list[str]:
    """Return where alone it is shown: what has nothing to say is in the schedule only."""
    bare = not (body or session.materials)
    if session.kind in ("holiday", "deadline") and session.module and bare:
        session.show = "schedule"
    hidden = session.show == "schedule" and body
    return [f"show: {session.show}"] if session.show and not hidden else []


def material_lines(session: Session) -> list[str]:
    """Return the lines of what goes with a meeting, by the words of its links."""
    lines: dict[str, str] = {}
    for name, link in session.materials:
        label = " ".join(name.split())[:60] or "material"
        number = 1
        while label.casefold() in (each.casefold() for each in lines):
            number += 1
            label = f"{' '.join(name.split())[:60]} {number}"
        lines[label] = link.address
    return (
        ["materials:", *(f"  {scalar(k)}: {scalar(v)}" for k, v in lines.items())] if lines else []
    )


def speaker_lines(session: Session) -> list[str]:
    """Return the lines of who speaks."""
    people = session.speakers
    if not people:
        return []
    if len(people) == 1 and people[0][1] is None:
        return [f"speaker: {scalar(people[0][0])}"]
    lines = ["speaker:"]
    for name, place in people:
        if place is None:
            lines.append(f"  - {scalar(name)}")
        else:
            lines += [f"  - name: {scalar(name)}", f"    affiliation: {scalar(place)}"]
    return lines


def legible(text: str) -> str:
    """Return a text without characters that no record may hold."""
    return without_unprintable(text.replace("\ufffd", "?")).replace("\ufffd", "")


def scalar(text: str) -> str:
    """Return a text as a value in one line of YAML."""
    return write_scalar(" ".join(legible(text).split()))


def quoted(text: str) -> str:
    """Return a text as a value in quotes, whatever it is."""
    return "'" + " ".join(legible(text).split()).replace("'", "''") + "'"


def comment(text: str) -> str:
    """Return a text as a comment may have it, in one line."""
    return " ".join(legible(text).split())
