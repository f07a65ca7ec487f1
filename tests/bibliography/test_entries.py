"""Entries of every kind, as APA prints them: fields, names, dates and TeX."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bibliography.printing import (
    codes,
    formatted,
    full,
    narrative,
    printed,
    reference,
    shown,
    source,
    start,
    style,
    work,
)

from syllabus.diagnostics import Severity
from syllabus.front.bibliography import format_citations
from syllabus.front.bibliography.bibtex import load_bibliography
from syllabus.model.document import Link, walk


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "@misc{k, title={Tutorial on Variational Autoencoders}, author={Carl Doersch},"
            " year={2016}, eprint={1606.05908}, archivePrefix={arXiv}}",
            "Doersch, C. (2016). *Tutorial on variational autoencoders* (arXiv:1606.05908). arXiv. "
            "<https://arxiv.org/abs/1606.05908>",
        ),
        (
            "@article{k, title={Auto-Encoding}, author={Kingma, D. P. and Welling, M.}, year=2013,"
            " journal={arXiv preprint arXiv:1312.6114}}",
            "Kingma, D. P., & Welling, M. (2013). *Auto-encoding* (arXiv:1312.6114). arXiv. "
            "<https://arxiv.org/abs/1312.6114>",
        ),
        (
            "@incollection{k, author={Knuth, Jr., Donald E.}, title={Some Chapter}, "
            "booktitle={The Big Book}, editor={Ed, Ann B. and Ito, C.}, pages={1--20},"
            " publisher={ACM}, year=2001}",
            "Knuth, D. E., Jr. (2001). Some chapter. In A. B. Ed & C. Ito (Eds.), *The big book* "
            "(pp. 1–20). ACM.",
        ),
        (
            "@phdthesis{k, author={van Gogh, Vincent}, title={Light.}, school={MIT}, year=2019}",
            "van Gogh, V. (2019). *Light* [PhD thesis]. MIT.",
        ),
        (
            "@thesis{k, author={Vincent van Gogh}, title={Light}, institution={MIT}, "
            "type={mathesis}, date=2019, url={https://a.example/x_y}}",
            "van Gogh, V. (2019). *Light* [Master’s thesis, MIT]. <https://a.example/x_y>",
        ),
        (
            "@techreport{k, author={Smith, A.}, title={On It}, institution={Lab}, number={TR-7},"
            " type={Research Note}, year=2018}",
            "Smith, A. (2018). *On it* (Research Note TR-7). Lab.",
        ),
        (
            "@software{k, author={Zhong, Ellen D.}, title={cryodrgn}, version={0.3}, year=2021,"
            " url={https://github.com/zhonge/cryodrgn}}",
            "Zhong, E. D. (2021). *cryodrgn* (Version 0.3) [Computer software]. "
            "<https://github.com/zhonge/cryodrgn>",
        ),
        (
            "@online{k, author={{RELION Team}}, title={{RELION} Documentation},"
            " url={https://relion.example/a}, urldate={2021-04-01}, date={2020-05-06}}",
            "RELION Team. (2020, May 6). *RELION documentation*. <https://relion.example/a>",
        ),
        (
            "@misc{k, author={Jensen, Grant}, title={Getting Started in {Cryo-EM}}, year=2014,"
            r" howpublished={\url{https://cryo-em.example/~j}}}",
            "Jensen, G. (2014). *Getting started in Cryo-EM*. <https://cryo-em.example/~j>",
        ),
        (
            "@video{k, author={Jensen, Grant}, title={Getting Started}, year=2014,"
            " publisher={Caltech}}",
            "Jensen, G. (2014). *Getting started* [Video recording]. Caltech.",
        ),
        (
            "@misc{k, author={Zhong, Ellen}, title={Deep Models}, howpublished={Talk at SBGrid},"
            " year=2020, month=may, day=7}",
            "Zhong, E. (2020, May 7). *Deep models*. Talk at SBGrid.",
        ),
        (
            "@book{k, editor={Frank, Joachim}, title={Electron Tomography}, year=2006,"
            " publisher={Springer}, subtitle={Methods for Imaging}}",
            "Frank, J. (Ed.). (2006). *Electron tomography: Methods for imaging*. Springer.",
        ),
        (
            "@article{k, author={Lee, A.}, title={T}, journal={PLOS One}, year=2019, volume=15,"
            " number=4, eid={e1006}}",
            "Lee, A. (2019). T. *PLOS One*, *15*(4), Article e1006.",
        ),
        (
            "@manual{k, title={The Manual}, organization={Acme}, year=2000}",
            "Acme. (2000). *The manual*.",
        ),
        (
            "@article{k, author={Lee, A.}, title={T}, journal={J}, year={in press}}",
            "Lee, A. (in press). T. *J*.",
        ),
        (
            "@dataset{k, author={Lee, A.}, title={Tilt Series}, publisher={EMPIAR}, date={2020},"
            " doi={doi:10.6019/EMPIAR-1}}",
            "Lee, A. (2020). *Tilt series* [Dataset]. EMPIAR. <https://doi.org/10.6019/EMPIAR-1>",
        ),
    ],
)  # fmt: skip
def test_kinds_of_work(entry: str, expected: str) -> None:
    assert reference(entry, "k") == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("@thesis{k, institution={MIT}, publisher={P}, type={phdthesis}, %s}",
         "*T* [PhD thesis]. MIT; P."),
        ("@phdthesis{k, school={MIT}, publisher={P}, %s}", "*T* [PhD thesis]. MIT; P."),
        ("@inbook{k, booktitle={BT}, maintitle={BT}, publisher={P}, %s}", "T. In *BT*. P."),
        ("@book{k, maintitle={T}, publisher={P}, %s}", "*T*. P."),
    ],
)  # fmt: skip
def test_fields_that_say_a_thing_twice(entry: str, expected: str) -> None:
    text = entry.replace("%s", "author={A, B}, title={T}, year=2000")
    assert reference(text, "k") == f"A, B. (2000). {expected}"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("date={2020-05-06}", "(2020, May 6)"),
        ("date={2020-05}", "(2020, May)"),
        ("date={2020-05-06/2020-05-08}", "(2020, May 6–8)"),
        ("date={2019/2020}", "(2019–2020)"),
        ("date={2020~}", "(ca. 2020)"),
        ("year={2020}, month={5}", "(2020, May)"),
        ("year=2020, month=may", "(2020, May)"),
        ("year=2020, month=may # {~} # 6", "(2020, May 6)"),
        ("year={2020}, month={May--June}", "(2020, May–June)"),
        ("year={2019--20}", "(2019–2020)"),
        ("year={c. 1900}", "(ca. 1900)"),
        ("year={n.d.}", "(n.d.)"),
        ("year={08 1995}", "(1995, August)"),
        ("year={Aug. 1995}", "(1995, August)"),
        ("year={5 May 1995}", "(1995, May 5)"),
        ("date={May 5, 1995}", "(1995, May 5)"),
        ("year={1995/08}", "(1995, August)"),
        ("year={2010-06}", "(2010, June)"),
        ("year={2010--11}", "(2010–2011)"),
        ("date={-0349}", "(350 B.C.E.)"),
        ("date={0000}", "(1 B.C.E.)"),
        ("date={2020-05-06T10:00:00Z}", "(2020, May 6)"),
        ("", "(n.d.)"),
    ],
)
def test_dates(date: str, expected: str) -> None:
    text = f"@online{{k, author={{A, B}}, title={{T}}, {date}}}"
    assert f"A, B. {expected}. *T*." == reference(text, "k")


@pytest.mark.parametrize(
    ("date", "printed"),
    [
        ("date={2010-06/05}", "(2010-06/05)"),
        ("date={2010/2008}", "(2010/2008)"),
        ("date={2010-13}", "(2010-13)"),
        ("date={2010-05-32}", "(2010-05-32)"),
        ("year={2010-2008}", "(2010-2008)"),
        ("year={20xx}", "(20xx)"),
        ("year={2010}, month={13}", "(2010)"),
        ("year={2010}, month={Brumaire}", "(2010)"),
        ("year={2010}, urldate={yesterday}", "(2010)"),
        ("year={2010}, origdate={1905/1903}", "(2010)"),
    ],
)
def test_a_date_that_is_none_is_reported_and_no_range_runs_backwards(
    date: str, printed: str
) -> None:
    result = formatted(f"@online{{k, author={{A, B}}, title={{T}}, {date}}}", full(work("k")))
    assert codes(result.diagnostics) == ["malformed-date"]
    assert shown(result.citations[0]) == f"A, B. {printed}. *T*."


def test_a_range_within_a_year_is_one_year() -> None:
    text = "@book{k, author={A, B}, title={T}, date={2020-05/2020-06}}"
    assert printed(text, narrative(work("k"))) == ["A (2020)"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("Ludwig van Beethoven", "van Beethoven, L."),
        ("de la Fontaine, Jean", "de la Fontaine, J."),
        ("{Barnes and Noble}", "Barnes and Noble"),
        ("{\\'E}milie Du{ }Ch{\\^a}telet", "Du Châtelet, É."),
        ("Sartre, Jean-Paul", "Sartre, J.-P."),
        ("given=Hans, family=Castorp, prefix=von", "von Castorp, H."),
        ("Lee, A. and others", "Lee, A. et al."),
        ("Lee,\n A. AND Wu, B", "Lee, A., & Wu, B."),
    ],
)
def test_names(names: str, expected: str) -> None:
    text = f"@book{{k, author={{{names}}}, title={{T}}, year=2000}}"
    assert reference(text, "k").removesuffix(" (2000). *T*.").rstrip(".") == expected.rstrip(".")


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"G\"odel, {\"O}zg{\"u}r, {\AA}, \aa ngstr\"om, Vulovi\'{c}, \v{C}, \c c, na\"{\i}ve",
         "Gödel, Özgür, Å, ångström, Vulović, Č, ç, naïve"),
        (r"A -- B --- C~D \& 5\% of \$1 \#2", "A – B — C\u00a0D & 5% of $1 #2"),
        (r"``x'' isn't `y' \enquote{z} w", "“x” isn’t ‘y’ “z” w"),
        (r"growth of \emph{E. coli} {\it in vitro}", "growth of *E. coli* *in vitro*"),
        (r"10\textsuperscript{th} and CO\textsubscript{2}", "10^th^ and CO$_{\\text{2}}$"),
        (r"\textsc{Small} \textbf{fat} \texttt{code}", "[Small] **fat** code"),
        (r"the $\alpha_2$ of \(x\) and \ensuremath{y}", "the $\\alpha_2$ of $x$ and $y$"),
        (r"see \href{https://a.example/b_c}{there}", "see <there|https://a.example/b_c>"),
        (r"\noopsort{1}at \alpha{} level \ldots{} on", "at α level … on"),
        ("two\n  lines", "two lines"),
        (r"an \textsubscript{$n$} or \textsubscript{2$n$}", r"an $_{n}$ or $_{\text{2}n}$"),
        (r"?`Qu\'e? !`Ay! ?‘Y t\'u", "¿Qué? ¡Ay! ¿Y tú"),
    ],
)  # fmt: skip
def test_tex_in_a_field(tex: str, expected: str) -> None:
    text = f"@article{{k, author={{A, B}}, title={{{{{tex}}}}}, journal={{J}}, year=2000}}"
    assert reference(text, "k") == f"A, B. (2000). {expected}. *J*."


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "Learning the Shape of Heterogeneous Proteins",
            "Learning the shape of heterogeneous proteins",
        ),
        (
            "Using {Fourier} Optics with {GPU}s and cryoSPARC",
            "Using Fourier optics with GPUs and cryoSPARC",
        ),
        (
            "An image model for Bayesian inference in practice",
            "An image model for Bayesian inference in practice",
        ),
        ("{{Keep It All}}", "Keep It All"),
        ("Residue D70 and Y332 of the Big Molecule", "Residue D70 and Y332 of the big molecule"),
        ("Light &amp; Matter &lt; CO<sub>2</sub> in <i>E. coli</i>",
         "Light & matter < CO$_{\\text{2}}$ in *E. coli*"),
        ("X-Ray Methods: a Short Story", "X-ray methods: A short story"),
        ("Self-Supervised Learning? Yes", "Self-supervised learning? Yes"),
        ("Brown v. Board of Education", "Brown v. Board of Education"),
        ("Lessons from Brown v. Board of Education for Schools Today",
         "Lessons from Brown v. Board of Education for schools today"),
        ("From Marbury v. Madison to Roe v. Wade: The Court and Its Critics",
         "From Marbury v. Madison to Roe v. Wade: The court and its critics"),
        ("Regents of the University of California v. Bakke and Its Legacy",
         "Regents of the University of California v. Bakke and its legacy"),
        ("The Legacy of Donoghue v Stevenson", "The legacy of Donoghue v Stevenson"),
        ("The Impact of In re Gault on Juvenile Justice",
         "The impact of In re Gault on juvenile justice"),
        ("Nature versus Nurture in Modern Biology", "Nature versus nurture in modern biology"),
        ("Files from https://Example.org/Path-To:Deposit and Ftp://Example.org: A Guide",
         "Files from https://Example.org/Path-To:Deposit and Ftp://Example.org: A guide"),
        ("The Records 10.1000:Foo and (DOI:10.1000/Bar-Baz) of Ann@Example.org",
         "The records 10.1000:Foo and (DOI:10.1000/Bar-Baz) of Ann@Example.org"),
        ("The RNA-seq of mRNA and p53 on an iPhone in COVID-19 Care",
         "The RNA-seq of mRNA and p53 on an iPhone in COVID-19 care"),
        ("Eating at McDonald's with O'Brien in the U.S. After the War",
         "Eating at McDonald’s with O’Brien in the U.S. after the war"),
        ("The Case of Dr. Jekyll and Mr. Hyde", "The case of Dr. Jekyll and Mr. Hyde"),
        ("What I Know and Why I'm Here", "What I know and why I’m here"),
        ("The Use of C\\# and F\\# in Theory of non-Abelian (Non-)Linear Groups",
         "The use of C# and F# in theory of non-Abelian (non-)linear groups"),
        ("Vitamin C in Hepatitis A: A Review", "Vitamin C in hepatitis A: A review"),
        ("State-of-the-Art Reading? Why Now? The ``Big Bang'' Case --- The $N=1$ Theory",
         "State-of-the-art reading? Why now? The “big bang” case — The $N=1$ theory"),
    ],
)  # fmt: skip
def test_titles_are_in_sentence_case(title: str, expected: str) -> None:
    text = f"@article{{k, author={{A, B}}, title={{{title}}}, journal={{J}}, year=2000}}"
    assert reference(text, "k") == f"A, B. (2000). {expected}. *J*."


def test_title_case_leaves_addresses_and_words_with_digits_alone() -> None:
    title = "the role of p53 at https://example.org/path-to"
    text = f"@article{{k, author={{A, B}}, title={{{title}}}, journal={{J}}, year=2000}}"
    shown = reference(text, "k", by="chicago-author-date")
    assert "“The Role of p53 at https://example.org/path-to.”" in shown


def test_a_title_in_another_language_keeps_its_capitals() -> None:
    text = (
        "@article{k, author={A, B}, title={Die Physik der Elektronen}, langid={ngerman},"
        " journal={J}, year=2000}"
    )
    assert "Die Physik der Elektronen" in reference(text, "k")
    assert "Die Physik Der Elektronen" not in reference(text, "k", by="chicago-author-date")


def test_an_unknown_command_keeps_its_text_and_is_named_at_its_field() -> None:
    text = "@book{k,\n  author={A, B},\n  title={Try \\input{/etc/passwd} \\foo{bar}}, year=2000}"
    result = formatted(text, full(work("k")))
    assert [(fault.code, start(fault.span)[0]) for fault in result.diagnostics] == [
        ("unknown-tex-command", 3),
        ("unknown-tex-command", 3),
    ]
    assert {fault.severity for fault in result.diagnostics} == {Severity.WARNING}
    assert "'\\input'" in result.diagnostics[0].message
    assert shown(result.citations[0]) == "A, B. (2000). *Try bar*."


@pytest.mark.parametrize(
    "command", [r"\cite{x}", r"\ref{x}", r"\today", r"\citep*{x}", r"\includegraphics{x.png}"]
)
def test_what_prints_something_from_elsewhere_is_left_out_and_named(command: str) -> None:
    text = f"@book{{k, author={{A, B}}, title={{After {command}}}, year=2000}}"
    result = formatted(text, full(work("k")))
    assert codes(result.diagnostics) == ["unknown-tex-command"]
    assert shown(result.citations[0]) == "A, B. (2000). *After*."


@pytest.mark.parametrize(
    ("eprint", "expected"),
    [
        ("CNN", "<https://a.example>"),
        ("oai:x.example:17", "<https://a.example>"),
        ("1606.05908v2", "arXiv. <https://arxiv.org/abs/1606.05908v2>"),
        ("math.GT/0309136", "arXiv. <https://arxiv.org/abs/math.GT/0309136>"),
        ("arXiv:hep-th/9711200", "arXiv. <https://arxiv.org/abs/hep-th/9711200>"),
    ],
)
def test_only_numbers_of_arxivs_form_are_taken_for_arxivs(eprint: str, expected: str) -> None:
    url = "" if "arxiv" in expected else ", url={https://a.example}"
    text = f"@online{{k, author={{A, B}}, title={{T}}, year=2000, eprint={{{eprint}}}{url}}}"
    assert reference(text, "k").endswith(expected)
    assert ("arXiv" in reference(text, "k")) == ("arxiv" in expected)


def test_a_work_cited_twice_is_faulted_once_and_an_uncited_one_never() -> None:
    text = "@book{k, title={\\foo}, year=1}\n@book{other, title={\\bar}, author={A and , B,,}}"
    result = formatted(text, full(work("k")), narrative(work("k")))
    assert codes(result.diagnostics) == ["unknown-tex-command"]


def test_only_http_addresses_become_links() -> None:
    text = (
        "@online{k, author={A, B}, title={\\href{run:calc}{go}}, year=2000,\n"
        "  url={file:///etc/passwd}}"
    )
    result = formatted(text, full(work("k")))
    assert codes(result.diagnostics) == ["unsafe-link", "unsafe-link"]
    assert not [node for node in walk(result.citations[0]) if isinstance(node, Link)]
    assert shown(result.citations[0]) == "A, B. (2000). *go*. file:///etc/passwd"


def test_an_odd_doi_is_a_safe_link() -> None:
    text = r"@article{k, author={A, B}, title={T}, journal={J}, year=2000, doi={10.1/a\_b<c>%d}}"
    assert reference(text, "k").endswith(
        "<https://doi.org/10.1/a_b<c>%d|https://doi.org/10.1/a_b<c>%25d>"
    )


def test_a_type_that_is_none_is_reported() -> None:
    result = formatted("@book{k,\n title={T}, year=2000}\n@fancy{f, title={T}}", full(work("f")))
    assert [(fault.code, start(fault.span)[0]) for fault in result.diagnostics] == [
        ("unknown-entry-type", 3)
    ]


@settings(max_examples=60)
@given(st.text(alphabet="\\{}$aB ~'\"-^_&%:.?,=\U0010f002\U000f0001", max_size=40))
def test_any_field_formats_without_an_exception(value: str) -> None:
    balanced = (
        value if value.count("{") == value.count("}") else value.replace("{", "").replace("}", "")
    )
    text = (
        f"@article{{k,\n title={{{balanced}}},\n author={{{balanced}}}, journal={{J}},"
        f" pages={{{balanced}}}}}"
    )
    bibliography, _ = load_bibliography([source(text)])
    result = format_citations(
        bibliography, [full(work("k")), narrative(work("k"))], style("apa"), "en"
    )
    assert len(result.citations) == 2


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("date={2011-04}, year={2010}, journal={J}", "'year' is '2010' and 'date' is '2011-04'"),
        ("year={2010}, journal={J. A.}, journaltitle={Journal A}", "'journal' is 'J. A.'"),
        ("year={2010}, journal={J}, address={Rome}, location={Paris}", "'address' is 'Rome'"),
        ("date={2011-04}, year={2011}, journal={J}", None),
        ("year={2010}, journal={{Nature} A}, journaltitle={Nature a}", None),
        ("date={2011}, journal={J}, journaltitle={}", None),
    ],
)
def test_two_names_of_one_field_with_different_values_are_told(
    fields: str, found: str | None
) -> None:
    entry = f"@article{{k, author={{Doe, J.}}, title={{T}}, {fields}}}"
    faults = formatted(entry, full(work("k"))).diagnostics
    told = [each.message for each in faults if each.code == "duplicate-field"]
    assert len(told) == (found is not None)
    assert all(found in message for message in told if found)


@pytest.mark.parametrize(
    ("by", "entry", "expected"),
    [
        ("apa", "@book{k, maintitle={The Whole}, volume={2}, part={1}, %s}",
         "*The whole: Vol. 2. A part* (Pt. 1)"),
        ("nature", "@book{k, maintitle={The Whole}, %s}", "The Whole: A Part"),
        ("nature", "@inbook{k, maintitle={The Whole}, booktitle={One Book}, %s}",
         "The whole: One book"),
        ("ieee", "@book{k, volume={2}, part={1}, %s}", "vol. 2.1"),
    ],
)  # fmt: skip
def test_a_variable_that_a_style_does_not_know_is_printed_with_its_whole(
    by: str, entry: str, expected: str
) -> None:
    text = entry.replace("%s", "author={A, B}, title={A Part}, publisher={P}, year=2000")
    assert expected in reference(text, "k", by=by)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("9,999,901", "(U.S. Patent No. 9,999,901)"),
        ("7", "(U.S. Patent No. 7)"),
        ("2019-04", "(U.S. Patent No. 2019-04)"),
        ("3 and 4", "(U.S. Patent Nos. 3 and 4)"),
        ("3, 4", "(U.S. Patent Nos. 3, 4)"),
    ],
)
def test_one_number_is_one_whatever_stands_in_it(number: str, expected: str) -> None:
    text = (
        f"@patent{{k, author={{A, B}}, title={{T}}, type={{U.S. Patent}}, number={{{number}}},"
        " year=2000}"
    )
    assert expected in reference(text, "k")
