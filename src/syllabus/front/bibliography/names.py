"""Names of people in BibTeX's notation → CSL names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from syllabus.front.bibliography import marks
from syllabus.front.bibliography.bodies import is_body
from syllabus.front.bibliography.library import EntryField
from syllabus.front.bibliography.lists import split_list, split_outside_braces
from syllabus.on_demand import dataclass, pattern

OTHERS = "\U0010f0fe"
"""A name that stands for everybody who is not named (`and others`)."""

_EXTENDED = pattern(r"\s*(given|family|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE)
_OTHERS = pattern(r"\{?\s*(?:others|et\.?\s*al\.?)\s*\}?\.?", re.IGNORECASE)
_ET_AL = pattern(r"[\s,]+(?:et\.?\s*al\b\.?|and\s+others)$", re.IGNORECASE)
_SUFFIX = pattern(
    r"\{?(?:(?:jr|sr|jun|sen|esq|ph\.?\s?d|m\.?\s?d|s\.?j|filius)\.?|junior|senior|[IVX]+\.?"
    r"|\d(?:st|nd|rd|th)\.?)\}?",
    re.IGNORECASE,
)
_COMMA = pattern(",")
_SEMICOLON = pattern(r"(?<!&\w)(?<!&\w{2})(?<!&\w{3})(?<!&\w{4})(?<!&\w{5})(?<!&\w{6})"
                        r"(?<!&#\d{2})(?<!&#\d{3})(?<!&#\d{4})(?<!&#x\w{2})(?<!&#x\w{4});"
                        )  # fmt: skip
_AMPERSAND = pattern(r"\s+\\?&(?=\s)")
_OTHER_ANDS = pattern(r"\s(?:und|et|och|og|en|y|e|και|и)(?=\s)")
_TWO_WORDS = pattern(r"\s*[^\W\d_a-z]\S*[\s~]+[^\W\d_a-z]")
_SUFFIX_LAST = pattern(
    r"(?:[Jj]r|[Ss]r|[Jj]un|[Ss]en)\.?|(?=[IVX]{2})X{0,2}(?:I{1,3}|IV|VI{0,3}|IX)"
)
_DOTTED_LAST = pattern(r"[^\W\d_][\w'’-]+(?:\s[^\W\d_][\w'’-]+)?(?:\s(?:[A-Z]\.-?)+)+")
"""A family name with initials and their full stops behind it: `Roe A. B.`."""
_INITIALS_LAST = pattern(r"[^\W\d_][\w'’-]+(?:\s[^\W\d_][\w'’-]+)?\s[A-Z]{1,3}")
"""A family name with initials behind it, as medical journals write it: `Roe AB`."""
_INITIALS_FIRST = pattern(r"(?:[A-Z]\.[\s~-]*)+[^\W\d_][\w'’-]+")
"""Initials with a family name behind them, which is no family name: `A. B. Roe`."""


class NameReporter(Protocol):
    """Reports what is said of a name that is kept."""

    def __call__(self, message: str, *hints: str) -> None:
        """Report it."""


@dataclass(frozen=True, slots=True)
class ParsedName:
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
    field: EntryField, decode: Callable[[str], str], fault: NameReporter, unbraced: NameReporter
) -> list[ParsedName]:
    """Read the people of a field (BibLaTeX manual 2.3.3).

    What people write in the place of `and` is read as they mean it; `fault` is told so. Of a body
    without braces `unbraced` is told.
    """
    written = " ".join(field.value.split())
    names = split_list(written)
    if "" in names and any(names):
        shown = " and ".join(filter(None, names))
        message = f"found an 'and' with no name beside it in '{_short(written)}'"
        fault(message, f"{field.name} = {{{shown}}}")
    reading = _Reading(field.name, decode, fault, unbraced)
    people: list[ParsedName] = []
    names = [name for name in names if name]
    if len(names) > 1 and all(map(_INITIALS_LAST.fullmatch, names)):
        turned = [_turned(name) for name in names]
        message = f"found initials without a comma before them in '{_short(written)}'"
        fault(message, f"{field.name} = {{{' and '.join(turned)}}}")
        names = turned
    for name in names:
        people += reading.read(name)
    return [person for person in people if person.csl()]


@dataclass(frozen=True, slots=True)
class _Reading:
    """The names of one field."""

    field: str
    decode: Callable[[str], str]
    fault: NameReporter
    unbraced: NameReporter

    def read(self, name: str) -> list[ParsedName]:
        """Return the person of a name, or several where they are separated by something else."""
        if name.lower() == "others":
            return [ParsedName(literal=OTHERS)]
        if _OTHERS.fullmatch(name):
            self.separated(name, ["others"], f"'{name}'")
            return [ParsedName(literal=OTHERS)]
        if _is_one_group(name):
            return [ParsedName(literal=self.plain(name))]
        if _EXTENDED.match(name):
            return [self.extended(name)]
        if et_al := _ET_AL.search(name):
            rest = name[: et_al.start()]
            self.separated(name, [rest, "others"], f"'{et_al[0].strip(', ')}'")
            return [*self.read(rest), ParsedName(literal=OTHERS)]
        several = [part for part in split_outside_braces(name, _SEMICOLON) if part]
        if len(several) > 1:
            self.separated(name, several, "';'")
            return [person for part in several for person in self.read(part)]
        several = [part for part in split_outside_braces(name, _AMPERSAND) if part]
        if len(several) > 1:
            return self.with_ampersand(name, several)
        several = [part for part in split_outside_braces(name, _OTHER_ANDS) if part]
        if len(several) > 1 and not is_body(name) and all(map(_TWO_WORDS.match, several)):
            word = _OTHER_ANDS.search(name, len(several[0]))
            self.separated(name, several, f"'{word[0].strip() if word else 'und'}'")
            return [person for part in several for person in self.read(part)]
        words = name.split(" ")
        if "," not in name and len(words) > 2 and _SUFFIX_LAST.fullmatch(words[-1]):
            shown = f"{words[-2]}, {words[-1]}, {' '.join(words[:-2])}"
            message = f"found '{words[-1]}' without commas beside it in '{_short(name)}'"
            self.fault(message, f"write: {shown}", f"for one name that stays whole: {{{name}}}")
            return [self.parts(shown)]
        if _DOTTED_LAST.fullmatch(name):
            family, _, initials = name.rpartition(" ")
            while re.fullmatch(r"(?:[A-Z]\.-?)+", family.rpartition(" ")[2]):
                family, _, before = family.rpartition(" ")
                initials = f"{before} {initials}"
            turned = f"{family}, {initials}"
            self.fault(
                f"found initials without a comma before them in '{_short(name)}'",
                f"write: {turned}",
            )
            return [self.parts(turned)]
        return self.with_commas(name, [part for part in split_outside_braces(name, _COMMA) if part])

    def with_ampersand(self, name: str, parts: list[str]) -> list[ParsedName]:
        """Read `Roe, A. & Doe, J.`; without commas it is a company's name."""
        if all("," in part or _INITIALS_FIRST.fullmatch(part) for part in parts):
            self.separated(name, parts, "'&'")
            return [person for part in parts for person in self.read(part)]
        self.fault(
            f"found '&' in the name '{_short(name)}', which is printed as one body's",
            f"for a body write: {{{name}}}",
            f"for people write: {' and '.join(parts)}",
        )
        return [ParsedName(literal=self.plain(name))]

    def with_commas(self, name: str, parts: list[str]) -> list[ParsedName]:
        """Read a name by its commas (`Last, Jr, First`), of which a list may have too many."""
        first, *others = parts or [""]
        if others and _SUFFIX.fullmatch(others[-1]) and not _is_roman_initial(others):
            given, _, family = first.rpartition(" ") if len(others) == 1 else ("", "", first)
            given = others[0] if len(others) == 2 else given
            if len(others) <= 2 and given:
                shown = f"{family}, {others[-1]}, {given}"
                message = f"found '{others[-1]}' where a first name is expected in '{_short(name)}'"
                self.fault(message, f"write: {shown}")
                return [self.parts(shown)]
        listed = (
            all(map(_INITIALS_LAST.fullmatch, parts))
            or all(map(_INITIALS_FIRST.fullmatch, parts))
            or (len(parts) >= 3 and all(" " in part.replace("~", " ") for part in parts))
        )
        if len(parts) >= 2 and listed:
            people = [_turned(part) for part in parts]
            self.separated(name, people, "','")
            return [self.parts(each) for each in people]
        if len(parts) >= 4 and len(parts) % 2 == 0:
            people = [", ".join(parts[first : first + 2]) for first in range(0, len(parts), 2)]
            self.separated(name, people, "','")
            return [self.parts(each) for each in people]
        if len(parts) == 3 and not _SUFFIX.fullmatch(parts[1]):
            self.fault(
                f"found '{_short(parts[1])}' between two commas in '{_short(name)}', "
                "where 'Jr.' or similar is expected",
                "people are separated by 'and', such as 'Doe, Jane and Roe, Ann'",
            )
        if len(parts) == 1 and is_body(name):
            message = f"'{_short(name)}' is printed as the name of a body"
            self.unbraced(message, f"write: {{{name}}}")
            return [ParsedName(literal=self.plain(name))]
        return [self.parts(name)]

    def separated(self, name: str, parts: list[str], found: str) -> None:
        """Report what separates people in the place of `and`."""
        shown = " and ".join(parts)
        message = f"found {found} in '{_short(name)}', expected 'and' between people"
        if parts == ["others"]:
            message = f"found {found} as a name; whoever is not named is 'others', without braces"
        self.fault(message, f"write: {shown}")

    def parts(self, name: str) -> ParsedName:
        """Take one person's name apart."""
        from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

        try:
            parts = parse_single_name_into_parts(name)
        except InvalidNameError as error:
            reason = error.reason[:1].lower() + error.reason[1:]
            self.fault(f"'{_short(name)}' is not a name: {reason}")
            parts = parse_single_name_into_parts(name.rstrip(", "), strict=False)

        if not parts.von and len(parts.first) == 1 and parts.first[0].islower():
            parts.von, parts.first = parts.first, []  # "van Gogh"
        plain = self.plain
        return ParsedName(
            plain(*parts.last), plain(*parts.first), plain(*parts.von), plain(*parts.jr)
        )

    def extended(self, name: str) -> ParsedName:
        """Read BibLaTeX's `given=Hans, family=Castorp` (manual 3.9)."""
        values: dict[str, str] = {}
        for part in re.split(r",\s*(?=[\w-]+\s*=)", name):
            label, _, value = part.partition("=")
            values[label.strip().lower()] = self.plain(value.strip().strip('"'))
        if not values.get("family"):
            return ParsedName(literal=values.get("given", ""))
        return ParsedName(
            values["family"],
            values.get("given", ""),
            values.get("prefix", ""),
            values.get("suffix", ""),
        )

    def plain(self, *words: str) -> str:
        """Return the text of words."""
        return marks.unmarked(self.decode(" ".join(words))).strip()


def _turned(name: str) -> str:
    """Return a name of a list with its family name first: `Roe AB` and `A. B. Roe`."""
    if _INITIALS_LAST.fullmatch(name):
        family, _, initials = name.rpartition(" ")
        return f"{family}, {' '.join(f'{initial}.' for initial in initials)}"
    return name


def _is_roman_initial(parts: list[str]) -> bool:
    """Return whether `Roe, V.` has a first name that could be a number."""
    return len(parts) == 1 and re.fullmatch(r"[IVX]\.?", parts[0]) is not None


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


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
