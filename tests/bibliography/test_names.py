"""People and bodies of a library, as people write them, well and badly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bibliography.printing import formatted, full, reference, shown, start, work

from syllabus.front.bibliography.lists import split_list


def authors(names: str) -> tuple[str, list[tuple[str, int, str]]]:
    """Return what APA prints of the authors, and the faults: code, line, hint."""
    text = f"@book{{k,\n author={{{names}}},\n title={{T}}, year=2000}}"
    result = formatted(text, full(work("k")))
    faults = [
        (fault.code, start(fault.span)[0], fault.hints[0] if fault.hints else "")
        for fault in result.diagnostics
    ]
    return shown(result.citations[0]).split(" (2000)")[0], faults


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (r"Doe, Jane and \O{}rsted, K.", "Doe, J., & Ørsted, K."),
        (r"Doe, Jane and \AA ngstr\"om, A.", "Doe, J., & Ångström, A."),
        (r"\'Elie Cartan and \v{C}ech, E.", "Cartan, É., & Čech, E."),
        (r"Doe, J. and \L{}uk, B. and others", "Doe, J., Łuk, B., et al."),
        (r"Doe, J. and {\relax van der} Roe, B.", "Doe, J., & van der Roe, B."),
        ("{Barnes and Noble} and {A; B & C}", "Barnes and Noble, & A; B & C."),
        ("Knuth, III, Donald and King, Jr., M. L.", "Knuth, D., III, & King, M. L., Jr."),
        ("García Márquez, Gabriel José", "García Márquez, G. J."),
        ("Roe, V. and Weinan E and Frank Press", "Roe, V., E, W., & Press, F."),
        (r"AT\&T", "AT&T."),
        ("Ramón y Cajal, Santiago", "Ramón y Cajal, S."),
        ("{Springer und Jo Roe} and Jane Q. Doe", "Springer und Jo Roe, & Doe, J. Q."),
        ("Malcolm X and J. Doe", "X, M., & Doe, J."),
        ('M{\\"u}ller; {x;y}', None),
    ],
)
def test_names_written_well_are_printed_without_a_word(names: str, expected: str | None) -> None:
    if expected is None:
        assert authors(names)[1]
    else:
        assert authors(names) == (expected, [])


@pytest.mark.parametrize(
    ("names", "expected", "mended"),
    [
        ("Smith, John; Doe, Jane", "Smith, J., & Doe, J.", "Smith, John and Doe, Jane"),
        ("Roe, A.; Doe, B. and Moe, C.", "Roe, A., Doe, B., & Moe, C.", "Roe, A. and Doe, B."),
        ("Smith J, Doe J", "Smith, J., & Doe, J.", "Smith, J. and Doe, J."),
        ("Smith J, Doe JB, Roe A", "Smith, J., Doe, J. B., & Roe, A.",
         "Smith, J. and Doe, J. B. and Roe, A."),
        ("J. Smith, A. Doe and B. Roe", "Smith, J., Doe, A., & Roe, B.", "J. Smith and A. Doe"),
        ("Al Smith, Bo Doe, Cy Roe", "Smith, A., Doe, B., & Roe, C.",
         "Al Smith and Bo Doe and Cy Roe"),
        ("Jane Doe und Jo Roe", "Doe, J., & Roe, J.", "Jane Doe and Jo Roe"),
        ("Doe, Jane et Roe, Jo", "Doe, J., & Roe, J.", "Doe, Jane and Roe, Jo"),
        ("Ana Costa e Rui Silva", "Costa, A., & Silva, R.", "Ana Costa and Rui Silva"),
        ("Doe J.", "Doe, J.", "Doe, J."),
        ("Smith Jones A. B.", "Smith Jones, A. B.", "Smith Jones, A. B."),
        ("Roe, A. and Doe J.-P.", "Roe, A., & Doe, J.-P.", "Doe, J.-P."),
        ("Martin Luther King Jr.", "King, M. L., Jr.", "King, Jr., Martin Luther"),
        ("John Paul II", "Paul, J., II.", "Paul, II, John"),
        ("Smith, J, Doe, J, Roe, A", "Smith, J., Doe, J., & Roe, A.",
         "Smith, J and Doe, J and Roe, A"),
        (r"Smith, A. \& Doe, B.", "Smith, A., & Doe, B.", "Smith, A. and Doe, B."),
        ("Smith, A. and et al.", "Smith, A. et al.", "others"),
        ("Smith, A. et al.", "Smith, A. et al.", "Smith, A. and others"),
        ("Smith, A. and {others}", "Smith, A. et al.", "others"),
        ("John Smith, Jr.", "Smith, J., Jr.", "Smith, Jr., John"),
        ("Knuth, Donald E., Jr.", "Knuth, D. E., Jr.", "Knuth, Jr., Donald E."),
    ],
)  # fmt: skip
def test_names_written_otherwise_are_read_as_meant_and_shown_as_they_should_be(
    names: str, expected: str, mended: str
) -> None:
    printed, faults = authors(names)
    assert printed == expected
    assert faults == [("malformed-name", 2, f"write: {mended}")]
    if mended != "others" and " and " not in names:
        assert authors(mended)[0] == printed


@pytest.mark.parametrize(
    ("names", "expected", "hint"),
    [
        ("Smith, A. and", "Smith, A.", "author = {Smith, A.}"),
        ("and Roe, B. and and Doe, C.", "Roe, B., & Doe, C.", "author = {Roe, B. and Doe, C.}"),
        ("Smith J and Doe AB", "Smith, J., & Doe, A. B.", "author = {Smith, J. and Doe, A. B.}"),
        ("A & B", "A & B.", "for a body write: {A & B}"),
        ("Roe, Dr., Ann", "Roe, A., Dr.", "people are separated by 'and', such as 'Doe, Jane"),
    ],
)
def test_other_faults_of_names(names: str, expected: str, hint: str) -> None:
    printed, faults = authors(names)
    assert printed == expected
    assert [(code, line) for code, line, _ in faults] == [("malformed-name", 2)]
    assert faults[0][2].startswith(hint)


@pytest.mark.parametrize(
    "name", ["World Health Organization", "University of Oxford", "Max-Planck Institut München"]
)
def test_a_body_without_braces_is_printed_whole_and_noted(name: str) -> None:
    assert authors(name) == (f"{name}.", [("unbraced-body", 2, f"write: {{{name}}}")])
    assert authors(f"{{{name}}}") == (f"{name}.", [])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("publisher={John Wiley and Sons}", "John Wiley and Sons"),
        ("publisher={Taylor and Francis}, location={London and New York}",
         "Taylor; Francis"),
        ("publisher={{Taylor and Francis}}, location={London and New York}",
         "Taylor and Francis"),
        ("publisher={Taylor and Francis}, location={London}", "Taylor and Francis"),
        ("publisher={Big Press and Other House}, location={London}", "Big Press; Other House"),
        ("publisher={Big Press and Other House}, address={London}", "Big Press and Other House"),
    ],
)  # fmt: skip
def test_a_company_keeps_its_name(fields: str, expected: str) -> None:
    text = f"@book{{k, author={{A, B}}, title={{T}}, year=2000, {fields}}}"
    assert reference(text, "k") == f"A, B. (2000). *T*. {expected}."


@given(st.text(alphabet="{}\\ aAnNdD,;&.", max_size=40))
def test_a_list_loses_nothing_but_its_separators(text: str) -> None:
    items = split_list(text)
    assert len("".join(items).replace(" ", "")) + 3 * (len(items) - 1) == len(text.replace(" ", ""))
