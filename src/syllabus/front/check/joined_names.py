"""Several people in the place of one: Ada Lens and Bo Prism."""

from __future__ import annotations

from collections.abc import Iterator

from syllabus.diagnostics import Diagnostic, warning
from syllabus.front.records.kinds import Located
from syllabus.on_demand import pattern

_ALWAYS = pattern(r"\s*[;、]\s*|\s+[&/+]\s+|,?\s+(?:and|und|et|en|και)\s+")
_ALSO_IN_NAMES = pattern(r"\s+[ye]\s+")
"""What joins people in Spanish and Italian, and the two halves of Ramón y Cajal."""
_NAME = pattern(r"[^\W\d_][\w.'\u2019-]*(?: [^\W\d_][\w.'\u2019-]*){0,4}")
_PARTICLES = "al bin da das de degli dei del den der di do dos du el la le ten ter van von zu"
_BODIES = (
    "and board class committee company council dean department everybody everyone faculty group"
    " guest guests institute lab laboratory office participants school section society staff"
    " students studies team university universität institut fakultät gruppe studierende"
)


def check_joined(name: Located[str]) -> Iterator[Diagnostic]:
    """Report a name that is those of several people, who would be printed as one.

    A body, such as Department of Physics and Astronomy, is none of them.
    """
    for separator, fewest in ((_ALWAYS, 1), (_ALSO_IN_NAMES, 2)):
        parts = separator.split(name.value)
        if len(parts) == 1:
            continue
        # Behind a single comma may stand where somebody is from.
        listed = ", and " in name.value or name.value.count(",") > 1
        parts = [piece for part in parts for piece in (part.split(",") if listed else [part])]
        names = [each.strip() for each in parts if each.strip()]
        if len(names) > 1 and _are_people(names, fewest):
            message = f"found '{name.value}', which is printed as one person"
            hint = f"write [{', '.join(names)}], and each of them is one"
            yield warning("joined-names", message, name.span, hint)
            return


def _are_people(names: list[str], fewest: int) -> bool:
    if not all(_NAME.fullmatch(each) and len(each.split()) >= fewest for each in names):
        return False
    if all(len(each.split()) == 1 for each in names):
        return False
    words = [word for each in names for word in each.split()]
    capital = all(
        word[:1].isupper() or word in _PARTICLES.split() or not word.isascii() for word in words
    )
    return capital and set(_BODIES.split()).isdisjoint(word.casefold() for word in words)
