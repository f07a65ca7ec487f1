"""Works in other languages than the course's: their titles are marked as such."""

from __future__ import annotations

import pytest
from tests.bibliography.printing import reference

from syllabus.front.bibliography.languages import quotes_of
from syllabus.front.markup.punctuation import QUOTES, quotes_for

LIBRARY = r"""
@book{horla, author={Maupassant, Guy de}, title={Le {Horla}: et \emph{autres} contes},
  publisher={Ollendorff}, year=1887, langid={french}}
@article{kant, author={Kant, Immanuel}, title={Was ist Aufkl{\"a}rung?}, year=1784, volume=4,
  journal={Berlinische Monatsschrift}, pages={481--494}, language={de}}
@incollection{weil, author={Weil, Simone}, title={L'enracinement}, booktitle={\OE uvres},
  editor={Lussy, F. de}, publisher={Gallimard}, year=1999, langid={fr}}
@book{eco, author={Eco, Umberto}, title={\href{https://e.example}{Lector in fabula}},
  publisher={Bompiani}, year=1979, langid={latin}}
@book{odd, author={Odd, A.}, title={Qapla'}, publisher={P}, year=1985, langid={tlh}}
"""


@pytest.mark.parametrize(
    ("style", "key", "expected"),
    [
        ("apa", "horla", "Maupassant, G. de. (1887). *{fr: Le Horla: et *autres* contes}*."
         " Ollendorff."),
        ("ieee", "kant", "I. Kant, “{de: Was ist Aufklärung?}” *{de: Berlinische Monatsschrift}*,"
         " vol. 4, pp. 481–494, 1784."),
        ("ieee", "weil", "S. Weil, “{fr: L’enracinement},” in *{fr: Œuvres}*, F. de Lussy, Ed.,"
         " Gallimard, 1999."),
        ("modern-language-association", "kant", "Kant, Immanuel. “{de: Was ist Aufklärung?}”"
         " *{de: Berlinische Monatsschrift}*, vol. 4, 1784, pp. 481–94."),
        ("apa", "eco", "Eco, U. (1979). *{la: <Lector in fabula|https://e.example>}*. Bompiani."),
        ("apa", "odd", "Odd, A. (1985). *Qapla’*. P."),
    ],
)  # fmt: skip
def test_titles_are_in_the_language_that_the_entry_names(
    style: str, key: str, expected: str
) -> None:
    assert reference(LIBRARY, key, style) == expected


@pytest.mark.parametrize("language", ["de", "de-AT"])
def test_a_work_in_the_courses_language_is_not_marked(language: str) -> None:
    assert "{de" not in reference(LIBRARY, "kant", "apa", language)
    assert "{fr: " in reference(LIBRARY, "horla", "apa", language)


QUOTING = r"""
@article{de, author={Lang, A.}, title={„Es muss sein“ -- sagt „wer ‚ich‘ sagt“ nicht}, year=2025,
  journal={J}}
@article{en, author={Lang, A.}, title={On ``so-called „Bildung“'' in \enquote{W.}}, year=2025,
  journal={J}}
@article{fr, author={Lang, A.}, title={La mémoire : une « fabrique » du “je”}, year=2025,
  journal={J}}
"""


@pytest.mark.parametrize(
    ("language", "key", "expected"),
    [
        ("de", "de", "„‚Es muss sein‘ – sagt ‚wer ‚ich‘ sagt‘ nicht“"),
        ("de", "en", "„On ‚so-called „Bildung“‘ in ‚W.‘“"),
        ("de", "fr", "„La mémoire : une « fabrique » du ‚je‘“"),
        ("en", "de", "“‘Es muss sein’ – sagt ‘wer ‚ich‘ sagt’ nicht,”"),
        ("en", "en", "“On ‘so-called “Bildung”’ in ‘W.,’”"),
        ("fr", "fr", "«\u00a0La mémoire : une “fabrique” du “je”\u00a0»"),
        ("fr", "en", "«\u00a0On “so-called «\u00a0Bildung\u00a0»” in “W.”\u00a0»"),
    ],
)
def test_quotations_in_a_quoted_title_have_the_inner_marks_of_the_courses_language(
    language: str, key: str, expected: str
) -> None:
    assert expected in reference(QUOTING, key, "ieee", language)


KINDS = r"""
@phdthesis{phd, author={Lang, A.}, title={T}, year=2025, school={U}}
@thesis{ma, author={Lang, A.}, title={T}, year=2025, institution={U}, type={mathesis}}
@mastersthesis{ms, author={Lang, A.}, title={T}, year=2025, school={U}, type={Diplomarbeit}}
@techreport{tech, author={Lang, A.}, title={T}, year=2025, institution={U}, number=3}
"""


@pytest.mark.parametrize(
    ("language", "key", "expected"),
    [
        ("de-AT", "phd", "[Dissertation]"),
        ("fr", "phd", "[Thèse de doctorat]"),
        ("pt-PT", "phd", "[Tese de doutoramento]"),
        ("pt-BR", "phd", "[Tese de doutorado]"),
        ("de", "ma", "[Masterarbeit]"),
        ("fr", "ms", "[Diplomarbeit]"),
        ("es", "tech", "(Informe técnico No. 3)"),
        ("en", "phd", "[PhD thesis]"),
        ("nb", "ma", "[Master’s thesis]"),
    ],
)
def test_kinds_of_theses_and_reports_are_named_in_the_courses_language(
    language: str, key: str, expected: str
) -> None:
    assert expected in reference(KINDS, key, "apa", language)


TYPED = r"""
@book{tex, author={Lang, A.}, title={Zu ``W.'' und \enquote{X}}, year=2025, publisher={P}}
@book{straight, author={Lang, A.}, title={Zu "W" ("X") und "{\"U}ber"}, year=2025, publisher={P}}
@book{braced, author={Lang, A.}, title={Zu {"}W{"}, {"}X Y{"} \emph{"Z"}}, year=2025, publisher={P}}
@article{quoted, author={Lang, A.}, title={\enquote{W}, "X"}, year=2025, journal={J}}
@book{explicit, author={Lang, A.}, title={Zu “W” and ‘X’, Bach's}, year=2025, publisher={P}}
"""


@pytest.mark.parametrize(
    ("language", "style", "key", "expected"),
    [
        ("de", "apa", "tex", "*Zu „W.“ und „X“*"),
        ("de", "apa", "straight", "*Zu „W“ („X“) und „Über“*"),
        ("de", "apa", "braced", "*Zu „W“, „X Y“ *„Z“"),
        ("de", "apa", "explicit", "*Zu “W” and ‘X’, Bach’s*"),
        ("de", "ieee", "quoted", "„‚W‘, ‚X‘“"),
        ("fr", "apa", "tex", "*Zu «\u00a0W.\u00a0» und «\u00a0X\u00a0»*"),
        ("fr", "ieee", "quoted", "«\u00a0“W”, “X”\u00a0»"),
        ("en", "apa", "straight", "*Zu “W” (“X”) und “Über.”*"),
        ("nb", "apa", "tex", "*Zu “W.” und “X”*"),
    ],
)
def test_quotation_marks_of_tex_and_straight_ones_are_those_of_the_courses_language(
    language: str, style: str, key: str, expected: str
) -> None:
    assert expected in reference(TYPED, key, style, language)


def test_references_and_texts_have_the_same_quotation_marks() -> None:
    for language in (*QUOTES, "de-AT", "sv"):
        assert quotes_of(language) == quotes_for(language)
