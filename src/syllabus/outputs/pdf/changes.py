"""What changed since the last handout, as LaTeX."""

from __future__ import annotations

from collections.abc import Mapping

from syllabus.model.document import Inline, Inserted, Math, Strikeout, Text
from syllabus.on_demand import dataclass
from syllabus.outputs.history.news import ChangedText, News
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


def write_changes(news: News, macros: Mapping[str, str], writer: LatexWriter) -> WrittenChanges:
    """Write what was held and what changed.

    A formula that the gate does not let pass, such as one of the last handout with a macro that is
    gone, is printed as it is written.
    """
    writing = _Writing(macros, writer)
    held = news.held
    return WrittenChanges(
        directed(writer.literal(held), held) if held else None,
        tuple(map(writing.changed, news.changed)),
        writer.literal(news.empty),
    )


class _Writing:
    """The work of `write_changes`."""

    def __init__(self, macros: Mapping[str, str], writer: LatexWriter) -> None:
        self.macros = macros
        self.writer = writer

    def changed(self, changed: ChangedText) -> ChangedView:
        return ChangedView(
            mark=self.writer.mark(changed.span),
            title=self.line(changed.line, changed.title),
            label=None if changed.identifier is None else Latex(changed.identifier),
            remarks=tuple(
                RemarkView(
                    self.line(remark.label_line, remark.label),
                    self.line(remark.line, remark.begins) if remark.line else None,
                )
                for remark in changed.remarks
            ),
        )

    def line(self, nodes: tuple[Inline, ...], plain: str) -> Latex:
        return directed(self.writer.line(tuple(map(self.printable, nodes))), plain)

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
