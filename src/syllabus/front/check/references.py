"""Citations that readers could not follow: works printed in full nowhere, brackets in brackets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from syllabus.diagnostics import Diagnostic, note, warning
from syllabus.front.bibliography import Bibliography, Style, StyleKind
from syllabus.model.course import Course
from syllabus.model.document import (
    Block,
    Citation,
    CitationForm,
    Node,
    Text,
    children_of,
    plain_text,
    walk,
)

_SHOWN = 5


def check_references(
    course: Course, style: Style, bibliography: Bibliography, blocks: Sequence[Block]
) -> Iterator[Diagnostic]:
    """Yield what is wrong where works are cited that are printed in full nowhere."""
    if style.kind is StyleKind.NOTE:  # its notes are the references
        return
    citations = [node for node in walk(tuple(blocks)) if isinstance(node, Citation)]
    cited = {work.key: citation for citation in citations for work in citation.works}
    if not style.has_bibliography and cited:
        yield warning(
            "missing-references",
            f"the style '{style.name}' prints no references, so that works are printed in short",
            course.style_span,
            "choose a style that has a bibliography, such as apa",
        )
        return
    if any(entry.name == "references" for entry in course.handout):
        return
    full = {work.key for each in citations if each.form is CitationForm.FULL for work in each.works}
    short = {work.key for each in citations if each.form is not CitationForm.FULL
             for work in each.works}  # fmt: skip
    if style.kind is StyleKind.AUTHOR_DATE:
        short -= full
    missing = [key for key in cited if key in short and key in bibliography]
    if missing:
        shown = ", ".join(missing[:_SHOWN]) + (", …" if len(missing) > _SHOWN else "")
        count = f"{len(missing)} works are" if len(missing) > 1 else "a work is"
        yield note(
            "missing-references",
            f"'references' is not in the handout, and {count} printed in full nowhere: {shown}",
            course.handout[0].span if course.handout else course.source.span(0),
            "add references to 'handout', or cite a work as a list item of its own: - [@key]",
        )


def check_brackets(nodes: Iterable[Node]) -> Iterator[Diagnostic]:
    """Yield a fault for each citation that is printed with brackets around its own.

    So it is with `([@key])`, and with a key that has brackets of its own in those of a citation.
    `nodes` are all of the texts, in reading order.
    """
    for node in nodes:
        if isinstance(node, Citation):
            for work in node.works:
                before, after = plain_text(work.prefix), plain_text(work.suffix)
                if before.rstrip().endswith("[") and after.lstrip().startswith("]"):
                    yield warning(
                        "unread-markup",
                        f"the brackets around '{work.key}' are printed as they stand",
                        work.span,
                        f"write @{work.key} without them",
                    )
        elif Citation in map(type, children := children_of(node)):
            yield from _in_parentheses(children)


def _in_parentheses(nodes: tuple[Node, ...]) -> Iterator[Diagnostic]:
    for before, citation, after in zip(nodes, nodes[1:], nodes[2:], strict=False):
        if (
            isinstance(before, Text)
            and isinstance(citation, Citation)
            and citation.form is not CitationForm.NARRATIVE
            and isinstance(after, Text)
            and before.text.endswith("(")
            and after.text.startswith(")")
        ):
            yield note(
                "unread-markup",
                f"the parentheses around '{citation.span.text}' are printed beside its own",
                citation.span,
                f"write {citation.span.text} without them",
            )
