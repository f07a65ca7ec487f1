"""`syllabus cite`, with a server on this machine in the place of all services."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from tests.running import invoke
from tests.works.project import DOI, LIBRARY, RECORD, cite, library, record
from tests.works.services import Site

from syllabus.cli import cite as command
from syllabus.cli.terminal import Exit
from syllabus.front.bibliography.bibtex import read_entries
from syllabus.front.check import check_project
from syllabus.source import SourceFile
from syllabus.workspace.layout import Layout


def test_an_entry_stands_behind_the_others_as_they_are_written(root: Path, site: Site) -> None:
    code, out, err = cite(root, f"https://doi.org/{DOI}", "arXiv:1909.05215v3")
    assert (code, out) == (0, "[@zernike1942]\n[@zhong2019]\n"), err
    assert "Zernike, F. (1942). Phase contrast, a new method. Physica, 9(7), 686–698." in err
    added = library(root).removeprefix(LIBRARY)
    assert added.startswith(
        "\n@article{zernike1942,\n"
        "  author    = {Zernike, F.},\n"
        "  title     = {Phase contrast, a new method},\n"
    )
    assert "  year      = 1942,\n" in added
    assert "  doi       = {10.1016/s0031-8914(42)80035-x}\n}\n" in added
    assert "url" not in added.partition("@misc")[0]
    assert r"cryo-EM images: 50\% \& more}" in added
    assert not check_project(Layout(root)).bibliography.faults
    agent = site.agents[f"/doi/{DOI}"]
    assert re.fullmatch(r"syllabus/\S+ \(mailto:ada@uni\.example\)", agent)


def test_what_is_there_already_is_named_and_asked_for_once(root: Path, site: Site) -> None:
    cite(root, DOI)
    before = library(root)
    for again in (DOI.lower(), site.at("/page-with-doi"), "10.1000/moved"):
        code, out, err = cite(root, again)
        assert (code, out) == (0, "[@zernike1942]\n"), err
        assert "in the library already, as zernike1942" in err
    assert library(root) == before
    code, out, err = cite(root, "978-0-521-64222-4")  # by its title, but for the subtitle
    assert out == "[@born1999a]\n"
    asked = len(site.asked)
    cite(root, "--anyway", DOI)
    assert "zernike1942a" in library(root)
    assert len(site.asked) == asked  # it is cached


def test_books_articles_and_pages(root: Path, site: Site) -> None:
    code, out, err = cite(root, "ISBN", "978-0-521-64222-4", "PMID:123", site.at("/page"))
    assert (code, out) == (0, "[@born1999a]\n[@nijboer1934]\n[@hecht2017]\n"), err
    entries, faults = read_entries(SourceFile(root, "x", library(root)))
    assert not faults
    book, article, page = (entries.entry(k) for k in ("born1999a", "nijboer1934", "hecht2017"))
    assert book
    assert article
    assert page
    assert book.value("title") == "Principles of Optics: Electromagnetic Theory"
    assert article.value("author") == "Nijboer, B. R."
    assert "\\input" not in article.value("title")  # a text that looks like TeX stays a text
    assert (page.kind, page.value("pages")) == ("article", "3--9")


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        ("missing", "unknown-work", "knows no such work (404)"),
        ("busy", "service-busy", "try again in 7 s"),
        ("busy-long", "service-busy", "try again in 60 min"),
        ("page", "unexpected-answer", "a page, not BibTeX"),
        ("busy-ever", "service-busy", "try again later"),
        ("nothing", "unexpected-answer", "it is other text, not BibTeX"),
        ("empty", "unexpected-answer", "it is empty, not BibTeX"),
        ("not-text", "unexpected-answer", "not the text"),
        ("huge", "unexpected-answer", "more than 2000 kB"),
        ("gzip", "unexpected-answer", "compressed"),
        ("circle", "service-unreachable", "loop"),
        ("inside", "service-unreachable", "private network"),
        ("file", "service-unreachable", "'file:' is not followed"),
        ("malformed", "service-unreachable", "it redirects to a malformed address"),
        ("down", "service-busy", "(502 Bad Gateway)"),
        ("truncated", "service-unreachable", "drops the connection"),
        ("hangs-up", "service-unreachable", "drops the connection"),
        ("tex", "unknown-tex-command", "'\\input'"),
        ("open", "malformed-entry", ""),
        ("two", "unexpected-answer", "2 entries"),
        ("lost", "unprintable-character", "a character that was lost"),
        ("formula", "math-command", "write"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_changes(
    number: str, code: str, said: str, root: Path, site: Site
) -> None:
    ended, out, err = cite(root, f"10.1000/{number}", "--into", "2026-09-03-rays")
    assert (ended, out) == (Exit.TEX, ""), err
    assert f"[{code}]" in err
    assert said in err
    assert (library(root), record(root)) == (LIBRARY, RECORD)
    assert not any("secret" in each for each in site.asked)


@pytest.mark.parametrize(
    "number",
    [
        *("latin-1", "busy-once", "broken", "only-crossref", "moved", "called-html"),
        *("script", "turned"),
    ],
)
def test_what_can_be_mended_is_added(number: str, root: Path, site: Site) -> None:
    code, out, err = cite(root, f"10.1000/{number}")
    assert code == 0, err
    added = library(root).removeprefix(LIBRARY)
    assert "schrodinger1942" in out if number == "latin-1" else "zernike1942" in out
    assert ("Schrödinger" in added) == (number == "latin-1")
    assert "\u202e" not in added
    assert site.waits == {"busy-once": [2.0], "broken": [0.0, 0.0]}.get(number, [])


def test_another_preprint_than_was_asked_for_is_refused(root: Path, site: Site) -> None:
    code, out, err = cite(root, "arXiv:2101.00001")
    assert (code, out, library(root)) == (Exit.TEX, "", LIBRARY)
    assert "cannot be used: it is about another preprint [unexpected-answer]" in err


def test_one_that_is_refused_keeps_no_other_away(root: Path, site: Site) -> None:
    code, out, err = cite(root, "10.1000/missing", DOI)
    assert (code, out) == (Exit.TEX, "[@zernike1942]\n"), err


def test_no_answer_in_time_and_no_network(
    root: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.setattr(command, "LIMITS", replace(site.limits, timeout=0.05, pauses=()))
    for number in ("slow", "drips"):
        code, _, err = cite(root, f"10.1000/{number}")
        assert (code, "no answer within 0.05 s" in err) == (Exit.TEX, True), err
    offline = replace(site.services, doi="http://no-such-host.invalid")
    monkeypatch.setattr(command, "SERVICES", offline)
    code, _, err = cite(root, DOI)
    assert (code, "this machine is offline" in err) == (Exit.TEX, True), err
    code, _, err = cite(root, "https://xn--/a")
    assert (code, "'https://xn--/a' is malformed" in err) == (Exit.TEX, True), err
    assert library(root) == LIBRARY


def test_a_record_gets_an_item_and_keeps_every_other_byte(root: Path, site: Site) -> None:
    path = root / "syllabus/meetings/2026-09-03-rays.md"
    old = "\ufeff" + RECORD.replace("\n", "\r\n")
    path.write_bytes(old.encode())
    code, _, err = cite(root, DOI, "--into", "2026-09-03-rays")
    assert code == 0, err
    assert "put into 'Pre-reading' of syllabus/meetings/2026-09-03-rays.md" in err
    new = old.replace("2. A page (3 min)\r\n", "2. A page (3 min)\r\n3. [@zernike1942]\r\n")
    assert record(root) == new
    cite(root, DOI, "--into", "2026-09-03-rays")  # it is there
    assert record(root) == new
    cite(root, "978-0-521-64222-4", "--into", "2026-09-03", "--part", "questions")
    assert record(root) == new + "- [@born1999a]\r\n"
    cite(root, DOI, "--into", "2026-09-03", "--part", "Further reading")
    assert record(root).endswith(
        "- [@born1999a]\r\n\r\n## Further reading\r\n\r\n1. [@zernike1942]\r\n"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", "\n## Readings\n\n1. [@zernike1942]\n"),
        ("\nWords.", "\nWords.\n\n## Readings\n\n1. [@zernike1942]\n"),
        ("\n## Reading\n", "\n## Reading\n\n1. [@zernike1942]\n"),
        ("\n## Reading\n\n* a\n\n* b\n   * c\n\nAfter\n",
         "\n## Reading\n\n* a\n\n* b\n   * c\n\n* [@zernike1942]\n\nAfter\n"),
        ("\n## Rest\n\n1) [@born1999]\n", "\n## Rest\n\n1) [@born1999]\n2) [@zernike1942]\n"),
        ("\n## Reading\n\n1. a\n1. b\n## Next\n",
         "\n## Reading\n\n1. a\n1. b\n1. [@zernike1942]\n## Next\n"),
    ],
)  # fmt: skip
def test_an_item_is_written_as_its_list_is(
    body: str, expected: str, root: Path, site: Site
) -> None:
    front = "---\ndate: 2026-09-03\ntitle: Rays\n---\n"
    (root / "syllabus/meetings/2026-09-03-rays.md").write_text(front + body)
    code, _, err = cite(root, DOI, "--into", "2026-09-03-rays")
    assert code == 0, err
    assert record(root) == front + expected


def test_an_item_that_would_be_read_as_something_else_is_refused(root: Path, site: Site) -> None:
    text = "---\ndate: 2026-09-03\ntitle: Rays\n---\n\n```\nan open fence\n"
    (root / "syllabus/meetings/2026-09-03-rays.md").write_text(text)
    code, _, err = cite(root, DOI, "--into", "2026-09-03-rays")
    assert (code, record(root), library(root)) == (Exit.FAULTS, text, LIBRARY)
    assert "nothing was changed" in err


def test_behind_an_entry_that_does_not_end_another_one_is_read(root: Path, site: Site) -> None:
    broken = LIBRARY + "@article{open,\n  title = {No end\n"
    (root / "bib" / "optics.bib").write_text(broken)
    code, _, err = cite(root, DOI)
    assert (code, library(root).startswith(broken)) == (0, True), err
    found = check_project(Layout(root)).bibliography
    assert [*found.keys()] == ["born1999", "Strange-one", "zernike1942"]


def test_of_several_libraries_one_is_chosen(root: Path, site: Site) -> None:
    (root / "bib" / "more.bib").write_bytes(b"")
    code, _, err = cite(root, DOI)
    assert (code, "--to: bib/more.bib, bib/optics.bib" in err) == (Exit.USAGE, True)
    assert cite(root, DOI, "--to", "../elsewhere.bib")[0] == Exit.USAGE
    assert cite(root, DOI, "--to", "more.bib")[0] == 0
    assert library(root) == LIBRARY
    assert (root / "bib" / "more.bib").read_text().startswith("@article{zernike1942,\n  author")


def test_a_library_elsewhere_is_added_to_where_the_user_has_named_it_twice(
    root: Path, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("home") / "all.bib"
    other.write_text(LIBRARY)
    (root / "bib" / "optics.bib").unlink()
    (root / "bib" / "optics.bib").symlink_to(other)
    code, _, err = cite(root, DOI)
    assert (code, "name it with --to" in err) == (Exit.USAGE, True), err
    code, _, err = cite(root, DOI, "--to", "optics.bib")
    assert (code, "--trust-library" in err) == (Exit.USAGE, True), err
    assert other.read_text() == LIBRARY
    invoke(["check", "--trust-library", str(other)], root, os.environ)
    assert cite(root, DOI, "--to", "optics.bib")[0] == 0
    assert "zernike1942" in other.read_text()
    assert (root / "bib" / "optics.bib").is_symlink()


def test_a_folder_of_libraries_elsewhere_is_told(
    root: Path, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("home") / "bib"
    (root / "bib").rename(other)
    (root / "bib").symlink_to(other)
    code, _, err = cite(root, DOI)
    assert (code, "bib leads out of the project; put the folder" in err) == (Exit.USAGE, True), err
    assert (other / "optics.bib").read_text() == LIBRARY
    assert not site.asked


def test_a_course_without_a_library_gets_one(root: Path, site: Site) -> None:
    (root / "bib" / "optics.bib").unlink()
    (root / "bib").rmdir()
    record_path = root / "syllabus/meetings/2026-09-03-rays.md"
    record_path.write_text(RECORD.replace("[@born1999]", "x"))
    code, out, err = cite(root, DOI)
    assert (code, out) == (0, "[@zernike1942]\n"), err
    assert "zernike1942" in (root / "bib" / "library.bib").read_text()


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("Zernike1942", "Abbe1873", "Born1999"), "Hooke1665"),
        (("zernike42", "abbe73", "born99"), "hooke65"),
        (("zernike1942phase", "abbe1873microscopes", "born1999principles"),
         "hooke1665micrographia"),
        (("zernike_phase_1942", "abbe_microscopes_1873", "born_principles_1999"),
         "hooke_micrographia_1665"),
        (("a", "b", "c"), "hooke1665"),
    ],
)  # fmt: skip
def test_a_key_is_made_as_those_of_the_library(keys: tuple[str, ...], expected: str) -> None:
    from syllabus.front.bibliography.keys import entry_facts, key_pattern, new_key

    works = (("Zernike, F.", "Phase Contrast", 1942), ("Abbe, Ernst", "On Microscopes", 1873),
             ("Max Born and Emil Wolf", "The {P}rinciples", 1999))  # fmt: skip
    text = "".join(
        f"@book{{{key}, author = {{{author}}}, title = {{{title}}}, year = {year}}}\n"
        for key, (author, title, year) in zip(keys, works, strict=True)
    )
    library, _ = read_entries(SourceFile(Path("x"), "x", text))
    other, _ = read_entries(SourceFile(Path("x"), "x",
        "@book{x, author = {Robert Hooke}, title = {Micrographia}, year = 1665}"))  # fmt: skip
    entry = other.entry("x")
    assert entry is not None
    made = new_key(key_pattern(library), entry_facts(entry), set())
    assert made == expected
    assert new_key(key_pattern(library), entry_facts(entry), {expected}) == f"{expected}a"


def test_only_services_are_told_whom_to_write_to(
    root: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "SERVICES", None)
    assert cite(root, site.at("/page"))[1] == "[@hecht2017]\n"
    assert "mailto" not in site.agents["/page"]
    ended, _, err = cite(root, site.at("/page-without"))
    assert (ended, "neither a DOI nor citation tags" in err) == (Exit.TEX, True)
