"""Which engine sets a handout, and in which typefaces what pdfLaTeX cannot print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from syllabus.diagnostics import Diagnostic
from syllabus.model.engine import Engine
from syllabus.on_demand import dataclass
from syllabus.outputs.pdf.view import HandoutView, TypefaceView
from syllabus.tex.filled import FilledText, WriteRun
from syllabus.writers.latex import Latex, foreign_clusters, foreign_part, is_right_to_left

if TYPE_CHECKING:
    from syllabus.writers.latex.typefaces import FindTypefaces, Typeface, UnprintableCharacter

_PINNED = (
    "write it differently, or let LuaLaTeX set the handout: it can use other fonts",
    "'engine: auto' in course.yaml or '--engine auto' does so where it is needed",
)


class Fill(Protocol):
    """Makes the .tex of a view, or says why a template makes none."""

    def __call__(
        self, view: HandoutView, write_run: WriteRun | None = None
    ) -> FilledText | Diagnostic:
        """Write each run of other scripts by `write_run`, or leave it as it is."""
        ...


@dataclass(frozen=True, slots=True)
class TypesetText:
    """A handout's .tex, the engine that it is for, and what that cannot print."""

    filled: FilledText
    engine: Engine
    unprintable: Mapping[str, UnprintableCharacter]


def set_type(
    view: HandoutView, fill: Fill, engine: Engine | None, find_typefaces: FindTypefaces
) -> TypesetText | Diagnostic:
    """Write a handout for the engine that can print it.

    Without an `engine`, it is pdfLaTeX unless there are characters that its fonts do not have.
    """
    filled = fill(view)
    if isinstance(filled, Diagnostic):
        return filled
    runs = tuple(run.text for run in filled.runs)
    wanted = foreign_clusters(runs)
    if engine is None:
        engine = Engine.LUALATEX if wanted else Engine.PDFLATEX
    if engine is Engine.PDFLATEX and not wanted:
        return TypesetText(filled, engine, {})
    from syllabus.writers.latex.typefaces import Coverage, RunWriter, UnprintableCharacter

    if engine is Engine.PDFLATEX:
        unprintable = {each: UnprintableCharacter(foreign_part(each), _PINNED) for each in wanted}
        return TypesetText(filled, engine, unprintable)
    coverage = find_typefaces(wanted) if wanted else Coverage()
    if coverage.unprintable:
        return TypesetText(filled, engine, coverage.unprintable)
    trial = RunWriter(coverage)
    for run in runs:
        trial.write(run)
    for_lualatex = replace(
        view,
        lualatex=True,
        typefaces=tuple(_typeface(name, face) for name, face in trial.typefaces.items()),
        right_to_left=any(map(is_right_to_left, wanted)),
    )
    filled = fill(for_lualatex, RunWriter(coverage).write)
    return filled if isinstance(filled, Diagnostic) else TypesetText(filled, engine, {})


def _typeface(name: str, face: Typeface) -> TypefaceView:
    upright = _font(face.upright)
    return TypefaceView(
        name=Latex(name),
        upright=upright,
        bold=_font(face.bold) if face.bold else None,
        italic=_font(face.italic) if face.italic else None,
        bold_italic=_font(face.bold_italic) if face.bold_italic else None,
        mono=_font(face.mono) if face.mono else upright,
    )


def _font(file: str) -> Latex:
    """Return a font as luaotfload names it; of a collection of fonts, the first."""
    number = "(0)" if file.endswith(".ttc") else ""
    return Latex(f"[{file}]{number}:mode=harf")
