"""What cannot be imported is told by its code, within bounds, and nothing is written."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from click.testing import CliRunner
from tests.importing.moving import move, write
from tests.importing.opendocument import open_sheet

from syllabus.cli import main
from syllabus.importing import Unimportable, formats, pandoc, spreadsheets
from syllabus.workspace.programs import ProgramFailed, run_program

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def archive(names: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in names.items():
            made.writestr(name, content)
    return data.getvalue()


def pdf(**options: object) -> bytes:
    data, made = io.BytesIO(), pikepdf.new()
    made.add_blank_page()
    made.save(data, **options)  # type: ignore[arg-type]
    return data.getvalue()


def workbook(*rows: Sequence[object], largest: int = 0) -> bytes:
    """Return a workbook as openpyxl leaves it, with formulas that nobody computed."""
    data, book = io.BytesIO(), openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(data)
    if largest:
        with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as made:
            made.writestr("xl/sharedStrings.xml", b" " * largest)
    return data.getvalue()


def spoiled(data: bytes, method: int | None = None) -> bytes:
    """Return an archive whose first file is damaged, or packed in a way that nothing reads."""
    made = bytearray(data)
    if method is None:
        made[made.index(b"application/") + 3] ^= 1
    else:
        made[8] = made[made.index(b"PK\x01\x02") + 10] = method
    return bytes(made)


HEAD = ("Date", "Topic")
ODT = io.BytesIO()
with zipfile.ZipFile(ODT, "w") as _made:
    _made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
WORD = archive({"word/document.xml": b"<x/>"})
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
LAUGHS = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '" + b"&a;" * 9999 + b"'>]><x>" + (
    b"&b;" * 9999 + b"</x>"
)  # fmt: skip
LOCKED = pikepdf.Encryption(owner="a", user="b")
CASES: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "plan.xlsx": (WORD, "import-kind"),
    "plan.pdf": (WORD, "import-kind"),
    "plan.docx": (b"some words", "import-kind"),
    "page.html": (b"%PDF-1.7\n", "import-kind"),
    "list.json": (b'[{"date": "2026-09-03"}]', "import-kind"),
    "ours.tex": (b"% Exported by syllabus\n\\documentclass{article}", "import-kind"),
    "old.doc": (OLE, "import-kind"),
    "tune.md": (b"ID3\0\0\0\0", "import-kind"),
    "others.zip": (archive({"a.txt": b"a"}), "import-kind"),
    "locked.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "import-encrypted"),
    "locked.pdf": (pdf(encryption=LOCKED), "import-encrypted"),
    "cut.docx": (WORD[:60], "import-broken"),
    "damaged.docx": (WORD, "import-broken"),
    "damaged.xlsx": (archive({"xl/workbook.xml": b"<x/>"}), "import-broken"),
    "damaged.odt": (spoiled(ODT.getvalue()), "import-broken"),
    "packed.odt": (spoiled(ODT.getvalue(), method=99), "import-broken"),
    "damaged.ods": (archive({"mimetype": ODS, "content.xml": b"<x"}), "import-broken"),
    "none.ods": (archive({"mimetype": ODS}), "import-broken"),
    "rich.rtf": (b"{\\rtf1\\ansi Date}", "import-kind"),
    "entities.ods": (archive({"mimetype": ODS, "content.xml": LAUGHS}), "import-broken"),
    "empty.ods": (open_sheet([]), "import-empty"),
    "large.ods": (
        lambda: archive({"mimetype": ODS, "content.xml": b" " * 31_000_000}),
        "import-size",
    ),
    "many.ods": (
        open_sheet([HEAD, *([date(2026, 9, 3), "A"] for _ in range(5001))]),
        "import-size",
    ),
    "locked.ods": (
        archive({"mimetype": ODS, "META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
        "import-encrypted",
    ),
    "formulas.xlsx": (workbook(HEAD, ("2026-09-03", "A"), ("=A2+7", "B")), "import-broken"),
    "large.xlsx": (
        lambda: workbook(HEAD, ("2026-09-03", "A"), largest=31_000_000),
        "import-size",
    ),
    "open.csv": (b'Date,Topic\n2026-09-03,A\n2026-09-10,"B\n2026-09-17,C\n', "import-broken"),
    "damaged.pdf": (b"%PDF-1.7\nbroken", "import-broken"),
    "damaged.ics": (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:never\n", "import-broken"),
    "scan.pdf": (pdf(), "import-empty"),
    "empty.md": (b" \n", "import-empty"),
    "head.csv": (b"Date,Topic\n", "import-empty"),
    "head.tex": (
        rb"\documentclass{article}\begin{document}\begin{tabular}{ll}Date & Topic\\"
        rb"\end{tabular}\end{document}",
        "import-empty",
    ),
    "none.ics": (b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "import-empty"),
    "bomb.docx": (lambda: archive({"word/document.xml": b"0" * 310_000_000}), "import-size"),
    "same.csv": (b"Date,Topic\n2026-09-03,A\n2026-09-03,B\n", "import-same-date"),
    "same.md": (
        b"| Date | Time | Topic |\n|---|---|---|\n| 2026-09-03 | 9:00 | A |\n"
        b"| 3 September 2026 | 9 AM | B |\n",
        "import-same-date",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_told_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    data, code = CASES[name]
    (path,) = write(tmp_path, {name: data() if callable(data) else data})
    with pytest.raises(Unimportable) as told:
        move(tmp_path / "course", path)
    assert told.value.diagnostic.code == code
    assert name in told.value.diagnostic.message
    assert [*tmp_path.iterdir()] == [path]


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(Unimportable, match="holds more than 50000000 bytes"):
        move(tmp_path / "course", path)


def test_bounds_of_tables_and_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = b"Date,Topic\n" + b"2026-09-03,A\n" * 30
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 20)
    monkeypatch.setattr(formats, "LARGEST_TEXT", 1_000)
    for path in write(tmp_path, {"long.csv": rows, "long.md": b"word " * 300}):
        with pytest.raises(Unimportable) as told:
            move(tmp_path / "course", path)
        assert told.value.diagnostic.code == "import-size"


def test_without_the_libraries_it_says_how_to_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: None)
    with pytest.raises(Unimportable) as told:
        move(tmp_path / "course", *write(tmp_path, {"a.md": "# A\n"}))
    assert told.value.diagnostic.code == "import-needs"
    assert told.value.diagnostic.hints == (
        "where you installed syllabus from, run: pip install '.[import]'",
    )


def test_a_sheet_moves_in_without_the_library_that_reads_pdfs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    (path,) = write(tmp_path, {"plan.csv": "Date,Topic\n2026-09-03,Rays\n"})
    done = CliRunner().invoke(main, ["import", str(path), "--into", str(tmp_path / "optics"), "-y"])
    assert done.exit_code == 0
    assert "optics/build/" in done.stdout
    assert "words were not compared with those of the source: plan-" in done.stderr
    assert "pip install '.[import]'" in done.stderr
    assert "error:" not in done.stderr
    assert "Build the handout" not in done.stderr


def test_a_program_has_its_time_and_its_size() -> None:
    assert run_program(["/bin/cat"], b"abc" * 100_000, 60, 300_000) == b"abc" * 100_000
    with pytest.raises(ProgramFailed, match="longer than"):
        run_program(["/bin/sh", "-c", "sleep 60"], b"", 0.2, 10)
    with pytest.raises(ProgramFailed, match="more than 10 bytes"):
        run_program(["/bin/cat", "/dev/zero"], b"", 60, 10)
    with pytest.raises(ProgramFailed, match="no such thing"):
        run_program(["/bin/sh", "-c", "echo no such thing >&2; exit 3"], b"a" * 10**6, 60, 10)
    with pytest.raises(ProgramFailed):
        run_program(["/no/program"], b"", 60, 10)


def test_deep_nesting_is_told(tmp_path: Path) -> None:
    text = "".join(f"{'  ' * depth}- a\n" for depth in range(600))
    html = f"<html><body>{'<blockquote>' * 600}a{'</blockquote>' * 600}</body></html>"
    for path in write(tmp_path, {"deep.html": html, "deep.md": text}):
        with pytest.raises(Unimportable) as told:
            move(tmp_path / "course", path)
        assert told.value.diagnostic.code == "import-broken"
