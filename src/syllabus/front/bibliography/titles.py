"""The titles of a work, of what contains it, and of its series (BibLaTeX manual 2.2.2)."""

from __future__ import annotations

from syllabus.front.bibliography import marks
from syllabus.front.bibliography.casing import sentence_case
from syllabus.front.bibliography.fields import FieldReader
from syllabus.front.bibliography.library import IN_BOOK
from syllabus.front.bibliography.values import series, unstopped

_WHOLE = frozenset({
    "book", "mvbook", "booklet", "collection", "mvcollection", "manual", "proceedings",
    "mvproceedings", "reference", "mvreference", "report", "techreport", "thesis", "phdthesis",
    "mastersthesis", "bachelorsthesis", "commentary", "periodical",
})  # fmt: skip
"""Types of works that are no part of a book."""
_IN_ITS_LANGUAGE = ("title", "volume-title", "title-short", "container-title")
"""What is read aloud in the language that an entry names."""


class TitleReader(FieldReader):
    """Reads the titles of one entry."""

    def titles(self) -> None:
        """Read them all."""
        title, main = self.whole_title("title"), self.whole_title("maintitle")
        book, journal = self.whole_title("booktitle"), self.whole_title("journaltitle")
        part = ""
        if self.entry.kind in IN_BOOK:
            if main and main != book:
                book, part = main, book
        else:
            if self.entry.kind in _WHOLE and book:
                title, book = title or book, ""
                self.unused_book_title()
            if main and main != title:
                title, part = main, title
        if self.entry.kind == "periodical" and (issue := self.whole_title("issuetitle")):
            title, journal = issue, title
        if self.english and self.item.kind not in ("legislation", "legal_case"):
            title, part = sentence_case(title), sentence_case(part)
            book = sentence_case(book) if self.item.kind == "chapter" else book
        self.put("title", title)
        self.put("volume-title", part)
        self.short_title(title)
        if self.item.kind != "article":
            self.put("container-title", journal or self.get("journal"))
            self.put("container-title-short", self.get("shortjournal"))
        self.put("container-title", book)
        number = self.get("series")
        journal_series = self.entry.kind in ("article", "periodical", "suppperiodical")
        self.put("collection-title", series(number) if journal_series and self.english else number)
        self.put("original-title", self.get("origtitle"))
        self.put("event-title", self.get("eventtitle"))
        self.put("event", self.item.text.get("event-title", ""))
        self.put("event-place", self.get("venue"))
        if self.item.language[:2] != self.language[:2]:
            for variable in _IN_ITS_LANGUAGE:
                said = self.item.text.get(variable, "")
                self.item.text[variable] = marks.in_language(self.item.language, said)

    def short_title(self, title: str) -> None:
        """Read what a title is in short: without its subtitle, or what is written after it."""
        short = ""
        if self.entry.value("shorttitle"):
            short = self.get("shorttitle")
        elif "volume-title" in self.item.text:
            return
        elif self.entry.value("subtitle", "titleaddon"):
            short = self.get("title")
        if short:
            self.put("title-short", sentence_case(short) if self.english else short)
        elif ": " in marks.unmarked(title) and ": " in title:
            head = title.split(": ")[0]
            if head.count(marks.NOCASE) == head.count(marks.closing(marks.NOCASE)):
                self.put("title-short", head)

    def whole_title(self, name: str) -> str:
        """Return a title with its subtitle and what is written after both; empty without it."""
        short = name.removesuffix("title")
        title, subtitle = unstopped(self.get(name)), unstopped(self.get(f"{short}subtitle"))
        if not title:
            return subtitle if name == "title" else ""
        if subtitle:
            title += f"{' ' if marks.unmarked(title)[-1:] in '?!:.' else ': '}{subtitle}"
        addon = self.get(f"{short}titleaddon")
        return f"{title}. {addon}" if addon else title

    def unused_book_title(self) -> None:
        """Tell of a book's title that a whole book has beside its own."""
        found, own = self.entry.field("booktitle"), self.entry.value("title")
        if found and own and found.value not in own and own not in found.value:
            self.note(
                "unused-field",
                found,
                f"'booktitle' of '@{self.entry.kind}' is not printed",
                "a chapter is '@incollection'; a volume of several has 'maintitle'",
            )

    @property
    def english(self) -> bool:
        """Whether the title's capitals are English ones."""
        return self.item.language.lower().startswith("en")
