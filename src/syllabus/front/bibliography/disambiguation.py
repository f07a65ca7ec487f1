"""Telling works apart that an author-date style would cite alike (CSL 1.0.2, "Disambiguation")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from syllabus.front.bibliography import marks

if TYPE_CHECKING:
    from syllabus.front.bibliography.processor.engine import Engine
    from syllabus.front.bibliography.processor.state import Work

_MAX_NAMES = 20


def tell_apart(engine: Engine, works: Sequence[Work]) -> None:
    """Make every work's citation its own: by initials, by more names, at last by 2020a, 2020b."""
    if engine.option("disambiguate-add-givenname") == "true":
        _add_initials(works)
    for alike in _groups(engine, works):
        if engine.option("disambiguate-add-names") == "true":
            _add_names(engine, alike)
        for same in _groups(engine, alike):
            for work in same:
                work.set(ambiguous=True)
        for same in _groups(engine, alike):
            if not all(_shows_year(engine, work) for work in same):
                continue
            ordered = engine.sort(same, engine.bibliography)
            for position, work in enumerate(ordered):
                work.reference["year_suffix"] = _letter(position)
                work.reference["year-suffix"] = _letter(position)
    engine.forget()


def _shows_year(engine: Engine, work: Work) -> bool:
    """Return whether a work is cited by its year, or says that it has none."""
    issued = work.reference.get("issued") or {}
    year = str(issued.get("begin", issued).get("year", ""))
    return not year or year in engine.cite(work)


def _groups(engine: Engine, works: Iterable[Work]) -> list[list[Work]]:
    """Return the works that are cited alike."""
    found: defaultdict[str, list[Work]] = defaultdict(list)
    for work in works:
        engine.forget()
        found[marks.unmarked(engine.cite(work))].append(work)
    return [alike for alike in found.values() if len(alike) > 1]


def _add_names(engine: Engine, alike: Sequence[Work]) -> None:
    """Print more names before "et al.", as few as tell most works apart."""
    best, best_count = 0, 1
    for extra in range(_MAX_NAMES):
        count = _distinct(engine, alike, extra)
        if count > best_count:
            best, best_count = extra, count
        if count == len(alike):
            break
    _distinct(engine, alike, best)


def _distinct(engine: Engine, alike: Sequence[Work], extra: int) -> int:
    texts = set()
    for work in alike:
        work.set(names=extra)
        engine.forget()
        texts.add(engine.cite(work))
    return len(texts)


def _add_initials(works: Sequence[Work]) -> None:
    """Print initials where first authors share a family name but not their given names."""
    families: defaultdict[str, list[tuple[str, Work]]] = defaultdict(list)
    for work in works:
        names = work.reference.get("author") or work.reference.get("editor") or []
        if names and names[0].get("family"):
            initials = "".join(
                part[0] for part in names[0].get("given", "").replace(".", " ").split()
            )
            particle = names[0].get("non-dropping-particle", "")
            families[f"{particle} {names[0]['family']}".casefold()].append((initials, work))
    for people in families.values():
        longest = max((initials for initials, _ in people), key=len)
        if any(not longest.startswith(initials) for initials, _ in people):
            for _, work in people:
                work.set(given=True)


def _letter(position: int) -> str:
    letter = chr(ord("a") + position % 26)
    return letter if position < 26 else _letter(position // 26 - 1) + letter
