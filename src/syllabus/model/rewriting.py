"""Trees of texts with some of their nodes changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from operator import is_
from typing import Any, TypeVar

from syllabus.model.document import (
    BlockQuote,
    BulletList,
    Citation,
    CitedWork,
    Emphasis,
    Footnote,
    Heading,
    InLanguage,
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
    made = tuple(_one(node, kinds, change) for node in nodes)
    return nodes if all(map(is_, made, nodes)) else made


_INSIDE: Mapping[type[Any], str] = {
    **dict.fromkeys((BlockQuote, ListItem, Footnote, MembersOnly), "blocks"),
    **dict.fromkeys((BulletList, NumberedList), "items"),
    **dict.fromkeys((Paragraph, Heading, TableCell, Emphasis, Strong, SmallCaps), "children"),
    **dict.fromkeys((Superscript, Strikeout, Inserted, Link, InLanguage), "children"),
}
"""Where each kind of node has those inside of it, but for tables and citations."""


def _one(node: N, kinds: Kinds, change: Change) -> N:
    made: Node = node
    if isinstance(node, kinds):
        made = change(node)
    elif name := _INSIDE.get(type(node)):
        before = getattr(node, name)
        after = rewrite(before, kinds, change)
        if after is not before:
            made = replace(node, **{name: after})  # type: ignore[arg-type]  # by its name
    elif isinstance(node, Table):
        head = rewrite(node.head, kinds, change)
        rows = tuple(rewrite(row, kinds, change) for row in node.rows)
        if head is not node.head or not all(map(is_, rows, node.rows)):
            made = replace(node, head=head, rows=rows)
    elif isinstance(node, Citation):
        works = tuple(_work(work, kinds, change) for work in node.works)
        if not all(map(is_, works, node.works)):
            made = replace(node, works=works)
    return made  # type: ignore[return-value]  # of the same type as the node


def _work(work: CitedWork, kinds: Kinds, change: Change) -> CitedWork:
    prefix, suffix = (rewrite(each, kinds, change) for each in (work.prefix, work.suffix))
    if prefix is work.prefix and suffix is work.suffix:
        return work
    return replace(work, prefix=prefix, suffix=suffix)
