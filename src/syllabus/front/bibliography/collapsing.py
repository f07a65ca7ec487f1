"""Collapsing of cites: works that stand next to each other in one citation (CSL 1.0.2)."""

from __future__ import annotations

from collections.abc import Sequence

from syllabus.front.bibliography import marks
from syllabus.on_demand import dataclass


@dataclass(frozen=True, slots=True)
class Cite:
    """One work of a parenthetical citation, rendered; `number` is 0 where it cannot collapse."""

    author: str
    text: str
    prefix: str
    suffix: str
    number: int


def collapsed(cites: Sequence[Cite], rule: str, group_delimiter: str) -> list[str]:
    """Join neighbours as the style says: [1]–[3], or works of one author by their years."""
    parts: list[str] = []
    position = 0
    while position < len(cites):
        cite = cites[position]
        run = [cite]
        for after in cites[position + 1 :]:
            if rule == "citation-number" and cite.number and after.number == run[-1].number + 1:
                run.append(after)
            elif (
                rule.startswith("year") and cite.author and after.author == cite.author
                and not (after.prefix or run[-1].suffix)
            ):  # fmt: skip
                run.append(after)
            else:
                break
        if rule.startswith("year"):
            later = (split_author(after.text)[1] + after.suffix for after in run[1:])
            parts.append(group_delimiter.join((cite.prefix + cite.text + cite.suffix, *later)))
        elif len(run) > 2:
            parts.append(f"{cite.text}–{run[-1].text}")
        else:
            run = run[:1]
            parts.append(cite.prefix + cite.text + cite.suffix)
        position += len(run)
    return parts


def split_author(text: str) -> tuple[str, str]:
    """Split a rendered work into its author and what follows; no author where none is marked."""
    start, end = text.find(marks.AUTHOR), text.find(marks.closing(marks.AUTHOR))
    if start == -1 or end == -1:
        return "", text
    rest = (text[:start] + text[end + 1 :]).lstrip(" ,:;.\u00a0")
    return text[start + 1 : end], rest
