"""The language of words in another script than the text's, as far as their letters tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from syllabus.on_demand import dataclass, pattern


@dataclass(frozen=True, slots=True)
class Script:
    """A script by its name in ISO 15924, the language that it most often writes, its letters."""

    name: str
    language: str
    letters: tuple[tuple[int, int], ...]


SCRIPTS = (
    Script("Grek", "el", ((0x370, 0x3FF), (0x1F00, 0x1FFF))),
    Script("Cyrl", "ru", ((0x400, 0x52F),)),
    Script("Armn", "hy", ((0x530, 0x58F),)),
    Script("Hebr", "he", ((0x590, 0x5FF), (0xFB1D, 0xFB4F))),
    Script("Arab", "ar", ((0x600, 0x6FF), (0x750, 0x77F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))),
    Script("Deva", "hi", ((0x900, 0x97F),)),
    Script("Beng", "bn", ((0x980, 0x9FF),)),
    Script("Taml", "ta", ((0xB80, 0xBFF),)),
    Script("Thai", "th", ((0xE00, 0xE7F),)),
    Script("Geor", "ka", ((0x10A0, 0x10FF),)),
    Script("Hang", "ko", ((0x1100, 0x11FF), (0xAC00, 0xD7A3))),
    Script("Kana", "ja", ((0x3040, 0x30FF),)),
    Script("Hani", "zh", ((0x4E00, 0x9FFF), (0x3400, 0x4DBF))),
)
_MIXED = {
    "Jpan": frozenset(("Kana", "Hani")),
    "Kore": frozenset(("Hang", "Hani")),
    "Hans": frozenset(("Hani",)),
    "Hant": frozenset(("Hani",)),
}
"""The scripts that writing in some languages is made of; source: ISO 15924."""
_BETWEEN = r"\s0-9\u0300-\u036f.,;:!?·()'’\"“”/–-"
"""What may stand between the words of a run, and marks over letters."""
_SIDES = r"\u3000-\u303f\uff00-\uffef"
"""Marks of Chinese and Japanese."""
_KANA = pattern("[\u3040-\u30ff]")
_WORD = pattern(rf"[^{_BETWEEN}]{{3}}|[\uac00-\ud7a3]")


@cache
def other_scripts(language: str) -> tuple[Script, ...]:
    """Return the scripts that a language (BCP 47) is not written in, Latin aside."""
    from babel.core import get_global

    code, *subtags = language.split("-")
    likely = get_global("likely_subtags").get(code.lower(), "")
    written = next((each for each in subtags if len(each) == 4), None) or likely[-7:-3]
    own = _MIXED.get(written.title(), frozenset((written.title(),)))
    return tuple(each for each in SCRIPTS if each.name not in own)


def language_runs(text: str, language: str) -> Iterator[tuple[str, str | None]]:
    """Yield the pieces of a text in a language (BCP 47), each with its own if that is another.

    Where no word of an alphabet has three letters, they are signs, such as the α of a helix.
    """
    if text.isascii():
        yield text, None
        return
    done = 0
    for found in _runs(language).finditer(text):
        spoken = found.lastgroup or ""
        if spoken != "zh" and not _WORD.search(found[0]):
            continue
        if done < found.start():
            yield text[done : found.start()], None
        yield found[0], "ja" if spoken == "zh" and _KANA.search(found[0]) else spoken
        done = found.end()
    if done < len(text):
        yield text[done:], None


@cache
def _runs(language: str) -> re.Pattern[str]:
    choices, east = [], ""
    for script in other_scripts(language):
        letters = "".join(f"{chr(first)}-{chr(last)}" for first, last in script.letters)
        if script.name in ("Kana", "Hani"):
            east += letters
        else:
            run = f"[{letters}]+(?:[{_BETWEEN}]+[{letters}]+)*"
            choices.append(f"(?P<{script.language}>{run})")
    if east:
        choices.append(f"(?P<zh>[{east}]+(?:[{_SIDES}]+[{east}]+)*)")
    return re.compile("|".join(choices))
