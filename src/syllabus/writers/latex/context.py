"""What the blocks of a text stand in."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class BlockContext:
    """What a block stands in."""

    lists: tuple[str, ...] = ()
    minor_headings: bool = False

    def within(self, environment_name: str) -> BlockContext:
        """Return the context of what is inside of one more list or quotation."""
        return replace(self, lists=(*self.lists, environment_name))
