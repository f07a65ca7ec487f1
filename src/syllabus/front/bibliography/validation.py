"""What a style must have to be rendered at all (CSL 1.0.2), checked before anything is.

citeproc-py takes a style for valid: it raises whatever comes of an element that is not as the
specification has it. A style that passes here raises nothing, so that what is raised is our error.
"""
# lxml has no types
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from syllabus.on_demand import pattern

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CSL = "{http://purl.org/net/xbiblio/csl}"
_RENDERED = frozenset(("text", "number", "date", "names", "label", "group", "choose"))
_CHILDREN = {
    **dict.fromkeys(("layout", "macro", "group", "if", "else-if", "else", "substitute"), _RENDERED),
    "choose": frozenset(("if", "else-if", "else")),
    "date": frozenset(("date-part",)),
}
"""The elements that may be in an element; others are looked for by their names."""
_NAMES = frozenset({
    "author", "chair", "collection-editor", "compiler", "composer", "container-author",
    "contributor", "curator", "director", "editor", "editor-translator", "editorial-director",
    "executive-producer", "guest", "host", "illustrator", "interviewer", "narrator", "organizer",
    "original-author", "performer", "producer", "recipient", "reviewed-author", "script-writer",
    "series-creator", "translator",
})  # fmt: skip
_DATES = frozenset({
    "accessed", "available-date", "container", "event-date", "issued", "original-date",
    "submitted",
})  # fmt: skip
"""CSL 1.0.2, appendix IV; `container` is of CSL 1.0."""
_VALUES = {
    "font-style": frozenset(("normal", "italic", "oblique")),
    "font-variant": frozenset(("normal", "small-caps")),
    "font-weight": frozenset(("normal", "bold", "light")),
    "text-decoration": frozenset(("none", "underline")),
    "vertical-align": frozenset(("baseline", "sup", "sub")),
}
_FORMS = {
    "number": frozenset(("numeric", "ordinal", "long-ordinal", "roman")),
    "date": frozenset(("numeric", "text")),
    "day": frozenset(("numeric", "numeric-leading-zeros", "ordinal")),
    "month": frozenset(("long", "short", "numeric", "numeric-leading-zeros")),
    "year": frozenset(("long", "short")),
}
_COUNTS = frozenset({
    "et-al-min", "et-al-use-first", "et-al-subsequent-min", "et-al-subsequent-use-first",
    "names-min", "names-use-first",
})  # fmt: skip
_COUNT = pattern(r"[0-9]{1,9}")
_PRIVATE = pattern("[\U000f0000-\U0010ffff]")
"""Characters of private use, in which marked text carries its markup (`marks`)."""


def find_fault(xml: bytes) -> str | None:
    """Return why a style cannot be rendered, as the end of a sentence; None if it can be.

    `xml` has been read once, so that it is known to declare no document type.
    """
    from lxml import etree

    parser = etree.XMLParser(
        remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as fault:
        return f"line {fault.lineno} is not well-formed XML"
    macros = frozenset(macro.get("name", "") for macro in root.iterfind(f"{_CSL}macro"))
    for element in root.iter():
        for reason in _faults(element, macros):
            return f"line {element.sourceline}: {reason}"
    return None


def _faults(element: Element, macros: frozenset[str]) -> Iterator[str]:
    tag = _name(element)
    shown = f"<{tag}>"
    parent = element.getparent()
    above = "" if parent is None else _name(parent)
    if above in _CHILDREN and tag not in _CHILDREN[above]:
        yield f"{shown} cannot be in <{above}>"
    if tag == "macro" and above != "style":
        yield f"{shown} can only be in <style>"
    used = element.get("macro")
    if used is not None and used not in macros and tag != "macro":
        yield f"it uses the macro '{used}', which it does not define"
    if any(map(_PRIVATE.search, (element.text or "", *element.attrib.values()))):
        yield f"{shown} has a character of private use, which prints nothing"
    for name, value in element.items():
        if name in _VALUES and value not in _VALUES[name]:
            yield f"{name} cannot be '{value}'"
        if name in _COUNTS and not _COUNT.fullmatch(value.strip()):
            yield f"{name} has to be a number, found '{value}'"
        if name in ("term", "form", "variable") and "'" in value:
            yield f"{name} cannot be '{value}'"
    yield from _kind_faults(element, tag, above)


def _kind_faults(element: Element, tag: str, above: str) -> Iterator[str]:
    """Yield what is wrong with the attributes that an element of this name needs."""
    given = element.attrib.keys()
    variable = element.get("variable", "")
    form = element.get("form")
    match tag:
        case "text":
            if not {"variable", "macro", "term", "value"} & set(given):
                yield "<text> has no variable, macro, term or value"
            elif variable in _NAMES | _DATES:
                yield f"<text> cannot print the variable '{variable}'"
        case "key" if not {"variable", "macro"} & set(given):
            yield "<key> has no variable or macro"
        case "label" if above != "names" and "variable" not in given:
            yield "<label> has no variable"
        case "names" if not variable.split() or not set(variable.split()) <= _NAMES:
            yield f"<names> cannot print the variable '{variable}'"
        case "number" if form is not None and form not in _FORMS["number"]:
            yield f"the form of <number> cannot be '{form}'"
        case "date" if above != "locale":
            if variable not in _DATES:
                yield f"<date> cannot print the variable '{variable}'"
            elif form is not None and form not in _FORMS["date"]:
                yield f"the form of <date> cannot be '{form}'"
        case "date-part":
            name = element.get("name", "")
            if name not in ("day", "month", "year"):
                yield f"<date-part> cannot be '{name}'"
            elif form is not None and form not in _FORMS[name]:
                yield f"the form of the {name} cannot be '{form}'"


def _name(element: Element) -> str:
    """Return an element's name; with braces where it is not CSL's."""
    return str(element.tag).removeprefix(_CSL)
