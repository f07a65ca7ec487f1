"""A style that is ready to render: works → marked text."""
# citeproc-py and lxml have no types
# mypy: allow-subclassing-any, allow-untyped-calls
# mypy: disable-error-code="import-untyped, no-any-return"

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from citeproc import LANGUAGE_NAMES, LOCALES_PATH, PRIMARY_DIALECTS, model
from lxml import etree

from syllabus.front.bibliography import marks
from syllabus.front.bibliography.processor import dates, elements, names
from syllabus.front.bibliography.processor.elements import Rules
from syllabus.front.bibliography.processor.memory import Memory
from syllabus.front.bibliography.processor.state import Run, Work
from syllabus.workspace.files import read_file

_OURS = {
    "text": elements.Text,
    "number": elements.Number,
    "label": elements.Label,
    "group": elements.Group,
    "substitute": elements.Substitute,
    "if": elements.If,
    "else-if": elements.ElseIf,
    "date": dates.Date,
    "date-part": dates.DatePart,
    "term": elements.Term,
    "names": names.Names,
    "name": names.Name,
    "name-part": names.NamePart,
    "et-al": names.EtAl,
}
_FORMATTER = SimpleNamespace(
    preformat=str,
    Italic=lambda text: marks.marked(marks.ITALIC, str(text)),
    Oblique=lambda text: marks.marked(marks.ITALIC, str(text)),
    Bold=lambda text: marks.marked(marks.BOLD, str(text)),
    Light=str,
    Underline=lambda text: marks.marked(marks.ITALIC, str(text)),
    Superscript=lambda text: marks.marked(marks.SUPERSCRIPT, str(text)),
    Subscript=lambda text: marks.marked(marks.SUBSCRIPT, str(text)),
    SmallCaps=lambda text: marks.marked(marks.SMALL_CAPS, str(text)),
)
_CSL = "{http://purl.org/net/xbiblio/csl}"


_NARRATIVE = "narrative author"
_NARRATIVE_MACRO = b"""<macro xmlns="http://purl.org/net/xbiblio/csl" name="narrative author">
  <names variable="author">
    <name form="short" and="text" et-al-min="3" et-al-use-first="1" delimiter=", "
          delimiter-precedes-last="contextual" delimiter-precedes-et-al="contextual"/>
    <substitute>
      <names variable="editor"/>
      <names variable="director"/>
      <names variable="translator"/>
      <text variable="title" form="short" quotes="true"/>
    </substitute>
  </names>
</macro>"""


class Engine:
    """One style in one language."""

    def __init__(self, xml: bytes, language: str) -> None:
        self.root: Any = _parse(xml)
        default = self.root.get("default-locale", "")
        same = default.split("-")[0] == language
        self.language = default if same else language
        self.run = Run()
        self.root.run = self.run
        self.root.append(_parse(_NARRATIVE_MACRO))
        self.root.macros = {macro.get("name"): macro for macro in self.root.iter(f"{_CSL}macro")}
        self.root.terms_found = {}
        self._set_locales()
        # lxml forgets an element's own attributes once nothing holds it
        self._held = [list(tree.iter()) for tree in (self.root, *self.root.locales)]
        for tree in self._held:
            for element in tree:
                element.root, element.run, element.formatter = tree[0], self.run, _FORMATTER
        self.citation: Any = self.root.find(f"{_CSL}citation")
        self.citation.cites = []
        self.bibliography: Any = self.root.find(f"{_CSL}bibliography")
        for layout in self.root.iter(f"{_CSL}layout"):
            layout.repressed = {}
        # APA and IEEE print an article's number in their own way; others would print it twice
        self.article_numbers = b'"article-locator"' in xml or b'"Art."' in xml
        self._number = (
            None if self.bibliography is None else self._find_number(self.bibliography, set())
        )
        self.quote_takes_stops = self.root.get_locale_option("punctuation-in-quote") == "true"
        own_suffix = any(
            text.get("variable") == "year-suffix" for text in self.root.iter(f"{_CSL}text")
        )
        self.run.suffixes = not own_suffix
        self._looks_back = any("position" in condition.attrib for condition in self.root.iter())
        self.memory = Memory(xml, language)

    def _set_locales(self) -> None:
        """Gather the locales in the order of CSL 1.0.2, "Locale fallback"."""
        language = self.language.split("-")[0]
        inside = {
            locale.get("{http://www.w3.org/XML/1998/namespace}lang"): locale
            for locale in self.root.findall(f"{_CSL}locale")
        }
        wanted = dict.fromkeys((self.language, language, None))
        found = [inside[name] for name in wanted if name in inside]
        files = [self.language] if self.language in LANGUAGE_NAMES else []
        files += [PRIMARY_DIALECTS[language]] if language in PRIMARY_DIALECTS else []
        for name in dict.fromkeys((*files, "en-US")):
            path = Path(LOCALES_PATH) / f"locales-{name}.xml"
            if path.is_file():
                found.append(_parse(read_file(path)))
        for locale in found:
            locale.style = self.root
        self.root.locales = found

    def option(self, name: str) -> str:
        """Return an attribute of the style's citation, or nothing."""
        return str(self.citation.get(name, ""))

    @property
    def layout(self) -> Any:
        """The layout of citations: its affixes, delimiter and format."""
        return self.citation.find(f"{_CSL}layout")

    @property
    def superscript(self) -> bool:
        """Whether the numbers of citations are raised."""
        layout = self.layout
        return any(element.get("vertical-align") == "sup" for element in (layout, *layout))

    def cite(self, work: Work, narrative: bool = False) -> str:
        """Return one cited work without the layout's affixes, not tidied."""
        self.run.start(self.citation, work, narrative=narrative)

        def cited() -> str:
            return str(self.layout.render_children(work) or "")

        # Where a style looks at the citations before, a text is not made from its work alone.
        source = f"cite {narrative} {work.number}\n{work.source}"
        text = cited() if self._looks_back else self.memory.recall(source, cited)
        self.citation.cites.append(work)
        return text

    def author(self, work: Work) -> str:
        """Return who wrote a work as a sentence names them, for styles that print numbers."""
        self.run.start(self.citation, work, narrative=True)
        return str(self.root.macros[_NARRATIVE].render(work, context=self.layout) or "")

    def tidied(self, text: str) -> str:
        """Return rendered text without what met where its parts were joined."""
        return tidy(text, self.quote_takes_stops)

    def forget(self) -> None:
        """Forget what was cited so far: the next citation is the first."""
        self.citation.cites.clear()

    def enclose(self, text: str) -> str:
        """Put the layout's affixes and format around the works of one citation."""
        layout = self.layout
        return self.tidied(str(layout.format(layout.wrap(text))))

    def reference(self, work: Work) -> str:
        """Return a work as the bibliography prints it, without its number."""
        if self.bibliography is None:
            return self.enclose(self.cite(work))

        def reference() -> str:
            self.run.start(self.bibliography, work, numbered=False)
            layout = self.bibliography.find(f"{_CSL}layout")
            text = layout.render_children(work)
            return self.tidied(str(layout.format(layout.wrap(text)))).strip() if text else ""

        return self.memory.recall(f"reference\n{work.source}", reference)

    def label(self, work: Work) -> str | None:
        """Return the number before a reference, as the bibliography prints it."""
        text = self._number
        if text is None:
            return None
        self.run.start(self.bibliography, work)
        shown = text.render(work)
        return str(shown).strip() if shown else None

    def _find_number(self, element: Any, seen: set[str]) -> Any:
        """Return the text that prints the number in an element or in a macro that it uses."""
        for text in element.iter(f"{_CSL}text"):
            if text.get("variable") == "citation-number":
                return text
            macro = text.get("macro")
            if macro and macro not in seen:
                seen.add(macro)
                found = self._find_number(self.root.macros[macro], seen)
                if found is not None:
                    return found
        return None

    def term(self, name: str, form: str | None, plural: bool) -> str:
        """Return a word of the locale; empty where there is none."""
        term = self.root.get_term(name, form)
        return "" if term is None else str(term.multiple if plural else term.single)

    def sort(self, works: Sequence[Work], area: Any) -> list[Work]:
        """Return the works in the order of the style's citation or bibliography."""
        sort = None if area is None else area.find(f"{_CSL}sort")
        if sort is None:
            return list(works)
        ordered = sorted(works, key=lambda work: work.year_suffix)
        for key in reversed(sort.findall(f"{_CSL}key")):
            found = [(self._sort_value(work, key, area), work) for work in ordered]
            known = [(value, work) for value, work in found if value is not None]
            known.sort(key=itemgetter(0), reverse=key.get("sort") == "descending")
            unknown = [work for value, work in found if value is None]
            ordered = [work for _, work in known] + unknown
        return ordered

    def _sort_value(self, work: Work, key: Any, area: Any) -> tuple[Any, ...] | None:
        self.run.start(area, work)
        layout = area.find(f"{_CSL}layout")
        options = {"name-as-sort-order": "all"}
        for option in ("names-min", "names-use-first", "names-use-last"):
            if option in key.attrib:
                options[option.replace("names", "et-al")] = key.get(option)
        variable = key.get("variable")
        if variable is None:
            text = self.root.macros[key.get("macro")].render(
                work, context=layout, sort_options=options
            )
        elif variable == "citation-number":
            text = work.number
        else:
            value = work.reference.get(variable)
            if isinstance(value, list):
                text = " ".join(
                    part
                    for name in value
                    for part in (name.get("family") or name.get("literal"), name.get("given"))
                    if part
                )
            else:
                text = value.sort_key() if hasattr(value, "sort_key") else value
        return None if text in (None, "") else collated(str(text))


_LONGEST_NUMBER = 1_000
"""Digits by which numbers are sorted; Python makes no number of more than some thousand."""


def collated(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts as people do: by letter without accent, numbers by value."""
    plain = marks.unmarked(text)
    folded = unicodedata.normalize("NFKD", plain).casefold().replace("ø", "o").replace("ł", "l")
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    letters = re.sub(r"[^\w\s]+", " ", letters)
    return tuple(
        (0, int(part[:_LONGEST_NUMBER]), "") if part.isdecimal() else (1, 0, part.strip())
        for part in re.findall(r"\d+|\D+", letters)
    )


_M = f"(?:{marks.MARKS})*"
_TIDY: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[ \t]{2,}"), " "),
    (re.compile(rf" ({_M}) "), r" \1"),
    (re.compile(rf" ({_M})([,;])"), r"\1\2"),
    (re.compile(rf"(?<!\.)\.({_M})\.(?!\.)"), r".\1"),
    (re.compile(rf"([?!…])({_M})\.(?!\w)"), r"\1\2"),
    (re.compile(rf"([?!.])({_M}[”’»]{_M})\.(?!\w)"), r"\1\2"),
    (re.compile(rf"([,;:])({_M})\1"), r"\1\2"),
    (re.compile(rf":({_M})\."), r":\1"),
)
_INTO_QUOTE = re.compile(rf"(’?”)({_M})([,.])")


def tidy(text: str, quote_takes_stops: bool) -> str:
    """Remove punctuation and spaces that met where parts were joined."""
    for pattern, replacement in _TIDY:
        text = pattern.sub(replacement, text)
    if quote_takes_stops:
        text = _INTO_QUOTE.sub(r"\3\1\2", text)
    return text


def _parse(xml: bytes) -> Any:
    """Parse CSL with our elements; nothing is loaded from elsewhere."""
    lookup = etree.ElementNamespaceClassLookup()
    namespace = lookup.get_namespace("http://purl.org/net/xbiblio/csl")
    namespace[None] = model.CitationStylesElement
    for base in model.CitationStylesElement.__subclasses__():
        name = base.__name__.replace("_", "-").lower()
        namespace[name] = base if base is model.Locale else type(base.__name__, (Rules, base), {})
    namespace.update(_OURS)
    parser = etree.XMLParser(
        remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True
    )
    parser.set_element_class_lookup(lookup)
    return etree.fromstring(xml, parser)
