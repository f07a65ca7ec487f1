"""What changed since the last handout, as LaTeX."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from syllabus.model.document import Inline, Math, Strikeout, Text
from syllabus.outputs.history import MeetingSnapshot, SectionSnapshot
from syllabus.outputs.history.compare import Changed, Changes
from syllabus.outputs.history.remarks import Wording
from syllabus.outputs.history.wording import Piece, PieceKind, split_formulas
from syllabus.source import Span
from syllabus.writers.latex import Latex, LatexWriter, check_math, command, directed

LONGEST_STRUCK = 60
"""Characters of a formula's source that may be struck out."""


@dataclass(frozen=True, slots=True)
class RemarkView:
    """One change in words."""

    label: Latex
    """The kind of change."""
    text: Latex | None
    """What it is about, or None."""


@dataclass(frozen=True, slots=True)
class ChangedView:
    """A meeting or a section that changed, or is gone."""

    mark: Latex
    """The comment that says which record this comes from."""
    title: Latex
    """Its title."""
    label: Latex | None
    """The label of the meeting's section, or None."""
    remarks: tuple[RemarkView, ...]
    """The changes."""


def write_changes(
    changes: Changes,
    wording: Wording,
    linked: Collection[str],
    macros: Mapping[str, str],
    writer: LatexWriter,
) -> tuple[ChangedView, ...]:
    """Write what changed, meetings first; long texts are cut short.

    `linked` are the meetings with a section of their own. A formula that the gate does not let
    pass, such as one of the last handout with a macro that is gone, is printed as it is written.
    """
    writing = _Writing(wording, frozenset(linked), macros, writer)
    return tuple(writing.changed(each) for each in changes.all)


class _Writing:
    """The work of `write_changes`."""

    def __init__(
        self,
        wording: Wording,
        linked: Collection[str],
        macros: Mapping[str, str],
        writer: LatexWriter,
    ) -> None:
        self.wording = wording
        self.linked = linked
        self.macros = macros
        self.writer = writer

    def changed(self, changed: Changed[MeetingSnapshot] | Changed[SectionSnapshot]) -> ChangedView:
        latest = changed.latest
        label = None
        if isinstance(latest, MeetingSnapshot) and changed.new is not None:
            label = Latex(latest.identifier) if latest.identifier in self.linked else None
        return ChangedView(
            mark=self.writer.mark(latest.span),
            title=self.text(self.wording.name(latest), latest.span),
            label=label,
            remarks=tuple(
                RemarkView(
                    self.text(remark.label, latest.span),
                    self.pieces(remark.pieces, latest.span) if remark.pieces else None,
                )
                for remark in self.wording.shortened(self.wording.remarks(changed))
            ),
        )

    def pieces(self, pieces: tuple[Piece, ...], span: Span) -> Latex:
        written = Latex.join((self.piece(piece, span) for piece in pieces), " ")
        return directed(written, pieces[0].text)

    def piece(self, piece: Piece, span: Span) -> Latex:
        nodes = self.nodes(piece.text, span)
        match piece.kind:
            case PieceKind.REMOVED:
                return self.writer.inlines((Strikeout(_strikable(nodes), span),))
            case PieceKind.ADDED:
                return command("added", self.writer.inlines(nodes))
            case _:
                return self.writer.inlines(nodes)

    def text(self, text: str, span: Span) -> Latex:
        return directed(self.writer.inlines(self.nodes(text, span)), text)

    def nodes(self, text: str, span: Span) -> tuple[Inline, ...]:
        """Return a record's text as nodes: words, and formulas where they are such."""
        return tuple(
            Math(each, display=False, span=span)
            if formula and not check_math(each, self.macros, span, display=False)
            else Text(f"${each}$" if formula else each, span)
            for each, formula in split_formulas(text)
        )


def _strikable(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a text without its long formulas: lines cannot break where they are struck out."""
    return tuple(
        Text("…", node.span) if isinstance(node, Math) and len(node.tex) > LONGEST_STRUCK else node
        for node in nodes
    )
