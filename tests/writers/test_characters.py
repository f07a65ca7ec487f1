"""What can be printed in text is printed, and comes back out of the PDF as it went in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.counting import steps_of
from tests.writers.typeset import printed_text, set_lines

from syllabus.writers.latex.characters import (
    ACCENTS,
    INVISIBLE,
    NATIVE,
    SPACES,
    WRITTEN,
    compose,
    latex_characters,
    split_foreign,
    text_command,
    unprintable,
)
from syllabus.writers.latex.symbols import COMMANDS, PRIMES, SUBSCRIPTS, SUPERSCRIPTS

BLOCKS = ((0xA0, 0x3100), (0xFB00, 0xFE10), (0x1D400, 0x1D800), (0x24C7, 0x24D0))
CLUSTERS = [
    "m\u0304",
    "x\u0302",
    "q\u030c",
    "n\u0308",
    "b\u0331",
    "ø\u0304",
    "o\u0323\u0304",
    "æ\u030a",
]
FONTS = ["{}", r"\texttt{{{}}}", r"\textbf{{\textit{{{}}}}}", r"\textsc{{{}}}"]


def characters() -> list[str]:
    """Every character with a glyph; those that NFC makes another character are that one."""
    found = [chr(code) for first, last in BLOCKS for code in range(first, last)]
    return [
        character
        for character in found
        if text_command(character) is not None
        and character not in SPACES
        and character not in INVISIBLE
        and compose(character) == character
    ]


@pytest.mark.parametrize("font", FONTS)
def test_all_characters_are_printed_and_can_be_copied(font: str, tmp_path: Path) -> None:
    texts = characters() + CLUSTERS
    assert len(texts) > 1500
    lines = [
        f"{number}: " + font.format(f"m{latex_characters(text, str)}m")
        for number, text in enumerate(texts)
    ]
    assert set_lines(tmp_path, lines) == {}
    copied = dict(re.findall(r"(?m)^\f?x (\d+): m(.*)m$", printed_text(tmp_path)))
    wrong = {text: copied.get(str(number)) for number, text in enumerate(texts)}
    assert not {text: copy for text, copy in wrong.items() if copy != compose(text)}


def test_every_table_holds_only_what_is_printed() -> None:
    tables = (NATIVE, SPACES, INVISIBLE, WRITTEN, COMMANDS, PRIMES, SUBSCRIPTS, SUPERSCRIPTS)
    for table in tables:
        assert not [character for character in table if text_command(character) is None]


def test_spaces_and_invisible_characters_break_nothing(tmp_path: Path) -> None:
    text = "".join(f"a{character}b " for character in (*SPACES, *INVISIBLE))
    assert unprintable(text) == ()
    assert set_lines(tmp_path, [latex_characters(text, str)]) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("Ångström ć – “x”", "Ångström ć – “x”"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("→α", r"→\printedas{03B1}{\ensuremath{\alpha}}"),
        ("p.\u00a03", "p.~3"),
        ("m\u0304", r"\printedas{006D0304}{\={m}}"),
        ("ī", r"\printedas{012B}{\={\i}}"),
        ("ệ", r"\printedas{1EC7}{\d{ê}}"),
        ("x\ufe0f\u200b", r"x\hspace{0pt}"),
        ("𝑥", r"\printedas{D835DC65}{\ensuremath{\mathnormal{x}}}"),
    ],
)
def test_texts_are_written(text: str, expected: str) -> None:
    assert latex_characters(text, str) == expected


def test_ascii_is_left_to_the_one_who_escapes() -> None:
    assert latex_characters("a_b ć_d", lambda ascii_text: ascii_text.replace("_", "?")) == "a?b ć?d"


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("plain", ()),
        ("日本 x", (0, 1)),
        ("a 😀 b", (2,)),
        ("ж", (0,)),
        ("m\u0304 m\u20d7", (4,)),
        ("x\u0305", (1,)),
        (" \u0301", (1,)),
        ("\u0301", (0,)),
        ("e\u0301日", (2,)),
    ],
)
def test_what_cannot_be_printed_is_found_where_it_stands(
    text: str, offsets: tuple[int, ...]
) -> None:
    assert unprintable(text) == offsets


@given(st.text() | st.text(st.sampled_from(["e", "日", "\n", " ", *ACCENTS, "\u20d7", "→", "é"])))
def test_any_text_is_written_or_told_of(text: str) -> None:
    native = re.sub(r"\\foreign\{[^{}\\]*\}", "", latex_characters(text, str))
    assert set(native) <= NATIVE | set(map(chr, range(128)))
    offsets = unprintable(text)
    foreign = "".join(stretch for stretch, foreign in split_foreign(text) if foreign)
    assert {text[offset] for offset in offsets} <= set(foreign)
    assert all(not text[offset].isascii() for offset in offsets)
    whole = "".join(stretch for stretch, _ in split_foreign(text))
    assert whole.replace("\u200f", "") == text.replace("\u200f", "")


@pytest.mark.parametrize(
    "text", ["plain words ", "Étude für Ångström “x” ", "αβγ → δ ", "m\u0304 e\u0301 "]
)
def test_a_text_of_twice_the_length_takes_twice_the_work(text: str) -> None:
    def steps(characters: int) -> int:
        long = text * (characters // len(text))
        return steps_of(lambda: (latex_characters(long, str), unprintable(long)), 10_000_000)

    # Twice the text, twice the work.
    assert steps(100_000) < 2.2 * steps(50_000) + 1_000
