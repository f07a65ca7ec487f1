"""What changed since the last handout, as LaTeX."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from syllabus.model.document import Inline, Inserted, Math, Strikeout, Text
from syllabus.on_demand import dataclass
from syllabus.outputs.history import MeetingSnapshot, SectionSnapshot
from syllabus.outputs.history.compare import Changed, Changes
from syllabus.outputs.history.remarks import Wording
from syllabus.outputs.history.wording import Piece, piece_nodes, text_nodes
from syllabus.source import Span
from syllabus.writers.latex import Latex, LatexWriter, check_math, directed

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


@dataclass(frozen=True, slots=True)
class WrittenChanges:
    """What is new since the last handout."""

    held: Latex | None
    """Which meetings were held, or None."""
    changed: tuple[ChangedView, ...]
    """What changed, meetings first."""
    empty: Latex
    """What to say where nothing has."""


def write_changes(
    changes: Changes,
    wording: Wording,
    linked: Collection[str],
    macros: Mapping[str, str],
    writer: LatexWriter,
) -> WrittenChanges:
    """Write what was held and what changed; long texts are cut short.

    `linked` are the meetings with a section of their own. A formula that the gate does not let
    pass, such as one of the last handout with a macro that is gone, is printed as it is written.
    """
    writing = _Writing(wording, frozenset(linked), macros, writer)
    held = wording.held(changes)
    return WrittenChanges(
        directed(writer.literal(held), held) if held else None,
        tuple(writing.changed(each) for each in changes.all),
        writer.literal(wording.nothing(changes)),
    )


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
        nodes = tuple(map(self.printable, piece_nodes(pieces, span)))
        return directed(self.writer.line(nodes), pieces[0].text)

    def text(self, text: str, span: Span) -> Latex:
        nodes = tuple(map(self.printable, text_nodes(text, span)))
        return directed(self.writer.line(nodes), text)

    def printable(self, node: Inline) -> Inline:
        """Return a formula that does not pass the gate as it is written."""
        match node:
            case Math() if check_math(node.tex, self.macros, node.span, display=False):
                return Text(f"${node.tex}$", node.span)
            case Strikeout():
                return Strikeout(_strikable(tuple(map(self.printable, node.children))), node.span)
            case Inserted():
                return Inserted(tuple(map(self.printable, node.children)), node.span)
            case _:
                return node


def _strikable(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a text without its long formulas: lines cannot break where they are struck out."""
    return tuple(
        Text("…", node.span) if isinstance(node, Math) and len(node.tex) > LONGEST_STRUCK else node
        for node in nodes
    )
