"""What readers lack who do not see a text is found in every language, and only if asked for."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.security.projects import MEETING, Files, project
from tests.security.test_pictures import png

from syllabus.cli import main
from syllabus.front.check import accessible, check_project
from syllabus.front.check.accepted import ELSEWHERE
from syllabus.front.check.unclear_words import COLOURED, UNCLEAR_LINKS, UNCLEAR_PICTURES
from syllabus.model.words import MODULES
from syllabus.workspace.layout import Layout

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(each.name for each in (ROOT / "docs" / "examples").iterdir())
TEXT = """\
# General

{clear} [{link}](https://optics.example/a). ![{picture}](lens.png) {coloured}.
"""


def files(course: str, text: str) -> Files:
    return {
        "syllabus/course.yaml": f"title: Optics\nzone: Europe/Berlin\nhandout: [general]\n{course}",
        "syllabus/sections/general.md": text,
        "syllabus/sections/lens.png": png(2, 2, 2),
        MEETING: "---\ndate: TBD\ntitle: Lenses\n---\n\nLenses.\n",
    }


def codes_of(root: Path, wanted: Files) -> list[str]:
    found = accessible.check_accessible(check_project(project(root, wanted)))
    return sorted(fault.code for fault in found)


@pytest.mark.parametrize(
    ("language", "link", "picture", "coloured"),
    [
        ("en", "Click here", "Screenshot", "What is set in red"),
        ("de", "Hier klicken", "Abbildung", "Was rot markiert ist"),
        ("el", "Πατήστε εδώ", "Εικόνα", "Όσα είναι με κόκκινο"),
        ("es", "Haz clic aquí", "Fotografía", "Lo que está en rojo"),
        ("fr", "plus d'infos", "capture d’écran", "Ce qui est en rouge"),
        ("it", "Clicca qui", "Immagine", "Quanto è in rosso"),
        ("ja", "詳細はこちら", "写真", "赤字で書いた所"),
        ("nl", "klik hier", "Plaatje", "Wat is gedrukt in het rood"),
        ("pt", "Clique aqui", "Imagem", "O que está a vermelho"),
        ("pt-PT", "saber mais", "Captura de ecrã", "O que está em azul"),
    ],
)
def test_it_is_found_in_the_language_of_the_course(
    tmp_path: Path, language: str, link: str, picture: str, coloured: str
) -> None:
    text = TEXT.format(clear="", link=link, picture=picture, coloured=coloured)
    found = codes_of(tmp_path / "one", files(f"language: {language}\n", text))
    assert found == ["colour-alone", "unclear-link-text", "unclear-picture-text"]
    # English words are in every course, those of another language are not.
    foreign = "language: sv\nwords: {}\n"
    other = codes_of(tmp_path / "other", files(foreign, text))
    assert other == (found if language == "en" else [])


@pytest.mark.parametrize(
    "told",
    [
        "What is shown in **red** is due.",
        "All readings are *blue*.",
        "Green means optional.",
        "Red entries are due.",
    ],
)
def test_a_colour_is_found_however_it_is_said(tmp_path: Path, told: str) -> None:
    found = codes_of(
        tmp_path, files("language: en\n", f"# General\n\n{told} We drink green tea.\n")
    )
    assert found == ["colour-alone"]


@pytest.mark.parametrize(
    ("language", "links"),
    [
        ("en", "click; Download PDF here; https"),
        ("de", "Hier entlang; klicken Sie bitte hier; dort"),
        ("el", "κλικ; Δες εδώ; εκεί"),
        ("es", "Aqui; pincha aquí; ahí"),
        ("fr", "Là; par ici; lire ici"),
        ("it", "qua; lì; scarica qui"),
        ("ja", "リンク先; こちらのページ; あちら"),
        ("nl", "Daar; lees hier; download hier"),
        ("pt", "Cá; ali; veja mais"),
    ],
)
def test_a_link_is_unclear_in_other_words_too(tmp_path: Path, language: str, links: str) -> None:
    text = " and ".join(f"[{each}](https://optics.example/a)" for each in links.split("; "))
    found = codes_of(tmp_path, files(f"language: {language}\n", f"# General\n\n{text}\n"))
    assert found == ["unclear-link-text"] * 3


def test_every_language_with_words_has_unclear_ones() -> None:
    languages = {name.partition("-")[0] for name in MODULES}
    for table in (UNCLEAR_LINKS, UNCLEAR_PICTURES, COLOURED):
        assert table.keys() == languages
    for words in (*UNCLEAR_LINKS.values(), *UNCLEAR_PICTURES.values()):
        assert all(accessible._bare(each) == each for each in words)


def test_it_is_asked_for_and_can_be_accepted(tmp_path: Path) -> None:
    text = "# General\n\n[Here](https://optics.example/a) and ![](lens.png)\n"
    accepted = "language: en\naccept: [unclear-link-text, colour-alone]\n"
    root = project(tmp_path, files(accepted, text)).root

    def said(*options: str) -> str:
        command = ["-C", str(root), "check", "--strict", "--format", "short", *options]
        result = CliRunner().invoke(main, command)
        assert (result.exit_code == 1) == ("warning" in result.stderr)
        return result.stderr

    assert said() == "no faults\n"
    for _ in range(2):  # the second is what the first has kept
        found = re.findall(r"\[([a-z-]+)\]$", said("--accessible"), re.MULTILINE)
        assert found == ["missing-picture-text"]
    assert said() == "no faults\n"


def test_what_is_asked_for_is_never_unneeded() -> None:
    code = inspect.getsource(accessible)
    assert set(re.findall(r'^ +"([a-z]+(?:-[a-z]+)+)",$', code, re.MULTILINE)) <= ELSEWHERE


@pytest.mark.parametrize("name", ["", *(f"docs/examples/{each}" for each in EXAMPLES)])
def test_our_own_courses_lack_nothing(name: str) -> None:
    assert accessible.check_accessible(check_project(Layout(ROOT / name))) == ()
