"""Plain text of mail comes back as it was from lines that fit (RFC 3676)."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from syllabus.outputs.mail.flowed import Flowed, flow

LONG = "Chapter six of the book on lenses and mirrors, which everybody has to read before Tuesday."
ADDRESS = "https://meet.example/" + "a-very-long-name/" * 8 + "?x=1"


def joined(flowed: Flowed) -> list[str]:
    """Join lines as RFC 3676, 4.1 and 4.2, tells programs that read them."""
    paragraphs: list[str] = []
    goes_on: str | None = None
    for line in flowed.text.split("\n"):
        marks = re.match(">*", line)
        assert marks is not None
        text = line[marks.end() :].removeprefix(" ") if line[marks.end() :] else ""
        soft = text.endswith(" ") and text != "-- "
        if goes_on == marks[0]:
            paragraphs[-1] += text[:-1] if soft and flowed.delsp else text
        else:
            assert goes_on is None
            paragraphs.append(f"{marks[0]} {text}" if marks[0] and text else marks[0] + text)
            if soft and flowed.delsp:
                paragraphs[-1] = paragraphs[-1][:-1]
        goes_on = marks[0] if soft else None
    assert goes_on is None
    return paragraphs


WORDS = st.sampled_from(
    ["", "a", "lens", "From", ">", "--", "字", "位相差", "、", "「", "한국어", "Grüße", "-", "1.",
     ADDRESS, "ada@uni.example", "    ", "x" * 90, "é", "😀", "ที่นี่", "\u00a0"]
)  # fmt: skip


@given(st.lists(st.lists(WORDS, max_size=40).map(" ".join), max_size=6).map("\n".join))
@example(f"- {LONG}\n  {LONG}\n\n> {LONG}\n> > {LONG}\n>\n\n    {LONG}")
def test_lines_are_joined_to_what_they_were(text: str) -> None:
    flowed = flow(text)
    wanted = []
    for given_line in text.split("\n"):
        line = given_line.rstrip(" ")
        quote = re.match("(?:> ?)+", line)
        rest = line[quote.end() :] if quote else line
        marks = ">" * quote[0].count(">") if quote else ""
        wanted.append(f"{marks} {rest}" if marks and rest else marks + rest)
    assert joined(flowed) == wanted
    for address in (ADDRESS, "ada@uni.example"):
        assert flowed.text.count(address) == text.count(address)


@pytest.mark.parametrize(
    ("text", "delsp", "lines"),
    [
        (f"1. {LONG}", False, [f"1. {LONG[:67]}", LONG[67:]]),
        (f"> > {LONG}", False, [f">> {LONG[:70]}", f">> {LONG[70:]}"]),
        (f"Join: {ADDRESS} (17)", False, ["Join: ", f"{ADDRESS} ", "(17)"]),
        (f"1. a\n\n       $ cp {LONG}", False, ["1. a", "", f"        $ cp {LONG}"]),
        ("From here on\n>5 lenses", False, [" From here on", "> 5 lenses"]),
        ("位相差顕微鏡" * 6, True, ["位相差顕微鏡" * 5 + "位相差顕微 ", "鏡"]),
        ("한국어는 " * 9, False, ["한국어는 " * 8, "한국어는"]),
        ("é" * 34 + " " + "e\u0301" * 36, False, ["é" * 34 + " " + "e\u0301" * 36]),
    ],
)
def test_a_line_ends_where_it_may(text: str, delsp: bool, lines: list[str]) -> None:
    assert flow(text) == Flowed("\n".join(lines), delsp)
