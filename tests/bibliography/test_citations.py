"""The three forms of a citation, in styles of every kind."""

from __future__ import annotations

import pytest
from tests.bibliography.printing import (
    HERE,
    codes,
    formatted,
    full,
    library,
    narrative,
    parenthetical,
    printed,
    reference,
    shown,
    style,
    work,
)

from syllabus.diagnostics import Severity
from syllabus.front.bibliography import StyleKind, format_citations
from syllabus.model.document import CitedWork, Emphasis, Footnote, Math, Text, plain_text

LIBRARY = r"""
@article{zhong2021,
  title = {{CryoDRGN}: Reconstruction of Heterogeneous Cryo-{EM} Structures Using Neural Networks},
  author = {Zhong, Ellen D. and Bepler, Tristan and Berger, Bonnie and Davis, Joseph H.},
  journal = {Nature Methods}, year = 2021, month = feb, volume = 18, number = 2,
  pages = {176--185}, doi = {10.1038/s41592-020-01049-4},
}
@article{bahar2010,
  title = {Normal Mode Analysis of Biomolecular Structures: Functional Mechanisms of
    Membrane Proteins},
  author = {Bahar, Ivet and Lezon, Timothy R. and Bakan, Ahmet and Shrivastava, Indira H.},
  journaltitle = {Chemical Reviews}, date = {2010-03}, volume = {110}, number = {3},
  pages = {1463-97}, doi = {https://doi.org/10.1021/cr900095e},
}
@book{kirkland2020, author = {Earl J. Kirkland},
  title = {Advanced Computing in Electron Microscopy},
  edition = {Third}, publisher = {Springer}, address = {Cham}, year = {2020}}
@article{vulovic2013,
  author = {Vulovi{\'c}, Milo{\v s} and Ravelli, Raimond B. G. and Rieger, Bernd},
  title = {Image formation modeling in cryo-electron microscopy},
  journal = {Journal of Structural Biology}, year = 2013, volume = 183, pages = {19--32}}
@article{koeck2015, author = {Koeck, Philip J. B. and Karshikoff, Andrey},
  title = {Limitations of the linear and the projection approximations},
  journal = {Journal of Microscopy}, volume = 259, number = 3, pages = {197--209}, year = 2015}
"""

ZHONG = (
    "Zhong, E. D., Bepler, T., Berger, B., & Davis, J. H. (2021). CryoDRGN: Reconstruction of "
    "heterogeneous cryo-EM structures using neural networks. *Nature Methods*, *18*(2), 176–185. "
    "<https://doi.org/10.1038/s41592-020-01049-4>"
)
BAHAR = (
    "Bahar, I., Lezon, T. R., Bakan, A., & Shrivastava, I. H. (2010). Normal mode analysis of "
    "biomolecular structures: Functional mechanisms of membrane proteins. *Chemical Reviews*, "
    "*110*(3), 1463–1497. <https://doi.org/10.1021/cr900095e>"
)


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        (work("kirkland2020"), "Kirkland (2020)"),
        (work("kirkland2020", "156-159"), "Kirkland (2020, pp. 156–159)"),
        (work("kirkland2020", "7"), "Kirkland (2020, p. 7)"),
        (work("kirkland2020", "6", label="chapter"), "Kirkland (2020, Chapter 6)"),
        (work("kirkland2020", suppress_author=True), "(2020)"),
        (work("zhong2021"), "Zhong et al. (2021)"),
        (work("koeck2015"), "Koeck and Karshikoff (2015)"),
    ],
)
def test_apa_in_a_sentence(cited: CitedWork, expected: str) -> None:
    assert printed(LIBRARY, narrative(cited)) == [expected]


def test_apa_in_parentheses() -> None:
    assert printed(
        LIBRARY,
        parenthetical(work("kirkland2020", "156--159", prefix="see"), work("vulovic2013")),
        parenthetical(work("koeck2015")),
        parenthetical(work("kirkland2020", suppress_author=True)),
        parenthetical(work("kirkland2020", "7", suffix="and elsewhere")),
        parenthetical(work("kirkland2020", suffix=", passim")),
    ) == [
        "(see Kirkland, 2020, pp. 156–159; Vulović et al., 2013)",
        "(Koeck & Karshikoff, 2015)",
        "(2020)",
        "(Kirkland, 2020, p. 7 and elsewhere)",
        "(Kirkland, 2020, passim)",
    ]


def test_works_are_sorted_unless_words_stand_around_one() -> None:
    sorted_, kept = printed(
        LIBRARY,
        parenthetical(work("zhong2021"), work("bahar2010")),
        parenthetical(work("zhong2021", prefix="compare"), work("bahar2010")),
    )
    assert sorted_ == "(Bahar et al., 2010; Zhong et al., 2021)"
    assert kept == "(compare Zhong et al., 2021; Bahar et al., 2010)"


def test_what_stands_around_a_citation_stays_nodes() -> None:
    prefix = (Emphasis((Text("see", HERE),), HERE), Text(" ", HERE), Math("x^2", False, HERE))
    for form in (narrative, parenthetical, full):
        (nodes,) = formatted(LIBRARY, form(work("kirkland2020", prefix=prefix))).citations
        assert prefix[0] in nodes
        assert prefix[2] in nodes
    assert printed(LIBRARY, parenthetical(work("kirkland2020", prefix=prefix))) == [
        "(*see* $x^2$ Kirkland, 2020)"
    ]


def test_apa_in_full_is_the_reference_in_place() -> None:
    assert printed(
        LIBRARY,
        full(work("zhong2021")),
        full(work("bahar2010", "1470-1477", prefix="Section 2 in")),
        full(work("kirkland2020", "6", label="chapter", suffix="(optional)")),
        full(work("kirkland2020"), work("zhong2021")),
    ) == [
        ZHONG,
        f"Section 2 in {BAHAR} (pp. 1470–1477)",
        "Kirkland, E. J. (2020). *Advanced computing in electron microscopy* (3rd ed.). Springer. "
        "(chap. 6) (optional)",
        "Kirkland, E. J. (2020). *Advanced computing in electron microscopy* (3rd ed.). Springer. "
        + ZHONG,
    ]


def test_ieee_counts_what_is_listed() -> None:
    result = formatted(
        LIBRARY,
        full(work("vulovic2013")),
        narrative(work("kirkland2020")),
        parenthetical(work("zhong2021", "5-7"), work("kirkland2020")),
        full(work("zhong2021")),
        by="ieee",
    )
    assert [shown(nodes) for nodes in result.citations] == [
        "M. Vulović, R. B. G. Ravelli, and B. Rieger, “Image formation modeling in cryo-electron "
        "microscopy,” *Journal of Structural Biology*, vol. 183, pp. 19–32, 2013.",
        "Kirkland [1]",
        "[1], [2, pp. 5–7]",
        "E. D. Zhong, T. Bepler, B. Berger, and J. H. Davis, “CryoDRGN: Reconstruction of "
        "heterogeneous cryo-EM structures using neural networks,” *Nature Methods*, vol. 18, "
        "no. 2, pp. 176–185, Feb. 2021, doi: <10.1038/s41592-020-01049-4|"
        "https://doi.org/10.1038/s41592-020-01049-4>.",
    ]
    assert [(item.key, item.label) for item in result.references] == [
        ("kirkland2020", "[1]"),
        ("zhong2021", "[2]"),
    ]
    assert shown(result.references[0].children) == (
        "E. J. Kirkland, *Advanced computing in electron microscopy*, 3rd ed. Cham: Springer, 2020."
    )


def test_nature_raises_and_collapses_numbers() -> None:
    keys = ("kirkland2020", "zhong2021", "vulovic2013", "bahar2010")
    result = formatted(
        LIBRARY,
        *(parenthetical(work(key)) for key in keys),
        parenthetical(*(work(key) for key in (keys[2], keys[0], keys[1]))),
        parenthetical(work(keys[0]), work(keys[2]), work(keys[3])),
        narrative(work("koeck2015")),
        by="nature",
    )
    assert [shown(nodes) for nodes in result.citations[4:]] == [
        "^1–3^",
        "^1,3,4^",
        "Koeck and Karshikoff^5^",
    ]
    assert [item.label for item in result.references] == ["1.", "2.", "3.", "4.", "5."]
    assert shown(result.references[1].children) == (
        "Zhong, E. D., Bepler, T., Berger, B. & Davis, J. H. CryoDRGN: Reconstruction of "
        "heterogeneous cryo-EM structures using neural networks. *Nature Methods* **18**, 176–185 "
        "(2021)."
    )


def test_chicago_author_date() -> None:
    assert printed(
        LIBRARY,
        narrative(work("kirkland2020", "156-159")),
        parenthetical(work("koeck2015"), work("kirkland2020")),
        full(work("bahar2010")),
        by="chicago-author-date",
    ) == [
        "Kirkland (2020, 156–159)",
        "(Koeck and Karshikoff 2015; Kirkland 2020)",
        "Bahar, Ivet, Timothy R. Lezon, Ahmet Bakan, and Indira H. Shrivastava. 2010. “Normal Mode "
        "Analysis of Biomolecular Structures: Functional Mechanisms of Membrane Proteins.” "
        "*Chemical Reviews* 110 (3): 1463–97. <https://doi.org/10.1021/cr900095e>.",
    ]


def test_a_style_of_notes_prints_footnotes_and_shortens_the_second() -> None:
    assert style("chicago-notes-bibliography").kind is StyleKind.NOTE
    result = formatted(
        LIBRARY,
        parenthetical(work("kirkland2020")),
        parenthetical(work("kirkland2020", "5")),
        narrative(work("koeck2015")),
        by="chicago-notes-bibliography",
    )
    assert isinstance(result.citations[0][0], Footnote)
    assert [shown(nodes) for nodes in result.citations[:2]] == [
        "[^Earl J. Kirkland, *Advanced Computing in Electron Microscopy*, 3rd ed. "
        "(Springer, 2020).]",
        "[^Kirkland, *Advanced Computing in Electron Microscopy* (2020), 5.]",
    ]
    assert shown(result.citations[2]).startswith("Koeck and Karshikoff[^Philip J. B. Koeck and")


def test_references_list_what_is_printed_in_full_nowhere() -> None:
    result = formatted(
        LIBRARY,
        parenthetical(work("zhong2021"), work("kirkland2020")),
        full(work("zhong2021")),
        narrative(work("bahar2010")),
    )
    assert [item.key for item in result.references] == ["bahar2010", "kirkland2020"]
    assert [item.label for item in result.references] == [None, None]
    assert shown(result.references[0].children) == BAHAR


def test_references_are_sorted_without_regard_to_accents() -> None:
    text = "".join(
        f"@book{{{key}, author = {{{name}, A.}}, title = {{T}}, year = 2000}}\n"
        for key, name in (("z", "Zu"), ("o", r"{\"O}ktem"), ("a", r"{\AA}ngstr{\"o}m"), ("p", "Pu"))
    )
    result = formatted(text, *(parenthetical(work(key)) for key in "zoap"))
    assert [item.key for item in result.references] == ["a", "o", "p", "z"]


def test_every_unknown_key_is_reported_with_the_nearest() -> None:
    result = formatted(
        LIBRARY,
        parenthetical(work("zhong2012"), work("kirkland2020")),
        narrative(work("Kirkland2020")),
        full(work("nothing-like-it")),
    )
    assert codes(result.diagnostics) == ["unknown-citation"] * 3
    assert {fault.severity for fault in result.diagnostics} == {Severity.ERROR}
    assert {fault.span for fault in result.diagnostics} == {HERE}
    assert [fault.hints for fault in result.diagnostics] == [
        ("did you mean 'zhong2021'?",),
        ("did you mean 'kirkland2020'?",),
        ("'syllabus cite' adds a work by its DOI or ISBN, and says its key",),
    ]
    assert [shown(nodes) for nodes in result.citations] == [
        "(zhong2012; Kirkland, 2020)",
        "Kirkland2020",
        "nothing-like-it",
    ]


def test_keys_keep_their_capitals() -> None:
    text = (
        "@book{ABC, author={A, B}, title={T}, year=1}\n@book{abc, author={C, D}, title={U}, year=2}"
    )
    result = formatted(text, parenthetical(work("ABC")), parenthetical(work("abc")))
    assert [shown(nodes) for nodes in result.citations] == ["(A, 1 C.E.)", "(C, 2 C.E.)"]
    assert [item.key for item in result.references] == ["ABC", "abc"]


SMITHS = """
@article{beta, author = {Smith, Ann}, title = {Beta}, journal = {J}, year = 2020}
@article{alpha, author = {Smith, Ann}, title = {Alpha}, journal = {J}, year = 2020}
"""


def test_years_get_letters_alike_in_every_form() -> None:
    result = formatted(
        SMITHS,
        narrative(work("beta")),
        parenthetical(work("beta"), work("alpha")),
        full(work("alpha")),
    )
    assert [shown(nodes) for nodes in result.citations] == [
        "Smith (2020b)",
        "(Smith, 2020a, 2020b)",
        "Smith, A. (2020a). Alpha. *J*.",
    ]
    assert shown(result.references[0].children) == "Smith, A. (2020b). Beta. *J*."


def test_more_names_tell_works_apart_before_letters_do() -> None:
    text = "".join(
        f"@article{{{key}, author = {{One, A. and {second}, B. and Three, C. and Four, D.}}, "
        "title = {T}, journal = {J}, year = 2020}\n"
        for key, second in (("x", "Two"), ("y", "Too"))
    )
    assert printed(text, narrative(work("x")), parenthetical(work("y"))) == [
        "One, Two, et al. (2020)",
        "(One, Too, et al., 2020)",
    ]


def test_initials_tell_people_of_one_name_apart() -> None:
    text = (
        "@book{x, author = {Smith, Ann}, title = {T}, year = 2020}\n"
        "@book{y, author = {Smith, Bob}, title = {T}, year = 2019}\n"
    )
    assert printed(text, narrative(work("x")), narrative(work("y"))) == [
        "A. Smith (2020)",
        "B. Smith (2019)",
    ]


def test_a_style_that_cites_no_year_gets_no_letters() -> None:
    assert printed(
        SMITHS, parenthetical(work("alpha")), full(work("beta")), by="modern-language-association"
    ) == ["(Smith, “Alpha”)", "Smith, Ann. “Beta.” *J*, 2020."]


def test_words_follow_the_language() -> None:
    text = "@book{b, editor = {Müller, Ida}, title = {Wellen und Teilchen}, year = 2001}"
    assert printed(text, narrative(work("b", "3-4")), full(work("b")), language="de-DE") == [
        "Müller (2001, S. 3–4)",
        "Müller, I. (Hrsg.). (2001). *Wellen und Teilchen*.",
    ]
    koeck = printed(LIBRARY, narrative(work("koeck2015")), language="de")
    assert koeck == ["Koeck und Karshikoff (2015)"]


def test_titles_that_end_a_sentence_get_no_second_stop() -> None:
    text = (
        "@inproceedings{v, author = {Vaswani, Ashish and Shazeer, Noam and others}, "
        "title = {Attention is All You Need?}, booktitle = {NIPS}, year = 2017, pages = {1--9}}\n"
    )
    apa, chicago, ieee = (reference(text, "v", by) for by in ("apa", "chicago-author-date", "ieee"))
    assert "Attention is all you need? In" in apa or "Attention is all you need? *NIPS*" in apa
    assert "“Attention Is All You Need?” *NIPS*" in chicago or "Need?” In *NIPS*" in chicago
    assert "“Attention is all you need?” in *NIPS*" in ieee
    assert "et al." in apa
    assert printed(text, narrative(work("v"))) == ["Vaswani et al. (2017)"]


def test_nothing_cited_formats_nothing() -> None:
    assert format_citations(library(LIBRARY), [], style("apa"), "en").citations == ()


@pytest.mark.parametrize(
    ("days", "printed"),
    [
        ("2017-07-12/2017-07-15", "Conf, July 12–15, 2017."),
        ("2017-07-30/2017-08-02", "Conf, July 30–August 2, 2017."),
        ("2017-12-30/2018-01-02", "Conf, December 30, 2017–January 2, 2018."),
        ("2017-07/2017-08", "Conf, July–August 2017."),
    ],
)
def test_a_range_of_days_stands_between_its_month_and_year(days: str, printed: str) -> None:
    entry = "title={T v. U\\footnote{x}}, author={D, J}, eventtitle={Conf}, year={2017}"
    bibliography = library(f"@unpublished{{a, {entry}, eventdate={{{days}}}}}")
    found = format_citations(bibliography, [full(work("a"))], style("apa"), "en")
    assert plain_text(found.citations[0]) == f"D, J. (2017). T v. U. {printed}"
    assert codes(found.diagnostics) == ["unknown-tex-command"]
