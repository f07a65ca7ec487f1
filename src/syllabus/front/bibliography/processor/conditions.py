"""Conditions, by CSL 1.0.2's "Choose"."""
# citeproc-py has no types
# mypy: allow-subclassing-any, allow-untyped-calls
# mypy: disable-error-code="import-untyped, no-any-return"

from __future__ import annotations

from typing import Any

from citeproc import model

from syllabus.front.bibliography import marks
from syllabus.front.bibliography.processor.elements import Rules
from syllabus.on_demand import pattern

_NUMERIC = pattern(r"[A-Za-z]*\d+[A-Za-z]*(?:\s*[-–,&]\s*[A-Za-z]*\d+[A-Za-z]*)*")
_NEAR = 5
"""How many citations back is near (CSL 1.0.2, `near-note-distance`)."""


class If(Rules, model.If):
    """A condition."""

    def render(self, item: Any, **kwargs: Any) -> Any:
        """Render what it holds if its conditions are met."""
        if "disambiguate" in self.attrib and not item.ambiguous:
            raise model.ConditionFailed
        return super().render(item, **kwargs)

    def _type(self, item: Any) -> list[bool]:
        """Return whether the work is of one of the types: of all of them none could be."""
        return [item.reference.type in self.get("type").lower().split()]

    def _position(self, item: Any, context: Any) -> list[bool]:  # noqa: ARG002 - citeproc's
        """Return whether the citation is where it is asked for (CSL 1.0.2, "position")."""
        area, cited = self.context.run.area, self.context.run.cited
        last = cited.last
        if area.tag.endswith("bibliography") or last is None:
            return [area.tag.endswith("citation") and self.get("position") == "first"]
        place = cited.places.get(item.key)
        again = last.key == item.key and (
            last.citation is item.citation or last.citation.works == 1
        )
        here, there = (
            (cite.locator.label, cite.locator.identifier) if cite.has_locator else None
            for cite in (item, last)
        )
        answers = {
            "first": place is None,
            "subsequent": place is not None,
            "ibid": again and (here is not None or there is None),
            "ibid-with-locator": again and here is not None and here != there,
            "near-note": place is not None and cited.citations - place < _NEAR,
        }
        return [answers.get(position, False) for position in self.get("position").split()]

    def _is_numeric(self, item: Any) -> list[bool]:
        values = []
        for variable in self.get("is-numeric").split():
            if variable == "locator":
                value = item.locator.identifier if item.has_locator else ""
            else:
                value = marks.unmarked(str(item.reference.get(variable, "")))
            values.append(bool(_NUMERIC.fullmatch(value)))
        return values


class ElseIf(If, model.Else_If):
    """A further condition."""
