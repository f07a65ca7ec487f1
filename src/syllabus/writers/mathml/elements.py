"""What of a converted formula goes into a page: known elements, no style but the page's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from syllabus.on_demand import pattern
from syllabus.writers.mathml.names import listed
from syllabus.writers.mathml.source import COLUMNS, NUMBER
from syllabus.writers.mathml.words import shown

_ELEMENTS = listed("""
    math mrow mi mn mo mtext mspace mfrac msqrt mroot mstyle mpadded mphantom msub msup msubsup
    munder mover munderover mmultiscripts mprescripts mtable mtr mtd
""")
_IN_WORDS = frozenset(("b", "i", "em", "code", "span"))
"""Elements of HTML that `mtext` may hold."""
_ATTRIBUTES = listed("""
    display displaystyle scriptlevel stretchy fence form separator symmetric accent accentunder
    movablelimits largeop minsize maxsize lspace rspace width height depth linethickness columnspan
    class
""")
_LENGTH = pattern(r"-?[0-9.]{1,12}(?:em|rem|%)?")
_LENGTHS = listed("minsize maxsize lspace rspace width height depth linethickness")
_CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2}
_CHILDREN |= {"msubsup": 3, "munderover": 3}

_NAMED = {
    "text-align: right": "m-right",
    "text-align: left": "m-left",
    "padding-right: 0": "m-end",
    "padding-left: 0": "m-start",
    "padding-left: 1em": "m-case",
    "padding-top: 0": "m-dense",
    "padding-top: 0.1667em": "m-deep",
    "border-top": "m-above",
    "border-bottom": "m-below",
    "border-right": "m-line",
    "border-left": "m-first",
    "font-variant-caps: small-caps": "small-caps",
}
"""What the style sheet of the page calls what math-core says of cells; of lines, all are alike."""
_NEEDLESS = frozenset(
    ("width: 100%", "justify-items: end", "justify-items: start", "padding-bottom: 0")
)
_CLASSES = {"math-core-serif-font": "", "math-core-sans-serif-font": "m-sans"}
_PRIVATE = pattern("[\ue000-\uf8ff]")
_BACK = pattern(r"margin-left: -([0-9.]+)em")
_AROUND = pattern(r"padding-(left|right): ([0-9.]+)em")
_AFTER_NAME = pattern(r": *")
_STEPS = (1, 2, 3, 4, 5, 6, 9, 12, 18)
"""Spaces back that the style sheet has, in math units (eighteenths of an em)."""


_ACCENTS = {"\u20d7": "→", "\u20db": "…", "\u20dc": "...."}
"""What stands above a letter in place of characters that combine, which fonts put elsewhere."""


class _Unsound(Exception):
    """A formula with what no page may hold."""


def settle(root: ElementTree.Element) -> ElementTree.Element | None:
    """Return a `math` element as the page may hold it; None where it holds anything else."""
    try:
        _settle(root)
    except _Unsound:
        return None
    return root


def _settle(element: ElementTree.Element) -> None:
    if element.tag == "menclose" and element.attrib == {"notation": "box"}:  # not of MathML Core
        element.tag, element.attrib = "mrow", {"class": "m-boxed"}
    is_known = element.tag in _ELEMENTS or element.tag in _IN_WORDS
    if not is_known or len(element) != _CHILDREN.get(element.tag, len(element)):
        raise _Unsound
    if element.tag == "mtable":
        _settle_table(element)
    elif element.tag == "mover" and len(element) == 2 and element[1].text in _ACCENTS:
        element[1].text = _ACCENTS[element[1].text]
        element[1].set("class", "m-small")
    _style(element)
    element.text, element.tail = shown(element.text), shown(element.tail)
    if not all(map(_is_sound, element.attrib.items())):
        raise _Unsound
    if _PRIVATE.search(f"{element.text or ''}{element.tail or ''}"):  # a mark where it says nothing
        raise _Unsound
    for inner in element:
        _settle(inner)


def _settle_table(table: ElementTree.Element) -> None:
    """Make of what stands in cells by `source` what they say: widths, lines, numbers."""
    for row in table:
        for cell in list(row):
            if cell.get("style", "").startswith("width:"):
                row.remove(cell)  # by which math-core's tables are as wide as the page
    width = max(map(len, table), default=0)
    for row, cell in [(each, cell) for each in table for cell in each]:
        first = next((each for each in cell.iter() if each.text), None)
        if first is not None and first.text and first.text[0] in COLUMNS:
            columns = COLUMNS.index(first.text[0])
            cell.set("columnspan", str(columns or width))
            lines = [each for each in cell.get("style", "").split(";") if "border" in each]
            cell.set("style", ";".join(lines if columns else (*lines, "text-align: left")))
            first.text = first.text[1:]
            for covered in list(row)[list(row).index(cell) + 1 :][: max(columns - 1, 0)]:
                row.remove(covered)
    last = table[-1] if len(table) else None
    styles = "".join(cell.get("style", "") for cell in last) if last is not None else ""
    if last is not None and not "".join(last.itertext()) and "border-top" in styles:
        table.remove(last)  # a line below the last row
        table.set("class", _NAMED["border-bottom"])
    if NUMBER in "".join(table.itertext()):
        table.set("class", "m-numbered")
        for row in table:
            _number(row, width)


def _number(row: ElementTree.Element, width: int) -> None:
    """Put the number of an equation at the end of its row."""
    found = next(_numbers(row), None)
    if found is None and NUMBER in "".join(row.itertext()):  # those of a table within
        row[0].set("columnspan", str(width + 2))
        return
    last = ElementTree.Element("mtd", {"class": "m-number"})
    if found is not None:
        parent, number = found
        parent.remove(number)
        mark = next(each for each in number.iter() if each.text == NUMBER)
        mark.text = ""
        last.append(number)
    while len(row) < width and "columnspan" not in row[-1].attrib:
        row.append(ElementTree.Element("mtd"))
    row.insert(0, ElementTree.Element("mtd"))
    row.append(last)


def _numbers(
    element: ElementTree.Element,
) -> Iterator[tuple[ElementTree.Element, ElementTree.Element]]:
    """Yield the numbers that are not of a table within, each with the element that it is in."""
    for inner in element:
        if len(inner) and inner[0].text == NUMBER:
            yield element, inner
        elif inner.tag != "mtable":
            yield from _numbers(inner)


def _style(element: ElementTree.Element) -> None:
    styles = element.attrib.pop("style", "").split(";")
    named = element.attrib.pop("class", "").split()
    classes = [*(_CLASSES.get(each, each) for each in named), *_classes(element, styles)]
    if names := " ".join(filter(None, classes)):
        element.set("class", names)


def _classes(element: ElementTree.Element, styles: Iterable[str]) -> Iterator[str]:
    for style in filter(None, (_AFTER_NAME.sub(": ", each.strip()) for each in styles)):
        around, back = _AROUND.fullmatch(style), _BACK.fullmatch(style)
        name = style.split(":")[0] if style.startswith("border-") else style
        if name in _NAMED:
            yield _NAMED[name]
        elif back:
            step = 18 * float(back[1])
            yield f"m-back{min(_STEPS, key=lambda each: abs(each - step))}"
        elif around and element.tag == "mpadded":
            space = ElementTree.Element("mspace", {"width": f"{around[2]}em"})
            element.insert(0 if around[1] == "left" else len(element), space)
        elif style not in _NEEDLESS and not (
            style.startswith("width: ") and element.tag == "mspace"
        ):
            raise _Unsound


def _is_sound(attribute: tuple[str, str]) -> bool:
    name, value = attribute
    if name == "mathvariant":
        return value == "normal"  # the only one that browsers know
    return name in _ATTRIBUTES and (name not in _LENGTHS or bool(_LENGTH.fullmatch(value)))
