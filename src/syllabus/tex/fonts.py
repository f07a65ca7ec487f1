"""Fonts of this machine for characters that pdfLaTeX's fonts do not have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from syllabus.on_demand import pattern
from syllabus.tex.install import how_to_install
from syllabus.tex.toolchain import Tool, find_tools, locate_files
from syllabus.workspace.files import open_file
from syllabus.writers.latex import foreign_part, visible
from syllabus.writers.latex.typefaces import Coverage, Typeface, UnprintableCharacter

# A typeface stands here once for each set of its styles: Hebrew has no italics in FreeSerif.
_FREE_SERIF = ("FreeSerif.otf", "FreeSerifBold.otf", "FreeSerifItalic.otf")
_MANY_SCRIPTS = (
    Typeface(*_FREE_SERIF, "FreeSerifBoldItalic.otf", "FreeMono.otf"),
    Typeface(*_FREE_SERIF, "FreeSerifBoldItalic.otf"),
    Typeface(*_FREE_SERIF[:2]),
    Typeface(_FREE_SERIF[0]),
)
_COMMON = (
    Typeface("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", mono="DejaVuSansMono.ttf"),
    Typeface("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    Typeface("DejaVuSans.ttf"),
)
_EAST_ASIA = (
    Typeface("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"),
    Typeface("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    Typeface("HaranoAjiMincho-Regular.otf", "HaranoAjiMincho-Bold.otf"),
    Typeface("wqy-microhei.ttc"),
    Typeface("wqy-zenhei.ttc"),
    Typeface("DroidSansFallbackFull.ttf"),
)
_SIGNS = (Typeface("Symbola_hint.ttf"), Typeface("Symbola.ttf"))
_PICTURES = (Typeface("NotoColorEmoji.ttf", picture=True),)

_EMOJI = pattern("[\U0001f000-\U0001faff](?!.*\ufe0e)|.*\ufe0f", re.DOTALL)
_FREE_SERIF_SCRIPTS = pattern(
    "LATIN|MODIFIER|COMBINING|GREEK|COPTIC|CYRILLIC|ARMENIAN|HEBREW|ARABIC|THAANA|DEVANAGARI"
    "|BENGALI|GURMUKHI|GUJARATI|ORIYA|TAMIL|MALAYALAM|SINHALA|THAI|ETHIOPIC|GEORGIAN|MATHEMATICAL"
)


def find_typefaces(wanted: frozenset[str]) -> Coverage:
    """Find what can set each of these clusters of characters; for the others, say what would.

    Without LuaLaTeX nothing can.
    """
    # A cluster that no font has as a whole falls into its characters.
    every = wanted.union(*map(visible, wanted))
    candidates = {cluster: _candidates(cluster) for cluster in every}
    names = {
        name
        for groups in candidates.values()
        for group in groups
        for face in group
        for name in face.files
    }
    library = _Library(locate_files(names))
    found = {cluster: library.find(cluster, candidates[cluster]) for cluster in sorted(every)}
    lacking = {
        cluster: next((each for each in visible(cluster) if not found[each]), None)
        for cluster in wanted
        if not found[cluster]
    }
    engine = tuple(tool for tool in find_tools("lualatex", "luaotfload.sty") if tool.path is None)
    if engine:
        advice = {
            cluster: _advise_engine(engine, foreign_part(cluster), lacking.get(cluster))
            for cluster in wanted
        }
        return Coverage({}, advice)
    return Coverage(
        found, {cluster: _advise_font(each) for cluster, each in lacking.items() if each}
    )


class _Library:
    """The fonts that are there, each read when it is asked for."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files
        self._repertoires: dict[str, frozenset[int]] = {}

    def find(self, cluster: str, groups: tuple[tuple[Typeface, ...], ...]) -> tuple[Typeface, ...]:
        """Return the typefaces of the first group of which some have the cluster."""
        needed = set(map(ord, visible(cluster)))
        for group in groups:
            if faces := tuple(face for face in group if self._has(face, needed)):
                return faces
        return ()

    def _has(self, face: Typeface, needed: set[int]) -> bool:
        return self._files.keys() >= set(face.files) and all(
            self._repertoire(name) >= needed for name in face.files
        )

    def _repertoire(self, name: str) -> frozenset[int]:
        if name not in self._repertoires:
            self._repertoires[name] = _read_repertoire(self._files[name])
        return self._repertoires[name]


def _candidates(cluster: str) -> tuple[tuple[Typeface, ...], ...]:
    """Return the groups of typefaces that may have a cluster, best first."""
    if _EMOJI.match(cluster):
        return (_PICTURES, _SIGNS, _MANY_SCRIPTS, _COMMON, _EAST_ASIA)
    if _is_east_asian(cluster):
        return (_EAST_ASIA, _MANY_SCRIPTS, _SIGNS)
    noto = _noto(_script(cluster))
    return (_MANY_SCRIPTS, noto, _COMMON, _SIGNS, _EAST_ASIA, _PICTURES)


def _noto(script: str) -> tuple[Typeface, ...]:
    """Return the typefaces that the Noto project, with one for each script, has for this one."""
    name = script.title().replace("-", "")
    designs = ("NaskhArabic",) if script == "ARABIC" else (f"Serif{name}", f"Sans{name}")
    return tuple(
        Typeface(f"Noto{design}-Regular.ttf", bold)
        for design in designs
        for bold in (f"Noto{design}-Bold.ttf", None)
    )


def _is_east_asian(cluster: str) -> bool:
    return unicodedata.east_asian_width(cluster[0]) in ("W", "F")


def _script(cluster: str) -> str:
    """Return the script of a cluster, which the name of a letter begins with."""
    return unicodedata.name(cluster[0], "").partition(" ")[0]


def _read_repertoire(path: Path) -> frozenset[int]:
    """Return the characters that a font has, none if it is no font."""
    from fontTools.ttLib import TTFont, TTLibError  # only handouts in other scripts need it

    try:
        with open_file(path) as file, TTFont(file, fontNumber=0, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError):
        return frozenset()


def _advise_engine(
    missing: tuple[Tool, ...], character: str, lacking: str | None
) -> UnprintableCharacter:
    tools = (*missing, *(_advised_font(lacking) if lacking else ()))
    return UnprintableCharacter(character, (f"LuaLaTeX can print it; {how_to_install(tools)}",))


def _advise_font(character: str) -> UnprintableCharacter:
    font = _advised_font(character)
    if not font:
        hint = "no font that syllabus knows has it: write it differently"
    else:
        hint = f"no font here has it; {how_to_install(font)}"
    return UnprintableCharacter(character, (hint,))


def _advised_font(character: str) -> tuple[Tool, ...]:
    """Return the font to install for a character; nothing if all that may have it are there."""
    if unicodedata.category(character) in ("Cc", "Cn", "Co"):
        return ()
    script = _script(character)
    advised: Iterable[str] = ("NotoSans-Regular.ttf", "Symbola_hint.ttf")
    if _EMOJI.match(character):
        advised = ("NotoColorEmoji.ttf", "Symbola_hint.ttf")
    elif _is_east_asian(character):
        advised = ("NotoSerifCJK-Regular.ttc",)
    elif _FREE_SERIF_SCRIPTS.fullmatch(script) or unicodedata.category(character)[0] in "SP":
        advised = ("FreeSerif.otf", *advised)
    tools = {tool.name: tool for tool in find_tools(*advised)}
    return tuple(tools[name] for name in advised if tools[name].path is None)[:1]
