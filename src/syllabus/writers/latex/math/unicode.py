"""What a formula writes in place of characters that are not ASCII."""

from __future__ import annotations

from syllabus.writers.latex.characters import INVISIBLE, SPACES, latex_characters, unprintable
from syllabus.writers.latex.symbols import PRIMES, SUBSCRIPTS, SUPERSCRIPTS, math_command


def math_character(text: str) -> str | None:
    r"""Return the TeX that stands in math for a character, or for a run of scripts such as `²³`.

    A letter that math does not have, such as Å, is set as text. None if nothing prints it.
    """
    if text in PRIMES:
        return PRIMES[text]
    for table, mark in ((SUPERSCRIPTS, "^"), (SUBSCRIPTS, "_")):
        if text[0] in table:
            return f"{mark}{{{''.join(table[character] for character in text)}}}"
    if text in SPACES or text in INVISIBLE:
        return SPACES.get(text)
    command = math_command(text)
    if command is not None:
        return f"{command} " if command[-1].isalpha() else command
    return None if unprintable(text) else rf"{{\text{{{text_characters(text)}}}}}"


def text_characters(text: str) -> str:
    r"""Return the TeX that stands in `\text` for characters."""
    if text == '"':  # some languages give it a meaning of its own
        return r"\textquotedbl{}"
    return latex_characters(text, str)
