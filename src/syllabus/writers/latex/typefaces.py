r"""Typefaces for what pdfLaTeX's fonts do not have: which run of a handout is set in which."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from itertools import groupby

from syllabus.on_demand import dataclass
from syllabus.writers.latex.foreign import clusters, is_right_to_left, visible

_BREAK = "\u200b"
"""Where a line may break; the preamble gives it its meaning."""
_NEVER_FIRST = frozenset(
    "、。，．・：；？！）］｝」』】〉》〕〗ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々‥…％"
)
_NEVER_LAST = frozenset("（［｛「『【〈《〔〖")


@dataclass(frozen=True, slots=True)
class Typeface:
    """Font files of one design, by the names that TeX finds them by; None if there is none.

    `picture` says that its characters are pictures, which nobody could copy as text.
    """

    upright: str
    bold: str | None = None
    italic: str | None = None
    bold_italic: str | None = None
    mono: str | None = None
    picture: bool = False

    @property
    def files(self) -> tuple[str, ...]:
        """All its files; a typeface has a character only if all of them have it."""
        every = (self.upright, self.bold, self.italic, self.bold_italic, self.mono)
        return tuple(file for file in every if file is not None)


@dataclass(frozen=True, slots=True)
class UnprintableCharacter:
    """A character that cannot be printed, and what to do about it."""

    character: str
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which typefaces have a cluster of characters, best first, and what cannot be printed.

    A cluster is in one of both. Where no typeface has all of it, but some have each character,
    it has no typefaces of its own and its characters have.
    """

    typefaces: Mapping[str, tuple[Typeface, ...]] = field(default_factory=dict)
    unprintable: Mapping[str, UnprintableCharacter] = field(default_factory=dict)


FindTypefaces = Callable[[frozenset[str]], Coverage]
"""Looks for typefaces that have certain clusters of characters."""


class RunWriter:
    r"""Writes runs with their typeface, `\foreign{a}{…}`: one that has all of it, if there is one.

    `typefaces` are those that were used, by the name that the runs call them by.
    """

    def __init__(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self._names: dict[Typeface, str] = {}

    @property
    def typefaces(self) -> Mapping[str, Typeface]:
        """The typefaces that were used, by name, in the order of their first use."""
        return {name: face for face, name in self._names.items()}

    def write(self, run: str) -> str:
        """Return a run as LuaLaTeX is to set it."""
        typefaces = self._coverage.typefaces
        pieces = tuple(
            piece
            for cluster in clusters(run)
            for piece in ((cluster,) if typefaces.get(cluster) else cluster)
        )
        chosen = zip(_faces(pieces, typefaces), pieces, strict=True)
        return "".join(
            _pictures(self._name(face), tuple(cluster for _, cluster in stretch))
            if face.picture
            else rf"\foreign{{{self._name(face)}}}{{{_breakable(each for _, each in stretch)}}}"
            for face, stretch in groupby(chosen, lambda pair: pair[0])
            if face is not None
        )

    def _name(self, face: Typeface) -> str:
        # Names of commands and of NFSS families can have letters only: a to z, aa to az, …
        more, last = divmod(len(self._names), 26)
        return self._names.setdefault(face, "a" * more + chr(ord("a") + last))


def _faces(
    run: tuple[str, ...], typefaces: Mapping[str, tuple[Typeface, ...]]
) -> Iterator[Typeface | None]:
    """Yield the typeface of each cluster; None for what no typeface has."""
    known = [typefaces[cluster] for cluster in run if typefaces.get(cluster)]
    # A lone direction mark needs a typeface with right-to-left letters.
    known = known or [each for cluster, each in typefaces.items() if is_right_to_left(cluster)][:1]
    first = known[0] if known else ()
    whole = next((face for face in first if all(face in faces for faces in known)), None)
    face = whole or next(iter(first), None)
    for cluster in run:
        if visible(cluster):
            faces = typefaces.get(cluster, ())
            face = whole or (face if face in faces else next(iter(faces), None))
        # A space or a mark of direction is set in what is before it.
        yield face


def _pictures(name: str, run: tuple[str, ...]) -> str:
    return "".join(
        rf"\pictureof{{{_hexadecimal(cluster)}}}{{\foreign{{{name}}}{{{cluster}}}}}"
        if visible(cluster)
        else cluster.strip("\u200e\u200f")
        for cluster in run
    )


def _hexadecimal(cluster: str) -> str:
    return cluster.encode("utf-16-be").hex().upper()


def _breakable(run: Iterator[str]) -> str:
    """Write a run; between characters of East Asia lines may break, after UAX 14's main rules."""
    pieces: list[str] = []
    before = ""
    for cluster in run:
        if (
            before
            and (_is_wide(before) and _is_wide(cluster))
            and before not in _NEVER_LAST
            and cluster not in _NEVER_FIRST
        ):
            pieces.append(_BREAK)
        pieces.append(cluster)
        before = cluster
    return "".join(pieces)


def _is_wide(cluster: str) -> bool:
    return unicodedata.east_asian_width(cluster[0]) in ("W", "F")
