"""Ordinal numbers by the terms of a locale (CSL 1.0.2, "Ordinals", "Gender-specific Ordinals")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_LONGEST = 10
"""The last number that locales have a word for ("tenth")."""
_PLACES = {"last-digit": 10, "last-two-digits": 100}


@dataclass(frozen=True)
class Ordinals:
    """The terms of one locale: name, gender ("" for none), and what numbers each is for."""

    terms: dict[tuple[str, str], Any]

    def suffixed(self, number: int, gender: str) -> str:
        """Return a number with its ending: 2nd, 2., 2ᵉ."""
        for rest, default in ((number % 100, "last-two-digits"), (number % 10, "last-digit")):
            term = self._find(f"ordinal-{rest:02}", gender)
            if term is None:
                continue
            match = term.get("match", default)
            place = _PLACES.get(match)
            if (number if place is None else number % place) == rest:
                return f"{number}{term.single}"
        term = self._find("ordinal", gender)
        return str(number) if term is None else f"{number}{term.single}"

    def word(self, number: int, gender: str) -> str:
        """Return a number up to ten as a word (second), a larger one with its ending."""
        term = self._find(f"long-ordinal-{number:02}", gender) if number <= _LONGEST else None
        return self.suffixed(number, gender) if term is None else str(term.single)

    def _find(self, name: str, gender: str) -> Any:
        wanted = [gender, ""]
        if ("ordinal", "") not in self.terms:
            # Every ending has a gender, but perhaps no noun does: what is numbered is an edition
            wanted += ["feminine", "masculine"]
        return next((self.terms[name, one] for one in wanted if (name, one) in self.terms), None)


def read_ordinals(locales: Iterable[Any]) -> Ordinals:
    """Return the ordinals of the first locale that has any; those of two are never mixed."""
    found: dict[tuple[str, str], Any] = {}
    for kind in ("ordinal", "long-ordinal"):
        for locale in locales:
            own = {
                (term.get("name"), term.get("gender-form", "")): term
                for term in locale.iterfind("{*}terms/{*}term")
                if term.get("name", "").rstrip("0123456789").rstrip("-") == kind
            }
            if own:
                found |= own
                break
    return Ordinals(found)
