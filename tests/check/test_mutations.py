"""A good project that somebody damages: it is told, or every word of it is printed."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from tests.check.mutations import PROJECT, Files, mutate

from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.workspace.layout import Layout

SEEDS = range(3_000)
"""What every run does, 2,000 different projects; SYLLABUS_SEEDS=5000-9000 does others."""
CHUNK = 250

# What is read and has no words of its own in the handout.
_NOT_PRINTED = re.compile(
    r"<!--.*?-->"  # a comment
    r"|@[\w:.-]+"  # a citation, which prints its work
    r"|&\w+;|^[ \t]*`{3,}[^\n`]*$|\[\^[^\]]*\]:?"  # the language of code, the label of a footnote
    r"|^ *::: members|\]\([^)]*\)"  # a fence, the address of a link
    r"|\\\w+",  # a command of a formula
    re.MULTILINE | re.DOTALL,
)
_PRINTED_KEYS = frozenset(
    (
        *("title", "topic", "room", "author", "place", "passcode", "module", "name"),
        *("affiliation", "building", "address", "reason"),
    )
)
_FRONT = re.compile(r"---\n(.*?)\n---(?:\n|\Z)", re.DOTALL)
_IN_BRACES = re.compile(r"[{,] *(\w+): (\"[^\"]*\"|[^\",{}\[\]]+)(?=[,}])")


def _seeds() -> range:
    first, _, last = os.environ.get("SYLLABUS_SEEDS", "").partition("-")
    return range(int(first), int(last)) if last else SEEDS


@cache
def _damages() -> list[tuple[int, Files]]:
    """Return what seeds make of the good project, each project once, and the first seed of it."""
    first: dict[frozenset[tuple[str, str]], int] = {}
    for seed in _seeds():
        first.setdefault(frozenset(mutate(seed).items()), seed)
    return [(seed, mutate(seed)) for seed in first.values()]


@pytest.mark.parametrize("first", range(0, len(_damages()), CHUNK))
def test_what_is_damaged_is_told_or_printed_to_the_last_word(first: int, tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    _replace(tmp_path, {}, PROJECT)
    assert prepare_handout(layout, "2021-04-14").diagnostics == ()
    silent: dict[int, list[str]] = {}
    before = PROJECT
    for seed, files in _damages()[first : first + CHUNK]:
        _replace(tmp_path, before, files)
        before = files
        prepared = prepare_handout(layout, "2021-04-14")
        if prepared.diagnostics:
            continue
        assert prepared.document is not None
        printed = _letters(prepared.document.text)
        if missing := [word for word in _words(files) if _folded(word) not in printed]:
            silent[seed] = missing
    assert silent == {}


def _replace(root: Path, before: Files, files: Files) -> None:
    """Make the files of a project others, of which those stay that are the same."""
    for name in before.keys() - files.keys():
        (root / name).unlink()
        with suppress(OSError):  # others are in it
            os.removedirs((root / name).parent)
    for name, text in files.items():
        if before.get(name) != text:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def _words(files: Files) -> Iterator[str]:
    """Yield the words of records and sections that readers are to see."""
    for name, text in files.items():
        front = (
            re.match(r"---\n(.*?)\n---(?:\n|\Z)", text, re.DOTALL) if "meeting" in name else None
        )
        if name.endswith(".bib"):
            continue
        values = text if name.endswith("course.yaml") else front[1] if front else ""
        body = "" if name.endswith("course.yaml") else text[front.end() if front else 0 :]
        for line in values.split("\n"):
            key, _, value = line.partition(":")
            found = [value] if key.strip() in _PRINTED_KEYS and "{" not in value else []
            found += (each[2] for each in _IN_BRACES.finditer(line) if each[1] in _PRINTED_KEYS)
            for words in found:
                if words.strip() != "none":  # a room
                    yield from re.findall(r"[^\W_]+", words)
        yield from re.findall(r"[^\W_]+", _NOT_PRINTED.sub(" ", body))


def _letters(tex: str) -> str:
    """Return the letters and digits of a .tex, without commands, and with them."""
    plain = re.sub(r"^%[@#].*$", "", tex, flags=re.MULTILINE)
    plain = re.sub(r"\\foreign\{\w\}|\\printedas\{[0-9A-F]+\}", "", plain)
    without = re.sub(r"\\[A-Za-z]+\*?(?:\{\})?|\\(?=[^A-Za-z])", "", plain)
    return _folded(without + plain)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.replace("½", ""))  # which LaTeX writes as a command
    return re.sub(r"[\W_]+", "", plain).casefold()
