"""What citations print in a style, and the references that remain to be listed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from syllabus.diagnostics import Diagnostic, warning, within_hint_limit
from syllabus.front.bibliography import marks
from syllabus.front.bibliography.collapsing import Cite, collapsed, split_author
from syllabus.front.bibliography.csl import csl_item
from syllabus.front.bibliography.disambiguation import tell_apart
from syllabus.front.bibliography.formatted import FormattedCitations, Reference
from syllabus.front.bibliography.library import Bibliography, Entry
from syllabus.front.bibliography.marks import Atoms, Nodes
from syllabus.front.bibliography.processor.elements import is_plural
from syllabus.front.bibliography.processor.style_processor import StyleProcessor
from syllabus.front.bibliography.processor.work import CitationPlace, Work, make_work
from syllabus.front.bibliography.style import Style, StyleKind
from syllabus.front.bibliography.unknown import unknown_citation
from syllabus.front.bibliography.variables import fit_variables
from syllabus.model.document import (
    Citation,
    CitationForm,
    CitedWork,
    Footnote,
    Inline,
    Paragraph,
    Text,
    plain_text,
)
from syllabus.source import Span
from syllabus.workspace.deadline import check_time


class Formatting:
    """The work of `format_citations`."""

    def __init__(
        self, bibliography: Bibliography, citations: Sequence[Citation], style: Style, language: str
    ) -> None:

        self.bibliography = bibliography
        self.given = citations
        self.style = style
        self.language = language
        self.processor: StyleProcessor = StyleProcessor(style.xml, language)
        self.atoms = Atoms()
        self.faults: list[Diagnostic] = []
        self.entries: dict[str, Entry] = {}
        self.works: dict[str, Work] = {}

    def result(self) -> FormattedCitations:
        """Read, number or tell apart, and print every work."""
        for citation in self.given:
            check_time()
            for cited in citation.works:
                self.read(cited)
        listed = self.listed()
        if self.style.kind is StyleKind.AUTHOR_DATE:
            self.works = tell_apart(self.processor, self.works)
        for number, key in enumerate(listed, start=1):
            self.works[key] = replace(self.works[key], number=number)
        listed = [work.key for work in self.sorted_references(listed)]
        for number, key in enumerate(listed, start=1):
            self.works[key] = replace(self.works[key], number=number)
        self.processor.forget()
        printed = tuple(self.printed(citation) for citation in self.given)
        references = [self.reference(key) for key in listed]
        return FormattedCitations(
            printed,
            tuple(reference for reference in references if reference.children),
            tuple(self.faults),
        )

    # --- reading ----------------------------------------------------------------------------

    def read(self, cited: CitedWork) -> None:
        """Take in the entry of a cited work, or report that there is none."""
        entry = self.bibliography.entry(cited.key)
        if entry is None:
            # An entry that cannot be read is the one fault, which is told where it stands.
            if self.bibliography.is_whole and cited.key not in self.bibliography.unreadable:
                hinted = within_hint_limit(self.faults)
                self.faults.append(unknown_citation(self.bibliography, cited, hinted=hinted))
            return
        self.entries[cited.key] = entry
        if entry.key not in self.works:
            item, faults = csl_item(entry, self.language, self.atoms)
            self.faults.extend(faults)
            fit_variables(item, self.processor.variables)
            self.works[entry.key] = make_work(entry.key, item)

    def listed(self) -> list[str]:
        """Return the keys that belong into the references, in the order of citation."""
        if not self.style.has_bibliography:
            return []
        elsewhere: dict[str, None] = {}
        full: set[str] = set()
        for citation in self.given:
            for cited in citation.works:
                if cited.key not in self.entries:
                    continue
                key = self.entries[cited.key].key
                if citation.form is CitationForm.FULL:
                    full.add(key)
                else:
                    elsewhere[key] = None
        if self.style.kind is StyleKind.AUTHOR_DATE:
            return [key for key in elsewhere if key not in full]
        return list(elsewhere)

    def sorted_references(self, keys: Iterable[str]) -> list[Work]:
        """Return the works in the order of the style's bibliography."""
        return self.processor.sort([self.works[key] for key in keys], self.processor.bibliography)

    # --- printing ---------------------------------------------------------------------------

    def reference(self, key: str) -> Reference:
        """Return a work as the list of references prints it."""
        check_time()
        work = self.works[key]
        entry = self.bibliography.entry(key)
        assert entry is not None
        children = self.atoms.inlines(self.processor.reference(work), entry.span)
        label = self.processor.label(work)
        return Reference(key, entry.span, self.atoms.plain(label) if label else None, children)

    def printed(self, citation: Citation) -> tuple[Inline, ...]:
        """Return what is printed in a citation's place."""
        check_time()
        match citation.form:
            case CitationForm.FULL:
                return self.full(citation)
            case CitationForm.NARRATIVE:
                return self.narrative(citation)
            case CitationForm.PARENTHETICAL:
                return self.parenthetical(citation)

    def place(self, citation: Citation) -> CitationPlace:
        """Return a citation as the processor sees it."""
        return CitationPlace(sum(cited.key in self.entries for cited in citation.works))

    def full(self, citation: Citation) -> tuple[Inline, ...]:
        """Return whole references, one after the other."""
        nodes: list[Inline] = []
        for cited in citation.works:
            if nodes:
                ended = plain_text(tuple(nodes)).rstrip().endswith((".", "?", "!"))
                nodes.append(Text(" " if ended else "; ", citation.span))
            nodes.extend(_before(cited, citation.span))
            entry = self.entries.get(cited.key)
            if entry is None:
                nodes.append(Text(cited.key, cited.span))
            else:
                work = self.works[entry.key]
                text = self.processor.reference(work)
                if not text:
                    self.without_reference(cited, entry)
                    text = self.processor.enclose(self.processor.cite(work))
                nodes.extend(self.atoms.inlines(marks.without(marks.AUTHOR, text), entry.span))
            if cited.locator is not None:
                nodes.append(Text(f" ({self.locator(cited)})", citation.span))
            nodes.extend(_after(cited, citation.span))
        return tuple(nodes)

    def without_reference(self, cited: CitedWork, entry: Entry) -> None:
        """Report that the style has no rule for a work of this type.

        Letters and talks that nobody else can read have no reference (APA 8.9).
        """
        letter = self.works[entry.key].reference.type == "personal_communication"
        if self.style.has_bibliography and not letter:
            message = f"the style '{self.style.name}' prints no reference for '@{entry.kind}'"
            hint = f"'{entry.key}' is printed in short; choose another style, such as apa"
            self.faults.append(warning("missing-references", message, cited.span, hint))

    def locator(self, cited: CitedWork) -> str:
        """Return the cited place in words: "pp. 1470–1477"."""
        place = (cited.locator or "").replace("--", "–").replace("-", "–")
        term = self.processor.term(cited.label or "page", "short", is_plural(place))
        return f"{term} {place}".strip()

    def narrative(self, citation: Citation) -> tuple[Inline, ...]:
        """Return the author in the sentence, and the rest as the style encloses it."""
        nodes: list[Inline] = []
        place = self.place(citation)
        for cited in citation.works:
            if nodes:
                nodes.append(Text("; ", citation.span))
            nodes.extend(_before(cited, citation.span))
            entry = self.entries.get(cited.key)
            if entry is None:
                nodes.append(Text(cited.key, cited.span))
                nodes.extend(_after(cited, citation.span))
                continue
            work = self.works[entry.key].cited(place, cited.label, _place(cited))
            text = self.processor.cite(work, narrative=True) or self.processor.author(work)
            author, rest = split_author(text)
            if self.style.kind is not StyleKind.AUTHOR_DATE:
                author, rest = self.processor.author(work), text
            rest += self.suffix(cited)
            if cited.suppress_author and rest:
                author = ""
            elif not author:
                author, rest = rest, ""
            nodes.extend(self.atoms.inlines(self.processor.tidied(author), citation.span))
            if rest:
                space = "" if self.superscript or not author else " "
                nodes.extend(self.enclosed(rest, citation.span, space))
        return tuple(nodes)

    def parenthetical(self, citation: Citation) -> tuple[Inline, ...]:
        """Return the works of a citation as the style encloses them."""
        cites: list[Cite] = []
        place = self.place(citation)
        for cited in self.ordered(citation):
            entry = self.entries.get(cited.key)
            if entry is None:
                cites.append(Cite("", cited.key, self.prefix(cited), self.suffix(cited), 0))
                continue
            work = self.works[entry.key].cited(place, cited.label, _place(cited))
            text = self.processor.cite(work) or self.processor.author(work)
            author, rest = split_author(text)
            if cited.suppress_author and author and rest:
                author, text = "", rest
            bare = not (cited.locator or cited.prefix or cited.suffix)
            number = (work.number or 0) if bare else 0
            cites.append(Cite(author, text, self.prefix(cited), self.suffix(cited), number))
        parts = collapsed(cites, self.processor.option("collapse"), self.group_delimiter)
        text = self.processor.layout.get("delimiter", "").join(part for part in parts if part)
        return self.enclosed(text, citation.span, "")

    @property
    def group_delimiter(self) -> str:
        """What is between works of one author in one citation."""
        return self.processor.option("cite-group-delimiter") or ", "

    @property
    def superscript(self) -> bool:
        """Whether citations are raised, and stand without a space before them."""
        return self.style.kind is StyleKind.NOTE or self.processor.superscript

    def enclosed(self, text: str, span: Span, space: str) -> tuple[Inline, ...]:
        """Return the nodes of a citation; in a style of notes, a footnote with them."""
        nodes = self.atoms.inlines(
            marks.without(marks.AUTHOR, self.processor.enclose(text)).strip(), span
        )
        if self.style.kind is StyleKind.NOTE:
            return (Footnote((Paragraph(nodes, span),), span),)
        return (Text(space, span), *nodes) if space else nodes

    def ordered(self, citation: Citation) -> list[CitedWork]:
        """Return the works in the style's order; what people wrote around one keeps its place."""
        works = list(citation.works)
        known = all(cited.key in self.entries for cited in works)
        if len(works) < 2 or not known or any(cited.prefix or cited.suffix for cited in works):
            return works
        aside = self.place(citation)
        sortable = [
            (self.works[self.entries[cited.key].key].cited(aside, None, None), cited)
            for cited in works
        ]
        ordered = self.processor.sort([work for work, _ in sortable], self.processor.citation)
        if self.style.kind is StyleKind.NUMERIC and self.processor.option("collapse"):
            ordered.sort(key=lambda work: work.number or 0)
        found = {id(work): cited for work, cited in sortable}
        return [found[id(work)] for work in ordered]

    def prefix(self, cited: CitedWork) -> str:
        """Return what is before a work, as marked text."""
        nodes = _before(cited, cited.span)
        return self.atoms.add(Nodes(nodes)) if nodes else ""

    def suffix(self, cited: CitedWork) -> str:
        """Return what is after a work, as marked text."""
        nodes = _after(cited, cited.span)
        return self.atoms.add(Nodes(nodes)) if nodes else ""


def _place(cited: CitedWork) -> str | None:
    return cited.locator.replace("--", "-") if cited.locator is not None else None


def _before(cited: CitedWork, span: Span) -> tuple[Inline, ...]:
    if not cited.prefix:
        return ()
    spaced = plain_text(cited.prefix)[-1:].isspace()
    return cited.prefix if spaced else (*cited.prefix, Text(" ", span))


def _after(cited: CitedWork, span: Span) -> tuple[Inline, ...]:
    if not cited.suffix:
        return ()
    first = plain_text(cited.suffix)[:1]
    close = first.isspace() or first in ",;:.!?)’”"
    return cited.suffix if close else (Text(" ", span), *cited.suffix)
