"""Names of people in BibTeX's notation → CSL names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from syllabus.front.bibliography import marks
from syllabus.front.bibliography.library import EntryField

OTHERS = "\U0010f0fe"
"""A name that stands for everybody who is not named (`and others`)."""

_EXTENDED = re.compile(r"\s*(given|family|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """One name: its parts, or `literal` for a body or a name that is not to be taken apart."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    def csl(self) -> dict[str, str]:
        """Return the name as CSL-JSON."""
        if self.literal:
            return {"literal": self.literal}
        parts = {
            "family": self.family,
            "given": self.given,
            "non-dropping-particle": self.particle,
            "suffix": self.suffix,
        }
        return {name: value for name, value in parts.items() if value}


def read_names(
    field: EntryField, decode: Callable[[str], str], fault: Callable[[str], None]
) -> list[Person]:
    """Read the people of a field; `fault` is told what is wrong with a name that is kept."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    people = []
    for name in split_multiple_persons_names(" ".join(field.value.split())):
        name = name.strip()
        if not name:
            continue
        if name.lower() == "others":
            people.append(Person(literal=OTHERS))
        elif _is_one_group(name):
            people.append(Person(literal=_plain(decode(name))))
        elif _EXTENDED.match(name):
            people.append(_extended(name, decode))
        else:
            people.append(_parts(name, decode, fault))
    return [person for person in people if person.csl()]


def _parts(name: str, decode: Callable[[str], str], fault: Callable[[str], None]) -> Person:
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    try:
        parts = parse_single_name_into_parts(name)
    except InvalidNameError as error:
        fault(f"'{name}' is not a name: {error.reason[:1].lower() + error.reason[1:]}")
        parts = parse_single_name_into_parts(name.rstrip(", "), strict=False)

    if not parts.von and len(parts.first) == 1 and parts.first[0].islower():
        parts.von, parts.first = parts.first, []  # "van Gogh"

    def text(words: list[str]) -> str:
        return _plain(decode(" ".join(words)))

    return Person(text(parts.last), text(parts.first), text(parts.von), text(parts.jr))


def _extended(name: str, decode: Callable[[str], str]) -> Person:
    """Read BibLaTeX's `given=Hans, family=Castorp` (manual 3.9)."""
    values: dict[str, str] = {}
    for part in re.split(r",\s*(?=[\w-]+\s*=)", name):
        label, _, value = part.partition("=")
        values[label.strip().lower()] = _plain(decode(value.strip().strip('"')))
    if not values.get("family"):
        return Person(literal=values.get("given", ""))
    return Person(
        values["family"],
        values.get("given", ""),
        values.get("prefix", ""),
        values.get("suffix", ""),
    )


def _is_one_group(name: str) -> bool:
    if not (name.startswith("{") and name.endswith("}")) or name.startswith("{\\"):
        return False
    depth = 0
    for position, char in enumerate(name):
        if name[position - 1 : position] != "\\":
            depth += (char == "{") - (char == "}")
        if depth == 0:
            return position == len(name) - 1
    return False


def _plain(text: str) -> str:
    return marks.unmarked(text).strip()
