"""A style that is ready to render: works → marked text."""
# citeproc-py and lxml have no types
# mypy: allow-subclassing-any, allow-untyped-calls
# mypy: disable-error-code="import-untyped, no-any-return"

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

from citeproc import LANGUAGE_NAMES, LOCALES_PATH, PRIMARY_DIALECTS, model
from lxml import etree

from syllabus.front.bibliography import marks
from syllabus.front.bibliography.processor import conditions, dates, elements, names
from syllabus.front.bibliography.processor.caching import RenderedTexts
from syllabus.front.bibliography.processor.context import Cited, Context
from syllabus.front.bibliography.processor.elements import Rules
from syllabus.front.bibliography.processor.work import Work
from syllabus.on_demand import pattern
from syllabus.workspace.files import read_file

_OURS = {
    "style": elements.Style,
    "layout": elements.Layout,
    "text": elements.TextElement,
    "number": elements.Number,
    "label": elements.Label,
    "group": elements.Group,
    "substitute": elements.Substitute,
    "if": conditions.If,
    "else-if": conditions.ElseIf,
    "date": dates.Date,
    "date-part": dates.DatePart,
    "term": elements.TermElement,
    "names": names.Names,
    "name": names.Name,
    "name-part": names.NamePart,
    "et-al": names.EtAl,
}
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


class StyleProcessor:
    """One style in one language."""

    def __init__(self, xml: bytes, language: str) -> None:
        self.context = read_context(xml, language)
        self._run = self.context.run
        style = self.context.style
        # For speed: lxml makes an element anew each time unless something holds it
        self._held = [list(tree.iter()) for tree in (style, *self.context.locales)]
        self.citation = _area(style, "citation")
        self.bibliography = _area(style, "bibliography")
        self.variables = _variables(style, xml)
        self._number = (
            None if self.bibliography is None else self._find_number(self.bibliography, set())
        )
        self.quote_takes_stops = style.get_locale_option("punctuation-in-quote") == "true"
        self._looks_back = any("position" in condition.attrib for condition in style.iter())
        self._texts = RenderedTexts(xml, language)

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
        self._run.start(self.citation, work, narrative=narrative)

        def cited() -> str:
            return str(self.layout.render_children(work) or "")

        # Where a style looks at the citations before, a text is not made from its work alone.
        source = f"cite {narrative} {work.number}\n{work.source}"
        text = cited() if self._looks_back else self._texts.cached(source, cited)
        self._run.cited.add(work)
        return text

    def author(self, work: Work) -> str:
        """Return who wrote a work as a sentence names them, for styles that print numbers."""
        self._run.start(self.citation, work, narrative=True)
        return str(self.context.macros[_NARRATIVE].render(work, context=self.layout) or "")

    def tidied(self, text: str) -> str:
        """Return rendered text without what met where its parts were joined."""
        return tidy(text, self.quote_takes_stops)

    def forget(self) -> None:
        """Forget what was cited so far: the next citation is the first."""
        self._run.cited = Cited()

    def enclose(self, text: str) -> str:
        """Put the layout's affixes and format around the works of one citation."""
        layout = self.layout
        return self.tidied(str(layout.format(layout.wrap(text))))

    def reference(self, work: Work) -> str:
        """Return a work as the bibliography prints it, without its number."""
        if self.bibliography is None:
            return self.enclose(self.cite(work))

        def reference() -> str:
            self._run.start(self.bibliography, work, numbered=False)
            layout = self.bibliography.find(f"{_CSL}layout")
            text = layout.render_children(work)
            return self.tidied(str(layout.format(layout.wrap(text)))).strip() if text else ""

        return self._texts.cached(f"reference\n{work.source}", reference)

    def label(self, work: Work) -> str | None:
        """Return the number before a reference, as the bibliography prints it."""
        text = self._number
        if text is None:
            return None
        self._run.start(self.bibliography, work)
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
                found = self._find_number(self.context.macros[macro], seen)
                if found is not None:
                    return found
        return None

    def term(self, name: str, form: str | None, plural: bool) -> str:
        """Return a word of the locale; empty if there is none."""
        term = self.context.style.get_term(name, form)
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
        self._run.start(area, work)
        layout = area.find(f"{_CSL}layout")
        options = {"name-as-sort-order": "all"}
        for option in ("names-min", "names-use-first", "names-use-last"):
            if option in key.attrib:
                options[option.replace("names", "et-al")] = key.get(option)
        variable = key.get("variable")
        if variable is None:
            text = self.context.macros[key.get("macro")].render(
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
    (pattern(r"[ \t]{2,}|[ \t]*[\r\n]\s*"), " "),
    (pattern(rf" ({_M}) "), r" \1"),
    (pattern(rf" ({_M})([,;]|\.(?!\w))"), r"\1\2"),
    (pattern(rf"(?<!\.)\.({_M})\.(?!\.)"), r".\1"),
    (pattern(rf"([?!])({_M})\."), r"\1\2"),
    (pattern(rf"(…)({_M})\.(?!\w)"), r"\1\2"),
    (pattern(rf"([?!])({_M}):"), r"\1\2"),
    (pattern(rf"([?!.])({_M}[”’»]{_M})\.(?!\w)"), r"\1\2"),
    (pattern(rf"([,;:])({_M})\1"), r"\1\2"),
    (pattern(rf"([:;])({_M})\."), r"\1\2"),
    (pattern(rf";({_M}):"), r";\1"),
    (pattern(rf"[:;]({_M})([?!])"), r"\1\2"),
)
"""Which of two marks stays where parts meet; as citeproc-js and pandoc have it."""
_STOPPED_QUOTE = pattern(rf"([?!.])({_M}[”’]{_M})(?:,(?:\s*\.)?|\.)(?!\w)")
_INTO_QUOTE = pattern(rf"(’?”)({_M})([,.])")


def tidy(text: str, quote_takes_stops: bool) -> str:
    """Remove punctuation and spaces that met where parts were joined."""
    for wrong, replacement in _TIDY:
        text = wrong.sub(replacement, text)
    if quote_takes_stops:
        text = _STOPPED_QUOTE.sub(r"\1\2", text)
        text = _INTO_QUOTE.sub(r"\3\1\2", text)
    return text.replace(marks.KEPT, "")


def read_context(xml: bytes, language: str) -> Context:
    """Read a style, and the locales it is rendered with in a language.

    The elements of both are of classes made for this style, which have its context.
    """
    owner: Any = type("Owner", (), {})
    parser = _parser(owner)
    style: Any = etree.fromstring(xml, parser)
    style.append(etree.fromstring(_NARRATIVE_MACRO, parser))
    default = style.get("default-locale", "")
    language = default if default.split("-")[0] == language else language
    owner.context = Context(
        style,
        tuple(_locales(style, language, parser)),
        {macro.get("name"): macro for macro in style.iterfind(f"{_CSL}macro")},
        implied_suffix=all(
            text.get("variable") != "year-suffix" for text in style.iter(f"{_CSL}text")
        ),
    )
    context: Context = owner.context
    return context


def _parser(owner: type) -> Any:
    """Return a parser of CSL with our elements; nothing is loaded from elsewhere."""
    lookup = etree.ElementNamespaceClassLookup()
    namespace = lookup.get_namespace("http://purl.org/net/xbiblio/csl")
    namespace[None] = model.CitationStylesElement
    for base in model.CitationStylesElement.__subclasses__():
        name = base.__name__.replace("_", "-").lower()
        bases = (_OURS[name],) if name in _OURS else (Rules, base)
        namespace[name] = base if base is model.Locale else type(name, (*bases, owner), {})
    parser = etree.XMLParser(
        remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True
    )
    parser.set_element_class_lookup(lookup)
    return parser


def _locales(style: Any, language: str, parser: Any) -> Iterator[Any]:
    """Yield the locales in the order of CSL 1.0.2, "Locale fallback"."""
    primary = language.split("-")[0]
    inside = {
        locale.get("{http://www.w3.org/XML/1998/namespace}lang"): locale
        for locale in style.findall(f"{_CSL}locale")
    }
    wanted = dict.fromkeys((language, primary, None))
    yield from (inside[name] for name in wanted if name in inside)
    files = [language] if language in LANGUAGE_NAMES else []
    files += [PRIMARY_DIALECTS[primary]] if primary in PRIMARY_DIALECTS else []
    for name in dict.fromkeys((*files, "en-US")):
        path = Path(LOCALES_PATH) / f"locales-{name}.xml"
        if path.is_file():
            yield etree.fromstring(read_file(path), parser)


def _variables(style: Any, xml: bytes) -> frozenset[str]:
    """Return the variables that a style prints somewhere."""
    names = (element.get("variable") for element in style.iter() if element.tag != f"{_CSL}if")
    found = {name for value in names if value for name in value.split()}
    # APA and IEEE print an article's number in their own way; others would print it twice
    if b'"article-locator"' in xml or b'"Art."' in xml:
        found.add("article-number")
    return frozenset(found)


def _area(style: Any, name: str) -> Any:
    """Return the style's citation or bibliography; None if it has none with a layout."""
    layout = style.find(f"{_CSL}{name}/{_CSL}layout")
    return None if layout is None else layout.getparent()
