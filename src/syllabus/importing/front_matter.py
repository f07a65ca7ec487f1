"""Lines of front matter."""

from __future__ import annotations

from syllabus.front.records.scalars import without_unprintable, write_scalar
from syllabus.importing.sessions import Session


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
