"""Trees of texts with some of their nodes changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from syllabus.model.document import (
    BlockQuote,
    BulletList,
    Citation,
    CitedWork,
    Emphasis,
    Footnote,
    Heading,
    Inserted,
    Link,
    ListItem,
    MembersOnly,
    Node,
    NumberedList,
    Paragraph,
    SmallCaps,
    Strikeout,
    Strong,
    Superscript,
    Table,
    TableCell,
    children_of,
)

N = TypeVar("N", bound=Node)
Kinds = type[Any] | tuple[type[Any], ...]
Change = Callable[[Any], Node]


def contains(nodes: tuple[Node, ...], kinds: Kinds) -> bool:
    """Return whether one of the nodes of the trees is of some kinds."""
    pending = list(nodes)
    while pending:
        node = pending.pop()
        if isinstance(node, kinds):
            return True
        pending += children_of(node)
    return False


def rewrite(nodes: tuple[N, ...], kinds: Kinds, change: Change) -> tuple[N, ...]:
    """Return trees in which `change` was made to each node of some kinds, in reading order.

    What is inside of such a node is left to `change`. Trees without any are returned as they are.
    """
    if not contains(nodes, kinds):
        return nodes
    return tuple(_one(node, kinds, change) for node in nodes)


def _one(node: N, kinds: Kinds, change: Change) -> N:
    made: Node = node
    match node:
        case _ if isinstance(node, kinds):
            made = change(node)
        case BlockQuote() | ListItem() | Footnote() | MembersOnly():
            made = replace(node, blocks=rewrite(node.blocks, kinds, change))
        case BulletList() | NumberedList():
            made = replace(node, items=rewrite(node.items, kinds, change))
        case Table():
            head = rewrite(node.head, kinds, change)
            rows = tuple(rewrite(row, kinds, change) for row in node.rows)
            made = replace(node, head=head, rows=rows)
        case Citation():
            made = replace(node, works=tuple(_work(work, kinds, change) for work in node.works))
        case (
            Paragraph()
            | Heading()
            | TableCell()
            | Emphasis()
            | Strong()
            | SmallCaps()
            | Superscript()
            | Strikeout()
            | Inserted()
            | Link()
        ):
            made = replace(node, children=rewrite(node.children, kinds, change))
        case _:
            pass
    return made  # type: ignore[return-value]  # of the same type as the node


def _work(work: CitedWork, kinds: Kinds, change: Change) -> CitedWork:
    prefix, suffix = (rewrite(each, kinds, change) for each in (work.prefix, work.suffix))
    return replace(work, prefix=prefix, suffix=suffix)
