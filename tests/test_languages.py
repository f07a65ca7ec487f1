"""Handouts in other languages than English: dates, words, marks and the division of words."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pikepdf
import pytest
from tests.pdf.measures import measure
from tests.security.projects import project

from syllabus.diagnostics import Severity
from syllabus.model.words import ENGLISH, MODULES, punctuation_for, words_for
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.tex.hyphenation import find_hyphenation
from syllabus.workspace.layout import Layout

HANDOUTS = Path(__file__).parent / "languages"
MACHINE = {"no-hyphenation", "overfull-line"}
"""What a machine without the patterns of a language warns of."""

PRINTED = {
    "de": (
        "Jörg Weiß, Änne Groß, Göttingen 10. April 2021 Inhalt",
        "Datum Uhrzeit Gruppe Thema Do., 25. März 2021 16:15 MEZ Theorie Faltung und Abtastung",
        "Do., 1. Apr. 2021 Fragestunde (entfällt: Osterferien)",
        "Do., 15. Apr. 2021 16:15 MESZ Theorie/Praxis Phasenkontrast",
        "noch offen 16:15 MEZ/MESZ Ausblick",
        "sind „verrauscht“:",
        "3 Kommende Sitzungen 3.1 15. Apr. 2021 – Theorie/Praxis – Phasenkontrast",
        "Phasenkontrast 16:15 MESZ · 10:15 EDT · 23:15 JST",
        "Wir vergleichen zwei Herleitungen. –An der Sitzung teilnehmen",
        "–An der Sitzung teilnehmen https://treffen.example/1 Kenncode: geheim-2",
        "–Lektüre (1 h 25 min, 13 Seiten; optional 20 min)",
        "4 Vergangene Sitzungen 4.1 25. März 2021 – Theorie",
        "–Aufzeichnung der Sitzung https://video.example/faltung Kenncode: geheim-1",
        "Ausgabe für Teilnehmende: enthält Zugangslinks, bitte nicht weitergeben",
    ),
    "fr": (
        "Groupe de lecture « Optique » Hélène Lefèvre, Noël Garçon, Besançon 10 avril 2021",
        "Table des matières",
        "Date Heure Groupe Sujet jeu. 25 mars 2021 14:30 CET Théorie",
        "jeu. 1er avr. 2021 Séance de questions (annulée : jour de grève)",
        "jeu. 15 avr. 2021 14:30 CEST Théorie/Laboratoire Le contraste de phase à préciser",
        "avec « méthode » !",
        "3 Prochaines séances 3.1 15 avr. 2021",
        "Le contraste de phase 14:30 CEST · 08:30 HEE · 16:30 GMT+4",
        "Nous comparerons deux démonstrations. –Rejoindre",
        "–Rejoindre la séance https://reunion.example/1 Code d’accès : secret-2",
        "–Lectures (1 h 25 min, 13 pages ; facultatif 20 min)",
        "4 Séances passées 4.1 25 mars 2021",
        "–Enregistrement de la séance",
        "Édition réservée aux membres : contient des liens, à ne pas diffuser",
    ),
    "es": (
        "Íñigo Núñez, Begoña Peña, Ciudad de México 10 de abril de 2021 Índice",
        "Fecha Hora Grupo Tema jue, 25 de mar de 2021 9 a.m. CST Teoría Convolución y muestreo",
        "jue, 1 de abr de 2021 Sesión de preguntas (cancelada: Semana Santa)",
        "jue, 15 de abr de 2021 9 a.m. CDT Teoría/Práctica El contraste de fase por confirmar",
        "«individuales»",
        "3 Próximas sesiones 3.1 15 abr 2021",
        "El contraste de fase 9 a.m. CDT · 16:00 CEST · 7 a.m. PDT",
        "Compararemos dos demostraciones.",
        "–Unirse a la sesión https://reunion.example/1 Código de acceso: secreto-2",
        "–Lecturas (1 h 25 min, 13 páginas; opcional 20 min)",
        "4 Sesiones anteriores 4.1 25 mar 2021",
        "–Grabación de la sesión",
        "Edición para miembros: contiene enlaces a las sesiones; no difundir",
    ),
    "el": (
        "Ελένη Παπαδοπούλου, Γιώργος Ιωάννου, Θεσσαλονίκη 10 Απριλίου 2021 Περιεχόμενα",
        "Ημερομηνία Ώρα Ομάδα Θέμα Πέμ 25 Μαρ 2021 6 μ.μ. EET Θεωρία",
        "Πέμ 1 Απρ 2021 Ώρα ερωτήσεων (ακυρώθηκε: διακοπές)",
        "Πέμ 15 Απρ 2021 6 μ.μ. EEST Θεωρία/Πράξη Αντίθεση φάσης θα ανακοινωθεί",
        "«κρυοηλεκτρονική»",
        "3 Προσεχείς συναντήσεις 3.1 15 Απρ 2021",
        "Αντίθεση φάσης 6 μ.μ. EEST · 4 μ.μ. BST · 11 π.μ. EDT",
        "Θα συγκρίνουμε δύο αποδείξεις. –Σύνδεση",
        "–Σύνδεση στη συνάντηση https://synantisi.example/1 Κωδικός πρόσβασης: mystiko-2",
        "–Μελέτη (1 ώ. 25 λ., 13 σελίδες· προαιρετικά 20 λ.)",
        "4 Προηγούμενες συναντήσεις 4.1 25 Μαρ 2021",
        "–Καταγραφή της συνάντησης",
        "Έκδοση για μέλη: περιέχει συνδέσμους, παρακαλούμε μην την κοινοποιείτε",
    ),
    "ja": (
        "電子顕微鏡勉強会山田花子、佐藤太郎、京都2021年4月10日目次",
        "日付時刻グループテーマ2021年3月25日(木)9:00JST理論畳み込みと標本化",
        "2021年4月1日(木)質問の時間（中止：年度初めのため）",
        "2021年4月15日(木)9:00JST理論/実践位相差顕微鏡未定9:00JST今後の展望",
        "答えは「位相」にあります。",
        "3今後の予定3.12021年4月15日–理論/実践–位相差顕微鏡",
        "位相差顕微鏡9:00JST·2:00CEST·17:00PDT（前日）",
        "二つの証明を比べます。–参加方法",
        "–参加方法https://kaigi.example/1パスコード：himitsu-2",
        "–文献（1時間25分、13ページ；任意20分）",
        "4過去の回4.12021年3月25日",
        "–録画",
        "参加者用：接続先のリンクを含むため、転送や共有はご遠慮ください",
    ),
}
"""What each handout says, in its order but for the footer, which stands on every page."""


def build(layout: Layout, engine: str | None = None) -> BuildOutcome:
    request = BuildRequest(layout, as_of="2021-04-10", engine=engine)
    return build_handout(request, lambda message: None)


def read(pdf: Path | None) -> str:
    command = ["pdftotext", "-raw", str(pdf), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("language", PRINTED)
def test_a_handout_speaks_its_language(language: str, tmp_path: Path) -> None:
    shutil.copytree(HANDOUTS / language, tmp_path / language)
    outcome = build(Layout(tmp_path / language))
    assert {fault.code for fault in outcome.diagnostics} <= MACHINE
    text = re.sub(r"\s+", " ", read(outcome.path))
    if language == "ja":
        text = text.replace(" ", "")
    # Fonts have one glyph for 月 and the radical ⽉, and PDFs either of both.
    text = unicodedata.normalize("NFKC", text)
    missing = [
        words for words in PRINTED[language] if unicodedata.normalize("NFKC", words) not in text
    ]
    assert not missing, text
    foreign = {word for key, word in ENGLISH.items() if word != words_for(language)[key]}
    assert not [word for word in foreign if len(word) > 4 and f" {word} " in text]
    if "no-hyphenation" not in {fault.code for fault in outcome.diagnostics}:
        assert measure(outcome.path or Path()) == []
    with pikepdf.open(outcome.path or "") as pdf:
        assert str(pdf.Root.Lang).startswith(language)
        assert len(pdf.pages) == 2


@pytest.mark.parametrize("language", MODULES)
def test_every_language_has_every_word(language: str) -> None:
    words = words_for(language)
    assert words.keys() == ENGLISH.keys()
    for key, word in words.items():
        assert word.strip() == word != ""
        assert re.findall(r"\{.*?\}", word) == re.findall(r"\{.*?\}", ENGLISH[key]), key


def test_a_country_has_its_own_words_and_any_language_has_some() -> None:
    assert words_for("de-AT") is words_for("de")
    assert words_for("pt-BR")["passcode"] != words_for("pt-PT")["passcode"]
    assert words_for("ru") is ENGLISH
    assert punctuation_for("ru") == punctuation_for("en")


# --- the division of words ---

LONG_WORDS = {
    "es": "elec-tró-ni-ca-men-te des-a-for-tu-na-da-men-te",
    "de": "Wahr-schein-lich-keit",
    "hu": "természettudományok bölcsészettudományok",
}


def write_long_words(folder: Path, language: str, passage: str = "") -> Layout:
    record = folder / "syllabus" / "meetings" / "2021-04-15-a.md"
    record.parent.mkdir(parents=True)
    text = f"{LONG_WORDS[(passage or language)[:2]].replace('-', '')} " * 60
    if passage:
        text = f"[{text}]{{lang={passage}}}"
    record.write_text(f"---\ndate: 2021-04-15\ntitle: A\n---\n\n{text}\n", encoding="utf-8")
    course = f"title: A\nzone: UTC\ntime: 9:00\nlanguage: {language}\n"
    (folder / "syllabus" / "course.yaml").write_text(course, encoding="utf-8")
    return Layout(folder)


@pytest.mark.parametrize(
    ("language", "engine"), [("es", "pdflatex"), ("es", "lualatex"), ("de", "pdflatex")]
)
def test_words_are_divided_by_their_languages_patterns_or_not_at_all(
    language: str, engine: str, tmp_path: Path
) -> None:
    installed = find_hyphenation(language, None).patterns is not None
    assert installed or language != "es", "the tests need texlive-lang-spanish"
    outcome = build(write_long_words(tmp_path, language), engine)
    assert divided(outcome.path, language) is installed


def divided(path: Path | None, language: str) -> bool:
    """Return whether words of a PDF are divided; they are so where they may be."""
    found = set(re.findall(r"(\w+)-\n(\w+)", read(path)))
    syllables = f" {LONG_WORDS[language]} "
    for before, after in found:
        places = re.sub("(?<=.)(?=.)", "-?", f"{before}|{after}").replace("-?|-?", "-")
        assert re.search(f" {places} ", syllables), (before, after)
    return bool(found)


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
@pytest.mark.parametrize(("course", "passage"), [("en-GB", "es"), ("es", "es-MX"), ("es", "hu")])
def test_a_passage_is_divided_by_its_own_languages_patterns_or_not_at_all(
    course: str, passage: str, engine: str, tmp_path: Path
) -> None:
    outcome = build(write_long_words(tmp_path, course, passage), engine)
    assert divided(outcome.path, passage[:2]) is passage.startswith("es")


def test_the_courses_own_language_within_a_passage_is_divided_as_ever(tmp_path: Path) -> None:
    layout = write_long_words(tmp_path, "es", "es")
    (record,) = layout.meetings.iterdir()
    text = record.read_text(encoding="utf-8")
    record.write_text(f"{text.replace('[', '[[').strip()}]{{lang=hu}}\n", encoding="utf-8")
    assert divided(build(layout, "pdflatex").path, "es")


def test_patterns_that_are_not_there_are_a_warning_that_names_their_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    layout = Layout(shutil.copytree(HANDOUTS / "fr", tmp_path / "fr"))
    assert prepare_handout(layout, "2021-04-10").diagnostics == (), "no TeX, nothing to say"
    for name in ("kpsewhich", "apt-get"):
        (programs / name).write_text("#!/bin/sh\n")
        (programs / name).chmod(0o755)
    (fault,) = prepare_handout(layout, "2021-04-10").diagnostics
    assert (fault.code, fault.severity) == ("no-hyphenation", Severity.WARNING)
    assert fault.span is not None
    assert (fault.span.file.name, fault.span.line, fault.span.text) == (
        *("syllabus/course.yaml", 4),
        "fr",
    )
    assert fault.hints[0].endswith("apt-get install --no-install-recommends texlive-lang-french")


def test_patterns_of_words_in_another_language_that_are_not_there_are_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    layout = write_long_words(tmp_path / "course", "es")
    (record,) = layout.meetings.iterdir()
    text = "[zu]{lang=en} [a]{lang=hu} [b]{lang=es-MX}\n[c]{lang=de-AT} [d]{lang=de}"
    record.write_text(f"---\ndate: TBD\ntitle: '[A]{{lang=it}}'\n---\n\n{text}\n", encoding="utf-8")
    assert "no-hyphenation" not in {each.code for each in prepare_handout(layout).diagnostics}
    for name in ("kpsewhich", "apt-get"):
        (programs / name).write_text(f"#!/bin/sh\necho {tmp_path}/hyph-es.tex\n")
        (programs / name).chmod(0o755)
    prepared = prepare_handout(layout)
    told = [each for each in prepared.diagnostics if each.code == "no-hyphenation"]
    places = [(each.span.line, each.span.text) for each in told if each.span]
    assert places == [(3, "'[A]{lang=it}'"), (7, "[c]{lang=de-AT}")]
    assert [each.hints[0].rpartition(" ")[2] for each in told] == [
        "texlive-lang-italian",
        "texlive-lang-german",
    ]
    assert prepared.machine is None, "a package that is installed makes none of these files newer"


# --- what a language brings with it ---


def document(folder: Path, language: str, title: str = "A", body: str = "B") -> str:
    layout = write_long_words(folder, "es")
    course = layout.course.read_text(encoding="utf-8").replace("language: es", "")
    layout.course.write_text(f"{course}language: {language}\n", encoding="utf-8")
    record = f"---\ndate: 2021-04-15\ntitle: {title}\n---\n\n{body}\n"
    (layout.meetings / "2021-04-15-a.md").write_text(record, encoding="utf-8")
    front = prepare_handout(layout, "2021-04-10", engine="auto")
    assert front.document is not None, front.diagnostics
    return front.document.text


def test_no_line_of_french_ends_before_its_marks(tmp_path: Path) -> None:
    text = document(tmp_path, "fr", "Une « idée » ?", "Voici : « $x$ » ; `a : b` et 8:00 !")
    assert "Une «~idée~»~?" in text
    assert r"Voici~: «~\(x\)~»~; \code{a : b} et 8:00~!" in text.replace(r"\codespace{}", " ")


def test_greek_letters_are_text_in_greek_and_signs_elsewhere(tmp_path: Path) -> None:
    greek = document(tmp_path / "el", "el", body="Το π και $\\pi$· λόγος· `β` ~~μ~~ a·b")
    assert r"{Απρ}" in greek
    assert r"\printedas{03" not in greek.partition(r"\begin{document}")[2]
    text = re.sub(r"\\foreign\{\w+\}", r"\\foreign", greek)
    assert r"\foreign{Το π και} \(\pi\)· \foreign{λόγος·} \code{\foreign{β}}" in text
    assert r"\struck{\foreign{μ}}~a·b" in text
    assert r"\printedas{03C0}" in document(tmp_path / "en", "en", body="the π")


@pytest.mark.parametrize("language", ["ar", "fa", "he", "zh-Hans", "zh-TW", "ko", "no", "de-AT"])
def test_any_language_gives_a_document(language: str, tmp_path: Path) -> None:
    assert r"\begin{document}" in document(tmp_path, language)


def test_a_hebrew_handout_reads_from_right_to_left(tmp_path: Path) -> None:
    layout = write_long_words(tmp_path, "es")
    course = (
        "title: סמינר אופטיקה\nzone: Asia/Jerusalem\ntime: 9:00\nlanguage: he\nwords: {past: עבר}\n"
    )
    layout.course.write_text(course, encoding="utf-8")
    record = "---\ndate: 2021-04-15\ntitle: עדשות\n---\n\nשלום.\n"
    (layout.meetings / "2021-04-15-a.md").write_text(record, encoding="utf-8")
    outcome = build(layout)
    (fault,) = (each for each in outcome.diagnostics if each.code == "no-words-for-language")
    assert f"{len(ENGLISH) - 1} are printed in English" in fault.message
    text = re.sub("[\\s\u200e\u200f\u202a-\u202e]", "", read(outcome.path))
    assert "סמינראופטיקה" in text
    assert "באפר׳" in text


def test_a_hyphen_in_the_schedule_stands_beside_hebrew(tmp_path: Path) -> None:
    """A line that is taken apart to be measured is not read for its direction a second time."""
    files = {
        "syllabus/course.yaml": "title: O\nzone: UTC\ntime: 9:00\nlanguage: en\n",
        "syllabus/meetings/a.md": "---\ndate: 2021-04-17\ntitle: עברית\n---\nA.\n",
        "syllabus/meetings/b.md": "---\ndate: 2021-04-16\ntitle: A co-operative\n"
        "speaker: O'Neil-Smith\n---\nB.\n",
    }
    layout = project(tmp_path, files)
    outcome = build_handout(BuildRequest(layout, "2021-04-10", history=False), lambda _: None)
    assert outcome.path is not None, outcome.diagnostics
