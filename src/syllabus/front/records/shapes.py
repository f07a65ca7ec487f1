"""Values that are one thing as a mapping and another thing otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from syllabus.diagnostics import Diagnostic
from syllabus.front.records.kinds import STANDARD_LANGUAGE, BadValue, Located, ValueKind
from syllabus.front.records.nodes import Mapping, Node
from syllabus.on_demand import dataclass

M = TypeVar("M", covariant=True)
O = TypeVar("O", covariant=True)  # noqa: E741


@dataclass(frozen=True, slots=True)
class ByShape(Generic[M, O]):
    """A mapping of one kind, or a value of another."""

    mapping: ValueKind[M]
    other: ValueKind[O]
    slip: Callable[[Node], BadValue | None] | None = None
    """What is wrong with a node that is neither, and looks like one of them."""

    @property
    def expected(self) -> str:
        """Name both."""
        return f"{self.mapping.expected}, or {self.other.expected}"

    def read(
        self, node: Node, faults: list[Diagnostic], language: str = STANDARD_LANGUAGE
    ) -> Located[M | O] | None:
        """Return what either reads."""
        bad = self.slip(node) if self.slip else None
        if bad is not None:
            faults.append(bad.fault(node.span))
            return None
        kind = self.mapping if isinstance(node, Mapping) else self.other
        return kind.read(node, faults, language)
