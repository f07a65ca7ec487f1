"""How complex a citation style is, told from its XML before anything is formatted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree import ElementTree

CSL = "{http://purl.org/net/xbiblio/csl}"

MOST_ELEMENTS = 20_000
"""Elements that a style may take for one work, its macros written out; Chicago's take 3 047."""
DEEPEST_STYLE = 60
"""How deep elements may nest; none of the styles that come along has more than 19 levels."""
LONGEST_WORDS = 5_000
"""Characters of one of a style's own texts or attributes."""


class StyleTooComplex(Exception):
    """Why a style is too complex, as the end of a sentence."""


def check_complexity(root: ElementTree.Element) -> None:
    """Raise `StyleTooComplex` for a style with recursive macros or too many elements."""
    _check_nesting(root)
    macros = {macro.get("name", ""): macro for macro in root.iter(f"{CSL}macro")}
    costs: dict[str, int] = {}
    for name in _in_order(macros):
        costs[name] = _cost(macros[name], costs)
    for element in root:
        if (steps := _cost(element, costs)) > MOST_ELEMENTS:
            what = f"<{element.tag.removeprefix(CSL)}>"
            raise StyleTooComplex(
                f"its {what} takes {_shown(steps)} elements for one work, more than {MOST_ELEMENTS}"
            )


def _shown(steps: int) -> str:
    return str(steps) if steps < 10**9 else "billions of"


def _check_nesting(root: ElementTree.Element) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > DEEPEST_STYLE:
            raise StyleTooComplex(f"its elements nest more than {DEEPEST_STYLE} deep")
        for element in level:
            words = (element.text or "", element.tail or "", *element.attrib.values())
            if max(map(len, words)) > LONGEST_WORDS:
                raise StyleTooComplex(f"a text in it has more than {LONGEST_WORDS} characters")
        level = [child for element in level for child in element]


def _in_order(macros: Mapping[str, ElementTree.Element]) -> list[str]:
    """Return the macros' names, each after those that it calls."""
    calls = {
        name: {
            called
            for element in macro.iter()
            if element is not macro and (called := element.get("macro", "")) in macros
        }
        for name, macro in macros.items()
    }
    callers: dict[str, list[str]] = {name: [] for name in macros}
    for name, names in calls.items():
        for each in names:
            callers[each].append(name)
    waiting = {name: len(names) for name, names in calls.items()}
    ordered = [name for name, count in waiting.items() if not count]
    for name in ordered:
        for caller in callers[name]:
            waiting[caller] -= 1
            if not waiting[caller]:
                ordered.append(caller)
    if looping := waiting.keys() - set(ordered):
        raise StyleTooComplex(
            f"its macro '{min(looping)}' calls itself, directly or through others"
        )
    return ordered


def _cost(element: ElementTree.Element, macros: Mapping[str, int]) -> int:
    """Return how many elements are rendered at most; of a choice, one branch is."""
    below = [_cost(child, macros) for child in element]
    inside = max(below, default=0) if element.tag == f"{CSL}choose" else sum(below)
    called = 0 if element.tag == f"{CSL}macro" else macros.get(element.get("macro", ""), 0)
    return 1 + inside + called
