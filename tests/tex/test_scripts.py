"""What pdfLaTeX's fonts do not have: set by LuaLaTeX, or a fault that says what to do."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pikepdf
import pytest
from tests.writers.test_characters import CLUSTERS, characters

from syllabus.diagnostics import Diagnostic, Severity
from syllabus.model.engine import Engine
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.workspace.layout import Layout
from syllabus.workspace.progress import Progress
from syllabus.writers.latex import is_right_to_left
from syllabus.writers.latex.characters import compose

ROOT = Path(__file__).parents[2]
COURSE = "title: Scripts\nauthor: Ибн аль-Хайсам\nplace: Αθήνα\nzone: Europe/Berlin\n"
TITLE = "Линзы ī α 日本 שלום 😀"
RECORD = "---\ndate: 2021-04-15\ntime: 8:00\ntitle: {title}\n---\n\n{body}\n"
BODY = """\
Greek Ἑλληνικά και λόγος, Cyrillic Привет, *мир* **труд**, marks m⃗ x̅ e\u0301\u20d7 end.

Hebrew אבג 123 דהו and שלום (בדיקה) end. Arabic السلام عليكم end. Devanagari नमस्ते end.

שלום עולם, זה cryo-EM *מבחן* (בדיקה).

1. שלום. זה cryo-EM מבחן.
2. 日本語のテキストは、とても長い文章を持つことができます。この文章は、改行が正しく動作するか\
どうかを確認するためのものです。「引用」も含まれています。

Emoji 😀, joined 👩\u200d🔬, flag 🇨🇦, keycap 1\ufe0f\u20e3, again 😀 end.

Sign ➜ and $x_{\\text{скор}}$.

```
код с  日本語
```
"""


def write_project(
    folder: Path, *, title: str = TITLE, body: str = BODY, course: str = ""
) -> Layout:
    meetings = folder / "syllabus" / "meetings"
    meetings.mkdir(parents=True)
    (folder / "syllabus" / "course.yaml").write_text(COURSE + course, encoding="utf-8")
    record = RECORD.format(title=title, body=body)
    (meetings / "2021-04-15-a.md").write_text(record, encoding="utf-8")
    return Layout(folder)


def build(
    layout: Layout, engine: str | None = None, progress: Progress = lambda message: None
) -> BuildOutcome:
    request = BuildRequest(layout, as_of="2021-04-01", engine=engine)
    return build_handout(request, progress)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Layout, Path]:
    layout = write_project(tmp_path_factory.mktemp("scripts"))
    outcome = build(layout)
    assert outcome.diagnostics == ()
    assert outcome.path is not None
    return layout, outcome.path


@pytest.mark.parametrize(
    "words",
    [
        "Ибн аль-Хайсам, Αθήνα",
        "15 Apr 2021 – Линзы",
        "Greek Ἑλληνικά και λόγος, Cyrillic Привет, мир труд, marks m⃗ x̅ e\u0301\u20d7 end.",
        "שלום עולם",
        "Arabic السلام عليكم end. Devanagari नमस्ते end.",
        "日本語のテキストは、とても長い文章を持つことができます。",
        "Emoji 😀, joined 👩\u200d🔬, flag 🇨🇦, keycap 1\ufe0f\u20e3, again 😀 end.",
        "Sign ➜ and xскор",
        "код с 日本語",
    ],
)
def test_every_script_comes_back_out_of_the_pdf(built: tuple[Layout, Path], words: str) -> None:
    command = ["pdftotext", "-raw", str(built[1]), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert _plain(words) in _plain(text)


def _plain(text: str) -> str:
    """Return a text without spaces, which are where lines end, and without marks of direction."""
    return unicodedata.normalize("NFC", re.sub("[\\s\u200e\u200f\u202a-\u202e]", "", text))


def test_right_to_left_text_stands_in_the_right_order(built: tuple[Layout, Path]) -> None:
    lines = _lines_as_seen(built[1])
    (line,) = [line for line in lines if "Hebrew" in line]
    hebrew = _seen("Hebrew", "דהו", "123", "אבג", "and", "(", "בדיקה", ")", "שלום", "end.")
    assert line.startswith(hebrew)
    paragraph, item = [line for line in lines if "cryo-EM" in line]
    assert paragraph == _seen(".(", "בדיקה", ")", "מבחן", "cryo-EM", "זה", ",", "עולם", "שלום")
    assert item == _seen("1.", ".", "מבחן", "cryo-EM", "זה", ".", "שלום")


def _seen(*words: str) -> str:
    """Return words as they stand from left to right, each of them in its own direction."""
    return "".join(word[::-1] if is_right_to_left(word) else word for word in words)


def _lines_as_seen(pdf: Path) -> list[str]:
    """Return the characters of each line of the pages from left to right, without spaces."""
    command = ["pdftotext", "-bbox", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    lines: list[list[tuple[float, str]]] = []
    before = 0.0
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*)</word>'
    for left, top, bottom, word in re.findall(pattern, text):
        middle = (float(top) + float(bottom)) / 2
        if not lines or abs(middle - before) > 5:
            lines.append([])
        lines[-1].append((float(left), _plain(word)))
        before = middle
    return ["".join(word for _, word in sorted(line)) for line in lines]


def test_no_character_is_missing_and_the_outline_has_them_too(built: tuple[Layout, Path]) -> None:
    log = (built[0].work / "tex" / "handout.log").read_text(encoding="utf-8", errors="replace")
    assert "Missing character" not in log
    with pikepdf.open(built[1]) as pdf:
        assert str(pdf.docinfo["/Author"]) == "Ибн аль-Хайсам"
        with pdf.open_outline() as outline:
            titles = [child.title for item in outline.root for child in item.children]
    assert titles == ["2.1 15 Apr 2021 – Линзы ī α 日本 שלום 😀"]


def test_the_same_bytes_come_with_fresh_font_caches(
    built: tuple[Layout, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    said: list[str] = []
    again = build(write_project(tmp_path / "elsewhere"), progress=said.append)
    assert again.path is not None
    assert again.path.read_bytes() == built[1].read_bytes()
    listing = [number for number, each in enumerate(said) if "lists this machine's fonts" in each]
    assert listing == [said.index("typesetting the pages") + 1]  # the first pass of several
    assert "pass 2" in said[listing[0] + 1]
    other = write_project(tmp_path / "third", body="Привет")
    assert build(other, progress=said.append).path is not None
    assert sum("lists this machine's fonts" in each for each in said) == 1


def test_a_project_of_latin_letters_stays_with_pdflatex(tmp_path: Path) -> None:
    layout = write_project(tmp_path, title="Étude α → β", body="Ångström")
    (layout.course).write_text("title: Plain\nzone: Europe/Berlin\n", encoding="utf-8")
    document = prepare_handout(layout, "2021-04-01").document
    assert document is not None
    assert document.engine is Engine.PDFLATEX


def test_lualatex_prints_all_that_pdflatex_prints(tmp_path: Path) -> None:
    texts = [text for text in characters() + CLUSTERS if not text.isascii()]
    body = "\n\n".join(f"{number}x m{text}m *m{text}m*" for number, text in enumerate(texts))
    outcome = build(write_project(tmp_path, body=body), "lualatex")
    assert outcome.diagnostics == ()
    command = ["pdftotext", "-raw", str(outcome.path), "-"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    copied = dict(re.findall(r"(?m)^\f?(\d+)x (.*)$", printed))
    wrong = {text: copied.get(str(number)) for number, text in enumerate(texts)}
    expected = {text: f"m{compose(text)}m m{compose(text)}m" for text in texts}
    assert not {text: copy for text, copy in wrong.items() if copy != expected[text]}


def faults(layout: Layout, engine: str | None = None) -> dict[str, Diagnostic]:
    found = prepare_handout(layout, "2021-04-01", engine=engine).diagnostics
    assert {fault.code for fault in found} <= {
        *("unprintable-character", "no-words-for-language", "no-hyphenation")
    }
    return {
        f"{fault.span.file.name}:{fault.span.line}:{fault.span.column}" if fault.span else "": fault
        for fault in found
        if fault.severity is Severity.ERROR
    }


def test_a_character_that_no_font_has_is_a_fault_at_its_place(tmp_path: Path) -> None:
    body = "Привет,\nsee \ue000 and \ue001.\n\n| a |\n|---|\n| \ue002 |\n\n$x_{\\text{\ue003}}$"
    found = faults(write_project(tmp_path, body=body))
    record = "syllabus/meetings/2021-04-15-a.md"
    assert found.keys() == {f"{record}:8:5", f"{record}:12:3", f"{record}:14:11"}
    fault = found[f"{record}:8:5"]
    assert "U+E000" in fault.message
    assert "and 1 more" in fault.message
    assert fault.hints == ("no font that syllabus knows has it: write it differently",)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("```日\nx 日本\n```", "8:3"),
        ('\\*x\\* "שלום" עולם, (בדיקה) זה', "7:8"),
        ("$x_{\\text{本}}$ in a line", "7:11"),
        ("[日.example](https://日.example/)", "7:2"),
        ("see &#x65e5; and 日, of which the first has no character", "7:1"),
    ],
    ids=["code", "quotes", "formula", "link", "entity"],
)
def test_the_place_is_that_of_a_character_that_is_printed(
    tmp_path: Path, body: str, place: str
) -> None:
    layout = write_project(tmp_path, title="A", body=body)
    layout.course.write_text("title: Plain\nzone: Europe/Berlin\n", encoding="utf-8")
    assert faults(layout, "pdflatex").keys() == {f"syllabus/meetings/2021-04-15-a.md:{place}"}


@pytest.mark.parametrize("pin", ["course", "option"])
def test_pinned_to_pdflatex_it_is_a_fault_that_says_what_would_help(
    tmp_path: Path, pin: str
) -> None:
    pinned = "engine: pdflatex\n" if pin == "course" else ""
    layout = write_project(tmp_path, body="see 日本", course=pinned)
    found = faults(layout, "pdflatex" if pin == "option" else None)
    fault = found["syllabus/meetings/2021-04-15-a.md:7:5"]
    assert fault.message == (
        "the character '日' (U+65E5, CJK UNIFIED IDEOGRAPH-65E5) and 1 more in this text"
        " cannot be printed"
    )
    assert "engine: auto" in " ".join(fault.hints)
    assert "syllabus/course.yaml:2:9" in found
    document = prepare_handout(layout, "2021-04-01", engine="auto").document
    assert document is not None
    assert document.engine is Engine.LUALATEX


@pytest.mark.parametrize(
    ("body", "package"),
    [("日", "fonts-noto-cjk"), ("😀", "fonts-noto-color-emoji"), ("ж", "fonts-freefont-otf")],
)
def test_what_is_not_installed_is_named_with_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, package: str
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "apt-get").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(programs))
    layout = write_project(tmp_path / "project", body=body)
    fault = faults(layout)["syllabus/meetings/2021-04-15-a.md:7:1"]
    (hint,) = fault.hints
    assert hint.startswith("LuaLaTeX can print it; install with: ")
    assert {"texlive-luatex", package} <= set(hint.split())


def test_what_the_language_brings_is_not_lost_either(tmp_path: Path) -> None:
    layout = write_project(tmp_path, title="A", body="B")
    course = "title: Plain\nzone: Europe/Berlin\nlanguage: ru\n"
    layout.course.write_text(course, encoding="utf-8")
    document = prepare_handout(layout, "2021-04-01").document
    assert document is not None
    assert "апреля" in document.text
    assert "Russian" not in document.text
    assert {fault.hints[1] for fault in faults(layout, "pdflatex").values()} == {
        "'engine: auto' in course.yaml or '--engine auto' does so where it is needed"
    }


def test_lualatex_sets_this_repositorys_handout_just_as_well(tmp_path: Path) -> None:
    for name in ("syllabus", "bib", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    request = BuildRequest(Layout(tmp_path), as_of="2021-04-14", engine="lualatex")
    outcome = build_handout(request, lambda message: None)
    assert [fault for fault in outcome.diagnostics if fault.severity > Severity.NOTE] == []
    assert 20 <= outcome.pages <= 30


def test_no_syntax_of_texs_gets_into_a_run(tmp_path: Path) -> None:
    hostile = r"日\directlua{os.exit()}本 %語 #️⃣ {мир}\write18{x} ^^5cinput ш"
    layout = write_project(tmp_path, title=f"'{hostile}'", body=hostile)
    document = prepare_handout(layout, "2021-04-01").document
    assert document is not None
    text = document.text.partition(r"\begin{document}")[2]
    assert r"\directlua" not in text
    assert not re.search(r"\\(?:write|input)\b", text)
    assert "^^" not in text
