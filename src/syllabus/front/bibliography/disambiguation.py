"""Works that an author-date style would cite alike (CSL 1.0.2, "Disambiguation")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from syllabus.front.bibliography import marks

if TYPE_CHECKING:
    from syllabus.front.bibliography.processor.style_processor import StyleProcessor
    from syllabus.front.bibliography.processor.work import Work

_MAX_NAMES = 20
_NAMED = ("author", "editor", "translator", "director")
"""Who may stand for a work in a citation."""


def tell_apart(processor: StyleProcessor, works: Mapping[str, Work]) -> dict[str, Work]:
    """Return the works by their keys, so that the citation of each is its own.

    They differ by initials, by more names, at last by 2020a, 2020b.
    """
    told = dict(works)
    if processor.option("disambiguate-add-givenname") == "true":
        told |= _with_initials(told.values())
    for alike in _groups(processor, told.values()):
        if processor.option("disambiguate-add-names") == "true":
            alike = _with_more_names(processor, alike)
        ambiguous = {work.key for same in _groups(processor, alike) for work in same}
        alike = [replace(work, ambiguous=work.key in ambiguous) for work in alike]
        told |= {work.key: work for work in alike}
        for same in _groups(processor, alike):
            if all(_shows_year(processor, work) for work in same):
                for position, work in enumerate(processor.sort(same, processor.bibliography)):
                    told[work.key] = work.lettered(_letter(position))
    processor.forget()
    return told


def _shows_year(processor: StyleProcessor, work: Work) -> bool:
    """Return whether a work is cited by its year, or says that it has none."""
    issued = work.reference.get("issued") or {}
    year = str(issued.get("begin", issued).get("year", ""))
    return not year or year in processor.cite(work)


def _groups(processor: StyleProcessor, works: Iterable[Work]) -> list[list[Work]]:
    """Return the works that are cited alike."""
    found: defaultdict[str, list[Work]] = defaultdict(list)
    for work in works:
        processor.forget()
        found[marks.unmarked(processor.cite(work))].append(work)
    return [alike for alike in found.values() if len(alike) > 1]


def _with_more_names(processor: StyleProcessor, alike: Sequence[Work]) -> list[Work]:
    """Return the works with more names before "et al.", as few as tell most of them apart."""
    best, best_count = list(alike), 1
    longest = max(len(work.reference.get(role, ())) for work in alike for role in _NAMED)
    for extra in range(min(longest, _MAX_NAMES)):
        tried = [replace(work, extra_names=extra) for work in alike]
        count = _distinct(processor, tried)
        if count > best_count:
            best, best_count = tried, count
        if count == len(alike):
            break
    return best


def _distinct(processor: StyleProcessor, works: Sequence[Work]) -> int:
    texts = set()
    for work in works:
        processor.forget()
        texts.add(processor.cite(work))
    return len(texts)


def _with_initials(works: Iterable[Work]) -> dict[str, Work]:
    """Return, with initials, works whose first authors share a family name only."""
    families: defaultdict[str, list[tuple[str, Work]]] = defaultdict(list)
    for work in works:
        names = work.reference.get("author") or work.reference.get("editor") or []
        if names and names[0].get("family"):
            initials = "".join(
                part[0] for part in names[0].get("given", "").replace(".", " ").split()
            )
            particle = names[0].get("non-dropping-particle", "")
            families[f"{particle} {names[0]['family']}".casefold()].append((initials, work))
    found: dict[str, Work] = {}
    for people in families.values():
        longest = max((initials for initials, _ in people), key=len)
        if any(not longest.startswith(initials) for initials, _ in people):
            found |= {work.key: replace(work, given_shown=True) for _, work in people}
    return found


def _letter(position: int) -> str:
    letter = chr(ord("a") + position % 26)
    return letter if position < 26 else _letter(position // 26 - 1) + letter
