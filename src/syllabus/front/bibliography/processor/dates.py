"""Dates, by CSL 1.0.2's "Date"."""
# citeproc-py and lxml have no types
# mypy: allow-subclassing-any, allow-untyped-calls
# mypy: disable-error-code="import-untyped, no-any-return"

from __future__ import annotations

from typing import Any

from citeproc import model
from citeproc.source import LiteralDate, VariableError

from syllabus.front.bibliography.processor.context import Context
from syllabus.front.bibliography.processor.elements import Rules


class Date(Rules, model.Date):
    """A date."""

    def render(self, item: Any, variable: Any = None, **kwargs: Any) -> Any:
        """Return the marked text or None; for sorting, the date as digits."""
        name = variable or self.get("variable")
        if kwargs.get("sort_options") is not None:
            date = item.reference.get(name)
            return date.sort_key() if date is not None else None
        if self.is_locale_date():
            return self._rendered(item, variable, kwargs)
        self.context.run.date_variable = name
        return self.counted(name, lambda: self._rendered(item, variable, kwargs))

    def _rendered(self, item: Any, variable: Any, kwargs: dict[str, Any]) -> Any:
        if self.get("form") is None and not self.is_locale_date():
            parts = {part.get("name") for part in self.iterchildren("{*}date-part")}
            literal = isinstance(item.reference.get(variable or self.get("variable")), LiteralDate)
            if literal and parts and "year" not in parts:
                return None  # the words are printed once, in the place of the year
        try:
            text = super().render(item, variable, **kwargs)
        except VariableError:
            return None
        date = item.reference.get(variable or self.get("variable"))
        if text and isinstance(date, LiteralDate):
            return text + implied_suffix(self.context)
        return text

    def render_single_date(self, date: Any, show_parts: Any = None, context: Any = None) -> Any:
        """Render one day; what is between its parts, a locale may say as well as a style."""
        parts = self.parts(date, show_parts, None if context is self else context)
        return self._delimiter(context).join(parts) if parts else None

    def _delimiter(self, context: Any) -> str:
        own = self.get("delimiter")
        if own is None and context is not None:
            own = context.get("delimiter")
        return str(own or "")

    def render_date_range(self, dates: Any, show_parts: Any = None, context: Any = None) -> Any:
        """Render a range; what both days have in common is printed once."""
        order = [part.get("name") for part in self.iterchildren("{*}date-part")]
        shown = [part for part in order if part in show_parts]
        begin, end = dates.begin, dates.end
        if end.is_nil():
            text = self.render_single_date(begin, shown, context)
            return text and f"{text}–"
        common = []
        for part in ("year", "month", "day"):
            if begin.get(part) != end.get(part):
                break
            common.append(part)
        own = [index for index, part in enumerate(shown) if part not in common]
        if not own:
            return self.render_single_date(end, shown, context)
        head, tail = shown[: own[0]], shown[own[-1] + 1 :]
        middle = shown[own[0] : own[-1] + 1]
        first, last = (self.render_single_date(day, middle, context) or "" for day in (begin, end))
        # What stands around a part stands around the range of it, too: (2001–2002).
        first = first.removesuffix(self._affix(middle[-1], "suffix")).rstrip(" ,")
        last = last.removeprefix(self._affix(middle[0], "prefix")).lstrip()
        text = f"{first}–{last}" if first or last else ""
        before, after = (
            part and self.render_single_date(end, part, context) for part in (head, tail)
        )
        return self._delimiter(context).join(side for side in (before, text, after) if side) or None

    def _affix(self, part: str, name: str) -> str:
        found = self.find(f"cs:date-part[@name='{part}']", self.nsmap)
        return "" if found is None else str(found.get(name, ""))


class DatePart(Rules, model.Date_Part):
    """A part of a date."""

    def process(self, date: Any, context: Any = None) -> Any:
        """Return the part; an ordinal day agrees with its month."""
        text = super().process(date, context)
        if self.get("name") != "day" or self.get("form") != "ordinal":
            return text
        day = date.get("day")
        if day > 1 and self.get_locale_option("limit-day-ordinals-to-day-1") == "true":
            return text
        month = self.get_term(f"month-{date.get('month', 0):02}")
        gender = "masculine" if month is None else month.get("gender", "masculine")
        return self.context.ordinals.suffixed(day, gender)

    def render(self, date: Any, context: Any = None) -> Any:
        """Render the part; citeproc writes the context's attributes into the locale's element."""
        own = dict(self.attrib)
        try:
            if self.get("name") not in date and not (
                self.get("name") == "month" and date.get("season")
            ):
                return None
            if date.get("season") and "numeric" in self.get("form", ""):
                return None
            text = super().render(date, context)
            if text and self.get("name") == "year":
                text += implied_suffix(self.context)
            return text
        finally:
            self.attrib.clear()
            self.attrib.update(own)


def implied_suffix(context: Context) -> str:
    """Return the letter of a year where the style does not say where to put it."""
    run = context.run
    if run.work is None or run.year_suffixed or run.date_variable != "issued":
        return ""
    if not context.implied_suffix:
        return ""
    run.year_suffixed = True
    return run.work.year_suffix
