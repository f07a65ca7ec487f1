"""What CSL 1.0.2 says of numbers, names and joints, in styles and languages that differ in it."""

from __future__ import annotations

import pytest
from tests.bibliography.printing import codes, formatted, full, reference, work

from syllabus.front.bibliography.processor.initials import initialized, is_east_asian

BOOK = "@book{{k, author={{Aa, B}}, title={{T}}, edition={{{}}}, publisher={{P}}, year=2020}}"


@pytest.mark.parametrize(
    ("language", "editions"),
    [
        ("en-US", {1: "1st ed.", 2: "2nd ed.", 11: "11th ed.", 22: "22nd ed.", 113: "113th ed."}),
        ("de-DE", {1: "1. Aufl.", 2: "2. Aufl.", 11: "11. Aufl.", 22: "22. Aufl."}),
        ("fr-FR", {1: "1ʳᵉ éd.", 2: "2ᵉ éd.", 21: "21ᵉ éd."}),
        ("es-ES", {1: "1.ª ed.", 3: "3.ª ed.", 21: "21.ª ed."}),
        ("it-IT", {1: "1ª ed.", 2: "2ª ed.", 11: "11ª ed."}),
        ("nl-NL", {1: "1ste dr.", 2: "2de dr.", 8: "8ste dr.", 11: "11de dr.", 20: "20ste dr."}),
        ("pt-PT", {1: "1.ª ed.", 2: "2.ª ed."}),
        ("pt-BR", {1: "1º ed.", 2: "2º ed."}),
        ("el-GR", {1: "1η έκδ.", 2: "2ο έκδ."}),
        ("ja-JP", {2: "2番目 版"}),
        ("sv-SE", {2: "2:a uppl.", 3: "3:e uppl.", 11: "11:e uppl.", 21: "21:a uppl."}),
    ],
)
@pytest.mark.parametrize("by", ["apa", "chicago-author-date"])
def test_an_edition_is_an_ordinal_of_its_language(
    by: str, language: str, editions: dict[int, str]
) -> None:
    for number, shown in editions.items():
        assert shown in reference(BOOK.format(number), "k", by, language)


@pytest.mark.parametrize(
    ("given", "initials", "kept"),
    [
        ("James T", "J. T.", "James T."),
        ("J.T.", "J. T.", "J. T."),
        ("J. T.", "J. T.", "J. T."),
        ("JT", "J.", "JT"),
        ("Jean-Paul", "J.-P.", "Jean-Paul"),
        ("J.-P.", "J.-P.", "J.-P."),
        ("Marie J.-P. K", "M. J.-P. K.", "Marie J.-P. K."),
        ("Xiao-ming", "X.", "Xiao-ming"),
        ("Jean le Rond", "J. le R.", "Jean le Rond"),
        ("Th.", "Th.", "Th."),
        ("Ève C", "È. C.", "Ève C."),
        ("Иван П", "И. П.", "Иван П."),
        ("al", "al", "al"),
        ("", "", ""),
    ],
)
def test_initials(given: str, initials: str, kept: str) -> None:
    assert initialized(given, ". ", hyphen=True, all_names=True) == initials
    assert initialized(given, ". ", hyphen=True, all_names=False) == kept


def test_initials_take_the_mark_of_the_style() -> None:
    made = [
        initialized("Jean-Paul C", mark, hyphen=True, all_names=True) for mark in ("", ".", " ")
    ]
    assert made == ["J-PC", "J.-P.C.", "J-P C"]
    assert initialized("Jean-Paul C", "", hyphen=False, all_names=True) == "JPC"


@pytest.mark.parametrize(
    ("by", "shown"),
    [
        ("apa", "毛泽东, Kim, D., 김대중, & 山田太郎 (2020)"),
        ("ieee", "毛泽东, D. Kim, 김대중, and 山田太郎"),
    ],
)
def test_east_asian_names_are_whole_and_begin_with_the_family(by: str, shown: str) -> None:
    authors = "毛, 泽东 and Kim, Dae-jung and 김, 대중 and 山田, 太郎"
    printed = reference(f"@book{{k, author={{{authors}}}, title={{T}}, year=2020}}", "k", by)
    assert shown in printed.replace(". (2020)", " (2020)") or shown in printed
    assert not is_east_asian("山田 Taro")


@pytest.mark.parametrize("by", ["apa", "ieee", "nature", "modern-language-association"])
@pytest.mark.parametrize(
    "title",
    ["std::vector", "Wait.. what", "This , that", "Who?! Me?.", "A:: b ;; c", "“Quoted”. End"],
)
def test_punctuation_inside_a_field_stays(by: str, title: str) -> None:
    entry = (
        f"@book{{k, author={{{{Acme::Lib}}}}, title={{{{{title}}}}}, publisher={{P.}}, year=2020}}"
    )
    printed = reference(entry, "k", by)
    assert title in printed
    assert "Acme::Lib" in printed
    assert "P.." not in printed


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2014-12", "2014 Dec;"),
        ("2014-12-03", "2014 Dec 3;"),
        ("2014-11/2014-12", "2014 Nov–Dec;"),
        ("2014", "2014;"),
    ],
)
def test_a_locale_says_what_is_between_the_parts_of_a_date(date: str, shown: str) -> None:
    entry = (
        f"@article{{k, author={{Aa, B}}, title={{T}}, journal={{J}}, volume=3, date={{{date}}}}}"
    )
    assert shown in reference(entry, "k", "vancouver")


def test_a_condition_on_several_types_is_met_by_one_of_them() -> None:
    text = (
        "@article{a, author={A, B}, title={T}, journal={J}, volume=18, number=2, pages={1--9},"
        " year=2021}\n@book{b, author={A, B}, title={T}, publisher={P}, address={Cham}, year=2020}"
    )
    assert reference(text, "a", by="infomin") == "A, B. 2021. “T”. *J*, 18(2): 1–9."
    assert reference(text, "b", by="infomin") == "A, B. 2020. *T*. Cham: P."


def test_what_stands_around_a_year_stands_around_a_range_of_years() -> None:
    text = (
        "@incollection{k, author={A, B}, title={Is it?}, booktitle={C}, publisher={P},"
        " date={2001/2002}}"
    )
    shown = reference(text, "k", by="neural-plasticity")
    assert "“Is it?” In" in shown
    assert "(2001–2002)" in shown
    other = reference(
        text, "k", by="wirtschaftsuniversitat-wien-unternehmensrechnung-und-controlling"
    )
    assert ",." not in other


def test_a_style_without_a_rule_for_a_type_is_told() -> None:
    text = "@thesis{k, author={A, B}, title={T}, school={S}, year=2000}"
    name = "universite-de-lausanne-institut-d-archeologie-et-des-sciences-de-l-antiquite"
    result = formatted(text, full(work("k")), by=name)
    assert codes(result.diagnostics) == ["missing-references"]
