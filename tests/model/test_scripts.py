"""Words in another script than the text's are in the language that their letters tell."""

from __future__ import annotations

import pytest

from syllabus.model.scripts import language_runs


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "See φῶς, Η αβγ (το φως).", {"φῶς, Η αβγ (το φως": "el"}),
        ("en", "an α-helix and Δx, αβ", {}),
        ("de", "Привет, мир и שָׁלוֹם", {"Привет, мир и": "ru", "שָׁלוֹם": "he"}),
        ("fr", "光の屈折、中文 한국어", {"光の屈折、中文": "ja", "한국어": "ko"}),
        ("en-GB", "中文", {"中文": "zh"}),
        ("uk", "Привіт φῶς", {"φῶς": "el"}),
        ("ja", "光の屈折 中文", {}),
        ("zh-TW", "光 عربي", {"عربي": "ar"}),
        ("sr", "Здраво", {}),
        ("sr-Latn", "Здраво", {"Здраво": "ru"}),
        ("fa", "سلام دنیا", {}),
        ("el", "Καλημέρα κόσμε", {}),
    ],
)
def test_letters_tell_a_language(language: str, text: str, told: dict[str, str]) -> None:
    runs = list(language_runs(text, language))
    assert "".join(piece for piece, _ in runs) == text
    assert {piece: found for piece, found in runs if found} == told
