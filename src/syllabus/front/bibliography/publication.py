"""Who published a work, and where; of which kind it is; notes (BibLaTeX manual 2.2.2)."""

from __future__ import annotations

from syllabus.front.bibliography import kinds, marks
from syllabus.front.bibliography.fields import FieldReader
from syllabus.front.bibliography.lists import split_list
from syllabus.front.bibliography.values import country
from syllabus.on_demand import pattern

_ADDRESS = pattern(r"\\url|\\href|https?://")


class PublicationReader(FieldReader):
    """Reads what an entry says of its publication."""

    def publication(self) -> None:
        """Read publisher, place, kind of work and notes."""
        kind = self.item.kind
        authors = self.item.people.get("author", [])
        bodies: dict[str, None] = {}
        for name in ("school", "institution", "organization", "howpublished", "publisher"):
            found = self.entry.field(name)
            if found is None or (name == "howpublished" and _ADDRESS.search(found.value)):
                continue
            body = self.body(name, "location")
            if name == "howpublished" and kind == "motion_picture":
                self.put("medium", body)
            elif name == "publisher" or not (
                len(authors) == 1 and authors[0].literal == marks.unmarked(body)
            ):
                bodies[body] = None
        self.put("publisher", "; ".join(bodies))
        if kind == "post-weblog":
            self.put("container-title", self.item.text.get("publisher", ""))
        if kind in ("legal_case", "legislation", "treaty", "regulation"):
            self.put("authority", self.body("institution") or self.body("organization"))
        place = self.joined("location") or self.body("address")
        if kind == "patent":
            place = "; ".join(map(country, place.split("; "))) if place else ""
            self.put("jurisdiction", place)
        self.put("publisher-place", place)
        self.put("original-publisher", self.body("origpublisher", "origlocation"))
        self.put("original-publisher-place", self.joined("origlocation"))
        numbered = kind in ("broadcast", "motion_picture") and "number" in self.item.text
        self.put("medium" if numbered else "genre", self.genre())
        self.put("call-number", self.get("library"))
        self.put("ISBN", self.get("isbn"))
        self.put("ISSN", self.get("issn"))
        notes = dict.fromkeys((self.get("note"), self.get("addendum")))
        self.put("note", ". ".join(filter(None, notes)))

    def genre(self) -> str:
        """Return the kind of work in words, where they say more than the type does."""
        text = kinds.genre(self.entry, self.language)
        said = self.entry.field("type")
        return self.decoder(said)(text) if said else text

    def joined(self, *names: str) -> str:
        """Return a list of places (`and` stands between them) as one text."""
        found = self.entry.field(*names)
        if found is None:
            return ""
        parts = split_list(" ".join(found.value.split()))
        return "; ".join(
            marks.without(marks.NOCASE, self.decoder(found)(part)) for part in parts if part
        )

    def body(self, name: str, place: str = "") -> str:
        """Return a publisher or another body as it is written.

        In BibLaTeX `and` may stand between several, in BibTeX it is part of a name, as of "John
        Wiley and Sons". Several they are where as many places stand in BibLaTeX's field `place`,
        or where it is there and each of the publishers has a name of several words.
        """
        found = self.entry.field(name)
        if found is None:
            return ""
        several = split_list(found.value)
        located = self.entry.value(place)
        if (
            len(several) > 1
            and located
            and (
                len(split_list(located)) == len(several)
                or (name == "publisher" and all(len(one.split()) > 1 for one in several))
            )
        ):
            return self.joined(name)
        return marks.without(marks.NOCASE, self.decoded(found))
