"""What is imported is text: it runs nothing, reads nothing beside itself, and asks nobody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.importing.moving import move, write
from tests.security.test_pictures import png

from syllabus.diagnostics import Severity
from syllabus.importing.languages import with_languages_of_words

MEMBERS = "::: members\nhidden\n:::"

TEXTS = (
    "::: members\n\nhidden\n\n:::",
    "```{include} secrets.md\n```",
    "````{=latex}\n\\input{/etc/passwd}\n````",
    "<!-- gone -->",
    "[@nobody] and @nobody and [^1] and ![x](../../../etc/passwd)",
    "$\\input{/etc/passwd}$ and $\\immediate\\write18{id}$ and $x$",
    "[run](run:calc) [js](javascript:alert) [file](file:///etc/passwd)",
    "\\write18{touch /tmp/x} \\input{/etc/passwd}",
    "{due=2026-09-03} ~~~ \\:::",
    "a line\u2028and \u202eanother\u0007",
)


@pytest.mark.parametrize("ending", ["md", "html", "csv"])
def test_what_is_imported_is_text(ending: str, tmp_path: Path) -> None:
    days = [f"2026-09-{number:02}" for number in range(1, len(TEXTS) + 1)]
    if ending == "csv":
        lines = [" ".join(text.split()).replace('"', "") for text in TEXTS]
        rows = [f'{day},"{line}","{line}"\n' for day, line in zip(days, lines, strict=True)]
        source = "".join(("Date,Topic,Notes\n", *rows))
    elif ending == "md":
        lines = [" ".join(text.split()).replace("|", "") for text in TEXTS]
        rows = [f"| {day} | {line} |\n" for day, line in zip(days, lines, strict=True)]
        parts = [f"\n# {day} Title\n\n{text}\n" for day, text in zip(days, TEXTS, strict=True)]
        source = "".join(("| Date | Topic |\n|---|---|\n", *rows, *parts))
    else:
        texts = [text.replace("&", "&amp;").replace("<", "&lt;") for text in TEXTS]
        rows = [f"<tr><td>{day}<td>{text}" for day, text in zip(days, texts, strict=True)]
        parts = [
            f"<h2>{day} Title</h2><p>{text.replace(chr(10), '<br>')}</p>"
            for day, text in zip(days, texts, strict=True)
        ]
        head = "<html><body><table><tr><th>Date<th>Topic"
        source = "".join((head, *rows, "</table>", *parts))
    moved = move(tmp_path / "course", *write(tmp_path, {f"plan.{ending}": source}))
    assert len(moved.meetings) == len(TEXTS)
    errors = [each for each in moved.faults() if each.severity is Severity.ERROR]
    assert not errors, [(each.code, each.message) for each in errors]
    written = "".join(moved.meetings.values())
    assert (MEMBERS in written) == (ending == "md"), "what is hidden stays so"
    assert not re.search(r"^\s*(?::::|```+\{|~~~)", written.replace(MEMBERS, ""), re.MULTILINE)
    assert not re.search(r"(?<!\\)\]\((?!https?://|mailto:|#|<https?://)", written)
    assert "raw_latex" not in moved.read("syllabus/course.yaml")


def test_nothing_beside_the_source_is_taken_but_its_pictures(tmp_path: Path) -> None:
    secret = png(4, 4, 4)
    write(tmp_path, {"secret.png": secret, "secret.bib": "@misc{s, title = {secret}}\n"})
    folder = tmp_path / "source"
    write(folder, {"fig/own.png": png(3, 3, 3), "own.bib": "@misc{own2020, title = {Own}}\n"})
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    text = r"""\documentclass{article}
\newcommand{\R}{\mathbb{R}} \newcommand{\lab}{the laboratory}
\DeclareMathOperator{\tr}{tr}
\begin{document}
\section{3 September 2026: Lenses}
We meet in \lab{}, where $\tr A \in \R$, and read \cite[p. 3]{own2020} and \citet{typed}.
\marginpar{Bring chalk.} \unknown{Do come.}
\includegraphics{fig/own} \includegraphics{link.png} \includegraphics{../secret.png}
\includegraphics{/etc/passwd} \input{/etc/passwd}
\bibliography{own,../secret}
\begin{thebibliography}{9}
\bibitem{typed} Holm, P. A. (2021). Waves along a coast. \emph{Journal of Physics}, 18(2), 17--18.
\end{thebibliography}
\end{document}
"""
    moved = move(tmp_path / "course", *write(folder, {"handout.tex": text}))
    assert not moved.faults()
    pictures = [path.read_bytes() for path in (moved.layout.root / "syllabus/pictures").iterdir()]
    assert pictures == [png(3, 3, 3)]
    record = moved.meetings["2026-09-03-lenses"]
    assert "![image](../pictures/own.png)" in record
    assert "the laboratory" in record
    assert "Bring chalk." in record
    assert "Do come." in record
    assert r"$\tr A \in \R$" in record
    assert "[@own2020, p. 3]" in record
    assert "@typed." in record
    library = moved.read("bib/library.bib")
    assert "Own" in library
    assert "journal = {Journal of Physics}" in library
    assert "secret" not in library
    course = moved.read("syllabus/course.yaml")
    assert "macros:\n  R: '\\mathbb{R}'\n  tr: '\\operatorname{tr}'\n" in course
    assert "root:" not in record
    lost = " ".join(moved.report.lost)
    for name in ("link.png", "../secret.png", "/etc/passwd", "../secret.bib", r"\unknown"):
        assert name in lost


def test_files_that_a_source_puts_in_its_place_are_taken_from_its_folder_alone(
    tmp_path: Path,
) -> None:
    write(tmp_path, {"secret.tex": "A secret."})
    folder = tmp_path / "source"
    files = {
        "talks/first.tex": "We begin with light. \\input{talks/deeper}\n",
        "talks/deeper.tex": "Even deeper. \\include{handout}",
        "loop.tex": "Round we go. \\input loop\n",
    }
    write(folder, files)
    (folder / "link.tex").symlink_to(tmp_path / "secret.tex")
    text = r"""\documentclass{article}
\begin{document}
\section{3 September 2026: Lenses}
\input{talks/first} \input loop
\input{../secret} \input{link} \input{/etc/passwd} \include{missing} % \input{commented}
\end{document}
"""
    moved = move(tmp_path / "course", *write(folder, {"handout.tex": text}))
    assert not moved.faults()
    record = moved.meetings["2026-09-03-lenses"]
    for words in ("We begin with light.", "Even deeper.", "Round we go."):
        assert record.count(words) == 1
    assert "secret" not in record
    assert "root:" not in record
    lost = " ".join(moved.report.lost)
    assert "the file ../secret.tex, which lies outside of the source's folder" in lost
    assert "the file link.tex, which lies outside" in lost
    assert "the file /etc/passwd.tex, which lies outside" in lost
    assert "the file missing.tex, which is not there" in lost
    assert "the file loop.tex, which has itself in it" in lost
    assert "the file handout.tex, which has itself in it" in lost
    assert "commented" not in lost


def test_another_course_is_copied_without_what_lies_outside(tmp_path: Path) -> None:
    files = {
        "old/syllabus/course.yaml": "title: Optics\nzone: Europe/Oslo\ntime: 18:00\n",
        "old/syllabus/meetings/a.md": "---\ndate: 2026-09-03\ntitle: A\n---\n",
        "old/syllabus/history/handouts/2026-01-01.yaml": "a: b\n",
        "old/build/a.pdf": "%PDF-1.7",
        "old/bib/a.bib": "@misc{a, title = {A}}\n",
        "secret.md": "secret",
    }
    write(tmp_path, files)
    (tmp_path / "old/syllabus/sections").mkdir()
    (tmp_path / "old/syllabus/sections/s.md").symlink_to(tmp_path / "secret.md")
    moved = move(tmp_path / "course", tmp_path / "old")
    assert not moved.faults()
    found = {
        path.relative_to(tmp_path / "course").as_posix()
        for path in (tmp_path / "course").rglob("*")
        if path.is_file()
    }
    assert found == {
        ".gitignore", "bib/a.bib", "syllabus/course.yaml", "syllabus/meetings/a.md",
    }  # fmt: skip
    assert moved.report.lost == ("syllabus/sections/s.md, which leads out of the project",)


def test_quotation_marks_in_an_open_tag_cost_by_their_number() -> None:
    """Where each may be alone or one of a pair, there is no end to the ways to read them."""
    page = "<p lang=de " + '"' * 400 + "<p lang=fr>mot</p>"
    told = page.replace("mot", '<span lang="fr">mot</span>')
    assert with_languages_of_words(page, []) == told
