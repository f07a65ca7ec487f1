r"""Runs of characters that pdfLaTeX's fonts do not have, such as Привет or 日本語.

They are written as they are, inside of `\foreign{…}`: only LuaLaTeX can set them, in typefaces
that are chosen once the whole handout is written (`typefaces`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from syllabus.on_demand import pattern

_GREEK = pattern("[\u0370-\u03ff\u1f00-\u1fff]")
_RIGHT_TO_LEFT = pattern(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_JOINERS = pattern("[\u061c\u200c-\u200f\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_REGIONS = pattern("[\U0001f1e6-\U0001f1ff]")
_SYNTAX = pattern("[\x00-\x1f\x7f\\\\{}#%&$_^~\"'`]")
_RUN = pattern("(?:F|[OF ]?M{0,9}X)[MX]*(?: ?(?:F|[OF ]?M{0,9}X)[MX]*)*D?")
FOREIGN = r"\\foreign\{[^{}\\]*\}(?:(?:\x02[0-9]*\x03)*\\foreign\{[^{}\\]*\})*"
"""Runs in LaTeX, as a regular expression; several that follow each other are one."""
_BRACKETS = {")": "(", "]": "["}
_OPENING = frozenset(_BRACKETS.values())
_RIGHT_TO_LEFT_MARK = "\u200f"


def is_right_to_left(text: str) -> bool:
    """Return whether a text has letters of a script that runs from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def begins_right_to_left(text: str) -> bool:
    """Return whether a text as a whole runs from right to left, by its first letter (UAX 9, P2)."""
    if not is_right_to_left(text):
        return False
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def greek_letters(text: str) -> tuple[int, ...]:
    """Return the offsets of the Greek letters of a text, without their combining accents."""
    return tuple(found.start() for found in _GREEK.finditer(text))


def foreign_runs(
    text: str, lost: Collection[int], *, greek: bool = False
) -> tuple[tuple[int, int], ...]:
    """Return where the runs begin and end that hold the characters at the offsets `lost`.

    A run includes a character's marks and joiners, the letter under a mark, all other Greek
    letters, so that no word mixes fonts, and a space between two words; in `greek`, also the
    semicolon after a word, which is a raised dot.
    """
    related = _RIGHT_TO_LEFT_MARK if is_right_to_left(text) else ""
    if any(_GREEK.match(text[offset]) for offset in lost):
        related += "".join(set(_GREEK.findall(text)))
    kinds = "".join(
        _kind(character, lost=offset in lost, related=character in related)
        for offset, character in enumerate(text)
    )
    if greek:
        kinds = "".join(
            "D" if character == "·" and _GREEK.match(before) else kind
            for kind, character, before in zip(kinds, text, f" {text}", strict=False)
        )
    return tuple(match.span() for match in _RUN.finditer(kinds))


def _kind(character: str, *, lost: bool, related: bool) -> str:
    """Return F for a foreign character, X for a foreign mark, M for a mark or a joiner."""
    mark = unicodedata.category(character).startswith("M")
    if lost or related:
        return "X" if mark else "F"
    if mark or _JOINERS.match(character):
        return "M"
    if character == " ":
        return " "
    if _SYNTAX.match(character):
        return "S"
    return "O"


def write_run(text: str) -> str:
    r"""Return a run as LaTeX; there is no character of TeX's syntax in it."""
    return rf"\foreign{{{text}}}"


def run_text(tex: str) -> str:
    """Return what is in a run of LaTeX, which may be several."""
    return "".join(re.findall(r"\\foreign\{([^{}\\]*)\}", tex))


def foreign_clusters(runs: Iterable[str]) -> frozenset[str]:
    """Return every cluster of characters in some runs that a font must have."""
    return frozenset(cluster for run in set(runs) for cluster in clusters(run) if visible(cluster))


def close_brackets(text: str) -> str:
    """Return a text whose brackets run from right to left where what they enclose does.

    LaTeX's babel decides on each bracket alone; UAX 9, N0, on both of a pair. A mark after the
    closing one says what babel does not see.
    """
    pieces: list[str] = []
    back = False  # whether the last letter runs from right to left
    last = {"L": -1, "R": -1}
    opened: dict[str, tuple[int, bool]] = {}
    for offset, character in enumerate(text):
        pieces.append(character)
        if character in _OPENING:
            opened[character] = offset, back
        elif character in _BRACKETS and _BRACKETS[character] in opened:
            start, ran_back = opened[_BRACKETS[character]]
            if ran_back and last["R"] > start > last["L"]:
                pieces.append(_RIGHT_TO_LEFT_MARK)
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            back = kind != "L"
            last["R" if back else "L"] = offset
    return "".join(pieces)


def clusters(text: str) -> Iterator[str]:
    """Yield what a font sets as one: a character and its marks, a flag, a joined emoji."""
    cluster = ""
    for character in text:
        joined = (
            unicodedata.category(character).startswith("M")
            or _JOINERS.match(character)
            or cluster.endswith("\u200d")
            or (_REGIONS.match(character) and _REGIONS.fullmatch(cluster))
        )
        if cluster and not joined:
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def foreign_part(cluster: str) -> str:
    """Return the character that a cluster is foreign for: not the letter under a foreign mark."""
    return next((each for each in cluster if not each.isascii()), cluster)


def visible(cluster: str) -> str:
    """Return the characters of a cluster that a font must have."""
    return "".join(
        character
        for character in cluster
        if character != " " and (not _JOINERS.match(character) or character >= "\U0001f3fb")
    )
