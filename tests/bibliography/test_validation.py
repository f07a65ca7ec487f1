"""A style is refused for what it lacks, with its line, or it renders."""
# lxml has no types
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.bibliography.printing import full, library, narrative, parenthetical, work

from syllabus.front.bibliography import Style, StyleKind, format_citations
from syllabus.front.bibliography.validation import find_fault

CSL = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"
 default-locale="en-GB" et-al-min="4" et-al-use-first="1">
<locale xml:lang="en"><terms><term name="page" form="short"><single>p.</single></term></terms>
<date form="text"><date-part name="day" form="ordinal" suffix=" "/><date-part name="year"/></date>
</locale>
<macro name="who"><names variable="author"><name form="short" and="text"/><et-al/><label/>
<substitute><names variable="editor"/><text variable="title"/></substitute></names></macro>
<macro name="when"><choose><if variable="issued"><date variable="issued" form="text"/></if>
<else-if type="book" match="any"><text term="no date"/></else-if><else><text value="n.d."/></else>
</choose></macro>
<citation disambiguate-add-names="true" collapse="year"><sort><key macro="who"/></sort>
<layout prefix="(" suffix=")" delimiter="; "><group delimiter=", "><text macro="who"/>
<text macro="when" font-style="italic"/><label variable="locator"/><text variable="locator"/>
</group></layout></citation>
<bibliography><sort><key variable="author"/><key variable="issued"/></sort>
<layout suffix="."><names variable="author"/><number variable="volume" form="roman"/>
<date variable="issued"><date-part name="month" form="short"/><date-part name="year"/></date>
</layout></bibliography></style>"""
BIB = library(r"""
@book{a, author={Aa, B and Cc, D and Ee, F and Gg, H}, title={T}, date={2001-03-02}, volume=4}
@article{b, author={Aa, B and Cc, D and Ii, F and Gg, H}, title={U}, year=2001, pages={1--3}}
@misc{c, editor={others}, title={V}, date={1999/2001-05}}
@misc{d, title={W}, volume={99999999999999999999}, year={in press}}
""")
CITED = [
    parenthetical(work("a"), work("b", "3--4")),
    narrative(work("c")),
    full(work("d")),
    parenthetical(work("d", "2")),
]
TEXT = '<text variable="locator"/>'
FAULTS = {
    "<text/>": "<text> has no variable",
    '<text variable="author"/>': "'author'",
    '<text variable="issued"/>': "'issued'",
    '<text macro="no"/>': "the macro 'no'",
    '<text macro=""/>': "the macro ''",
    '<text term="it\'s"/>': "it's",
    "<names/>": "<names>",
    '<names variable="title"/>': "'title'",
    '<names variable="author"><name et-al-min="two"/></names>': "'two'",
    '<date variable="title"/>': "'title'",
    '<date variable="issued" form="long"/>': "'long'",
    '<date variable="issued"><date-part name="hour"/></date>': "'hour'",
    '<date variable="issued"><date-part name="day" form="long"/></date>': "'long'",
    '<date variable="issued"><text value="x"/></date>': "<text> cannot be in <date>",
    '<number variable="volume" form="binary"/>': "'binary'",
    "<label/>": "<label>",
    '<group font-style="bold"/>': "'bold'",
    "<choose><text value='x'/></choose>": "<text> cannot be in <choose>",
    "<if type='book'/>": "<if> cannot be in <group>",
    "<macro name='inner'/>": "<macro>",
    "<text value='\U000f0000'/>": "private use",
    "<group prefix='\U0010f100'/>": "private use",
    "<foo/>": "<foo>",
    "<foo xmlns='http://foo.example'/>": "foo",
}


def formatted(xml: bytes) -> str:
    style = Style("a.csl", StyleKind.AUTHOR_DATE, xml, has_bibliography=b"<bibliography" in xml)
    return str(format_citations(BIB, CITED, style, "en-GB"))


def test_a_valid_style_has_no_fault_and_renders() -> None:
    assert find_fault(CSL.encode()) is None
    printed = formatted(CSL.encode())
    assert "B Aa et al." in printed  # by <names> without a <name>
    assert "2nd 2001" in printed  # by a locale without options
    assert "iv" in printed
    assert "99999999999999999999" in printed  # and no row of M that fills the memory


@pytest.mark.parametrize("inside", FAULTS)
def test_what_cannot_be_rendered_is_told_with_its_line(inside: str) -> None:
    reason = find_fault(CSL.replace(TEXT, inside).encode())
    assert reason
    assert reason.startswith("line 13: ")
    assert FAULTS[inside] in reason


def test_a_bibliography_without_a_layout_is_none() -> None:
    head, tail = CSL.split("<bibliography>")
    xml = head + "<bibliography/>" + tail[tail.index("</style>") :]
    assert find_fault(xml.encode()) is None
    assert formatted(xml.encode())


ELEMENTS = list(etree.fromstring(CSL).iter())[1:]
TAGS = sorted({element.tag for element in ELEMENTS} | {f"{ELEMENTS[0].tag}s"})
NAMES = sorted({name for element in ELEMENTS for name in element.attrib} | {"macro", "plural"})
VALUES = sorted(
    {value for element in ELEMENTS for value in element.attrib.values()}
    | {"", "0", "-1", "3 ", "count", "citation-number", "year-suffix", "all", "ibid", "é", "'"}
)
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["set", "drop", "remove", "rename", "insert"]),
        st.integers(0, len(ELEMENTS) - 1),
        st.sampled_from(TAGS),
        st.sampled_from(NAMES),
        st.sampled_from(VALUES),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=200)
@given(CHANGES)
def test_a_style_that_is_accepted_renders_without_an_error(
    changes: list[tuple[str, int, str, str, str]],
) -> None:
    root = etree.fromstring(CSL)
    elements = list(root.iter())[1:]
    for change, place, tag, name, value in changes:
        element = elements[place]
        match change:
            case "set":
                element.set(name, value)
            case "drop":
                element.attrib.clear()
            case "remove" if element.getparent() is not None:
                element.getparent().remove(element)
            case "rename":
                element.tag = tag
            case "insert":
                etree.SubElement(element, tag, {name: value})
    xml = etree.tostring(root)
    if find_fault(xml) is None and root.find("{*}citation/{*}layout") is not None:
        formatted(xml)
