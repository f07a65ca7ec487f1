"""What the blocks of a text stand in."""

from __future__ import annotations

from syllabus.on_demand import dataclass


@dataclass(frozen=True, slots=True)
class BlockContext:
    """What a block stands in."""

    lists: tuple[str, ...] = ()
    minor_headings: bool = False
    begins_item: bool = False

    def within(self, environment_name: str) -> BlockContext:
        """Return the context of what is inside of one more list or quotation."""
        return BlockContext((*self.lists, environment_name), self.minor_headings)

    def beginning_item(self) -> BlockContext:
        """Return the context of the block that an item of a list begins with, beside its label."""
        return BlockContext(self.lists, self.minor_headings, begins_item=True)
