"""The fields of an entry as marked text, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from syllabus.diagnostics import Diagnostic, note, warning
from syllabus.front.bibliography import kinds
from syllabus.front.bibliography.dates import PublicationDate
from syllabus.front.bibliography.languages import language_tag
from syllabus.front.bibliography.library import Entry, EntryField
from syllabus.front.bibliography.marks import Atoms
from syllabus.front.bibliography.names import ParsedName
from syllabus.front.bibliography.tex import Decoder


@dataclass
class Item:
    """One work as CSL knows it: marked text, people and dates by variable (with `-`)."""

    kind: str
    language: str
    text: dict[str, str] = field(default_factory=dict)
    people: dict[str, list[ParsedName]] = field(default_factory=dict)
    dates: dict[str, PublicationDate] = field(default_factory=dict)


_SYNONYMS = (("date", "year"), ("journaltitle", "journal"), ("location", "address"))
"""Names of BibLaTeX and BibTeX for one thing (BibLaTeX manual 2.2.5, 2.3.8); the first counts."""


class FieldReader:
    """Reads the fields of one entry into an item."""

    def __init__(self, entry: Entry, language: str, atoms: Atoms) -> None:
        self.entry = entry
        self.atoms = atoms
        self.faults: list[Diagnostic] = []
        named = entry.value("langid", "hyphenation", "language").strip().lower()
        self.item = Item(kinds.csl_type(entry), language_tag(named) or language)
        self.language = language

    def decoded(self, found: EntryField | None) -> str:
        """Return a field as marked text and report what could not be decoded."""
        return self.decoder(found)(found.value) if found else ""

    def decoder(self, found: EntryField) -> Callable[[str], str]:
        """Return a function that decodes parts of a field and reports what it cannot."""

        def decode(source: str) -> str:
            decoder = Decoder(self.atoms, self.language)
            text = decoder.decode(source)
            for command in dict.fromkeys(decoder.unknown):
                self.fault(
                    "unknown-tex-command",
                    found,
                    f"'{command}' in the field '{found.name}' has no meaning here",
                )
            for target in decoder.unsafe:
                self.unsafe(target, found)
            return text

        return decode

    def fault(self, code: str, found: EntryField, message: str, *hints: str) -> None:
        """Report a fault at a field's line."""
        self.faults.append(warning(code, message, found.span, *hints))

    def note(self, code: str, found: EntryField, message: str, *hints: str) -> None:
        """Report at a field's line what is only to be looked at."""
        self.faults.append(note(code, message, found.span, *hints))

    def check_synonyms(self) -> None:
        """Report fields that say the same thing in two ways, and not the same."""
        for name, synonym in _SYNONYMS:
            counts, other = self.entry.field(name), self.entry.field(synonym)
            if counts and other and _plain(other.value) not in _plain(counts.value):
                message = f"'{synonym}' is '{other.value}' and '{name}' is '{counts.value}'"
                self.fault("duplicate-field", other, message, f"'{name}' counts; keep one of them")

    def unsafe(self, target: str, found: EntryField) -> None:
        """Report an address that does not become a link."""
        self.fault(
            "unsafe-link",
            found,
            f"'{target}' is not an http or https address and is printed as text",
        )

    def get(self, *names: str) -> str:
        """Return the first of the fields that is not empty, decoded."""
        return self.decoded(self.entry.field(*names))

    def put(self, variable: str, value: str) -> None:
        """Set a variable that has no value yet."""
        if value and not self.item.text.get(variable):
            self.item.text[variable] = value


def _plain(value: str) -> str:
    return " ".join(value.replace("{", "").replace("}", "").casefold().split())
