"""citeproc's elements, corrected."""
# citeproc-py and lxml have no types
# mypy: allow-subclassing-any, allow-untyped-calls
# mypy: disable-error-code="import-untyped, no-any-return"

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, SimpleNamespace
from typing import Any

from citeproc import model
from citeproc.source import VariableError

from syllabus.front.bibliography import casing, marks
from syllabus.front.bibliography.processor.context import Context
from syllabus.on_demand import pattern

_SEVERAL = pattern(r"(?<![\w.])\.*+\w[\w.]*\s*+(?:[-–—&]|,(?!\d{3}\b)|\band\b)\s*\w")
_PLAIN_NUMBER = pattern("[0-9]{1,9}")
_LONGEST_ROMAN = 4
"""Digits; a larger number would be a row of M without end."""
_FORMATS = frozenset(
    ("font-style", "font-variant", "font-weight", "text-decoration", "vertical-align")
)
_FALLBACK_FORMS = {"verb-short": "verb", "verb": None, "symbol": "short", "short": None}
FORMATTER = SimpleNamespace(
    preformat=str,
    Italic=lambda text: marks.marked(marks.ITALIC, str(text)),
    Oblique=lambda text: marks.marked(marks.ITALIC, str(text)),
    Bold=lambda text: marks.marked(marks.BOLD, str(text)),
    Light=str,
    Underline=lambda text: marks.marked(marks.ITALIC, str(text)),
    Superscript=lambda text: marks.marked(marks.SUPERSCRIPT, str(text)),
    Subscript=lambda text: marks.marked(marks.SUBSCRIPT, str(text)),
    SmallCaps=lambda text: marks.marked(marks.SMALL_CAPS, str(text)),
)
"""What marks text up for citeproc."""


class Rules:
    """What the elements of every kind have in common."""

    # Of the classes that `engine` makes for one style: elements themselves hold no state, for
    # lxml makes them anew whenever they are looked at.
    context: Context

    def get_root(self) -> Any:
        """Return the style, for elements of its locales too."""
        return self.context.style

    def get_formatter(self) -> Any:
        """Return what marks text up."""
        return FORMATTER

    def get_locale_option(self, name: str) -> Any:
        """Return an option of the first locale that has it (CSL 1.0.2, "Locale Options")."""
        for locale in self.context.locales:
            for options in locale.iterchildren("{*}style-options"):
                if name in options.attrib:
                    return options.get(name)
        return model.Locale._default_options[name]

    def format(self, text: Any) -> Any:
        """Mark text up as the element's attributes say."""
        if _FORMATS.isdisjoint(self.attrib):  # type: ignore[attr-defined]
            return str(text) if isinstance(text, int | float) else text
        return super().format(text)  # type: ignore[misc]

    def get_layout(self) -> Any:
        """Return the layout that is rendered; a macro has none around it."""
        return self.context.run.area.find("{*}layout")

    def get_macro(self, name: str) -> Any:
        """Return a macro by its name; to search the tree for it is slow."""
        return self.context.macros[name]

    def get_term(self, name: str, form: str | None = None, **options: Any) -> Any:
        """Return a term in the form asked for, or in the one that stands in for it."""
        style, terms = self.context.style, self.context.terms
        key = (name, form, tuple(sorted(options.items())))
        if key not in terms:
            found = model.CitationStylesElement.get_term(style, name, form, **options)
            while found is None and form is not None:
                form = _FALLBACK_FORMS.get(form)
                found = model.CitationStylesElement.get_term(style, name, form, **options)
            terms[key] = found
        return terms[key]

    def case(self, text: Any, language: str | None = None) -> Any:
        """Change the case of marked text (CSL 1.0.2, "Text-case")."""
        wanted = self.get("text-case")  # type: ignore[attr-defined]
        if wanted is None or not isinstance(text, str):
            return text
        match wanted:
            case "lowercase":
                return casing.changed(text, upper=False)
            case "uppercase":
                return casing.changed(text, upper=True)
            case "capitalize-first":
                return casing.capitalize_first(text)
            case "capitalize-all":
                return casing.capitalize_all(text)
            case "title":
                return casing.title_case(text) if language in (None, "en") else text
            case "sentence":
                return casing.sentence_case(text) if language in (None, "en") else text
            case _:
                return text

    def strip_periods(self, text: Any) -> Any:
        """Take full stops away where the style says so."""
        if self.get("strip-periods") == "true":  # type: ignore[attr-defined]
            return str(text).replace(".", "")
        return text

    def quote(self, text: Any) -> Any:
        """Put quotation marks around text; those inside it become inner ones."""
        if self.get("quotes") != "true":  # type: ignore[attr-defined]
            return text
        outer, inner = (
            tuple(self.get_single_term(name=name) or default for name, default in pair)  # type: ignore[attr-defined]
            for pair in (
                (("open-quote", "“"), ("close-quote", "”")),
                (("open-inner-quote", "‘"), ("close-inner-quote", "’")),
            )
        )
        return f"{outer[0]}{marks.quotes_inside(str(text), outer, inner)}{outer[1]}"

    def counted(self, variable: str, render: Any) -> Any:
        """Render a variable and keep count of it; nothing for one that stood in for names."""
        run = self.context.run
        run.called += 1
        if variable in run.repressed:
            return None
        text = render()
        if text not in (None, ""):
            run.rendered += 1
            run.log.append(variable)
        return text


class Style(Rules, model.Style):
    """The root of a style."""

    @property
    def locales(self) -> Any:
        """Where citeproc looks for terms and dates."""
        return self.context.locales


class Layout(Rules, model.Layout):
    """How citations or references are put together."""

    repressed: Mapping[str, Any] = MappingProxyType({})
    """What citeproc does not print again; `Substitute` keeps its own account of that."""


class TermElement(Rules, model.Term):
    """A word of a locale."""

    @property
    def single(self) -> str:
        """The word for one."""
        return self._words("single")

    @property
    def multiple(self) -> str:
        """The word for several."""
        return self._words("multiple")

    def _words(self, number: str) -> str:
        found = self.find(f"cs:{number}", self.nsmap)
        return (self.text if found is None else found.text) or ""


class Pages:
    """How the last page of a range is shortened."""

    def _format_last_page(self, first: str, last: str) -> str:
        """Return the last page as the style prints it (CSL 1.0.2, appendix V)."""
        rule = self.get_root().get("page-range-format") or "expanded"  # type: ignore[attr-defined]
        if not (first.isdecimal() and last.isdecimal() and len(first) == len(last)):
            return last
        same = next(
            (i for i, pair in enumerate(zip(first, last, strict=True)) if pair[0] != pair[1]), 0
        )
        if rule == "minimal":
            return last[same:]
        if rule == "minimal-two":
            return last[max(0, min(same, len(last) - 2)) :]
        rest = int(first[-2:])
        if not rule.startswith("chicago") or len(first.lstrip("0")) < 3 or rest == 0:
            return last
        if rest < 10:
            return last[same:]
        if rule == "chicago-15" and len(first) == 4 and same < 2:
            return last
        return last[max(0, min(same, len(last) - 2)) :]


class TextElement(Pages, Rules, model.Text):
    """A variable, a macro, a term or words of the style."""

    def render(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        """Return the marked text or None."""
        variable = self.get("variable")
        if variable is None:
            return super().render(item, context=context, **kwargs)
        run = self.context.run
        if (variable == "locator" and not item.has_locator) or (
            variable == "citation-number" and not run.numbered
        ):
            run.called += 1
            return None
        if variable == "year-suffix" and not item.year_suffix:
            return None

        def render() -> Any:
            try:
                return super(TextElement, self).render(item, context=context, **kwargs)
            except VariableError:
                return None

        return self.counted(variable, render)

    def process(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        """Return the text and its language; a macro gets to know what it is rendered for."""
        if "macro" in self.attrib:
            language = item.reference.get("language", "en")
            macro = self.get_macro(self.get("macro"))
            run = self.context.run
            called, rendered = run.called, run.rendered
            text = macro.render(item, context=self if context is None else context, **kwargs)
            # Like a group: words without the variables that they are for are not printed, and
            # words without any, such as "n.d.", count as a variable
            if not text or (run.called > called and run.rendered == rendered):
                return None, language
            run.called += 1
            run.rendered += 1
            return text, language
        return super().process(item, context=context, **kwargs)

    def markup(self, text: Any, language: Any) -> Any:
        """Format the text."""
        return super().markup(str(text) if isinstance(text, int) else text, language)


class Number(Pages, Rules, model.Number):
    """A number, in the form the style asks for."""

    def render(self, item: Any, **kwargs: Any) -> Any:
        """Return the marked text or None."""
        if self.get("variable") == "locator" and not item.has_locator:
            self.context.run.called += 1
            return None

        def render() -> Any:
            try:
                return super(Number, self).render(item, **kwargs)
            except VariableError:
                return None

        return self.counted(self.get("variable"), render)

    def format_number(self, number: Any) -> Any:
        """Return the number in its form; one too large for Roman numerals stays as it is."""
        form, text = self.get("form"), str(number).strip()
        if form not in ("ordinal", "long-ordinal", "roman") or not _PLAIN_NUMBER.fullmatch(text):
            return str(number)
        if form == "roman":
            roman = len(text) <= _LONGEST_ROMAN and int(text) > 0
            return super().format_number(number) if roman else text
        noun = self.get_term(self.get("variable"))
        gender = "" if noun is None else noun.get("gender", "")
        ordinals = self.context.ordinals
        make = ordinals.suffixed if form == "ordinal" else ordinals.word
        return make(int(text), gender)


class Label(Rules, model.Label):
    """The word before a number or after names."""

    def render(self, item: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the label; none if the variable is empty (CSL 1.0.2, "Label")."""
        variable = self.get("variable")
        if variable == "locator" and not item.has_locator:
            return None
        if variable and variable != "locator" and variable not in item.reference:
            return None
        return super().render(item, *args, **kwargs)

    def render_role(self, role: str, several: bool) -> Any:
        """Return the word for the people in a role."""
        always = self.get("plural", "contextual") == "always"
        plural = always or (several and self.get("plural") != "never")
        form = self.get("form", "long")
        term = self.get_term(role, None if form == "long" else form)
        words = "" if term is None else term.multiple if plural else term.single
        return self.markup(words)

    def _is_plural(self, item: Any) -> bool:
        variable = self.get("variable")
        if variable == "locator":
            return is_plural(item.locator.identifier)
        value = str(item.reference.get(variable, ""))
        if variable.startswith("number-of"):
            return value.isdecimal() and value.strip("0") not in ("", "1")
        return is_plural(value.replace("-", "") if variable == "number" else value)


def is_plural(value: str) -> bool:
    """Return whether a locator names more than one place."""
    return bool(_SEVERAL.search(value))


class Group(Rules, model.Group):
    """Elements that are printed together or not at all."""

    def process(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        """Return the joined texts, unless it calls variables and all of them are empty."""
        run = self.context.run
        called, rendered = run.called, run.rendered
        delimiter = self.get("delimiter", "")
        text = self.render_children(item, delimiter=delimiter, context=context, **kwargs)
        if text and (run.called == called or run.rendered > rendered):
            run.called += 1  # for the group around it, it counts as a variable
            run.rendered += 1
            return text
        return None


class Substitute(Rules, model.Substitute):
    """What is in for missing names."""

    def render(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        """Return the first that is not empty; its variables are not printed again."""
        run = self.context.run
        for child in self.iterchildren():
            mark = len(run.log)
            try:
                text = child.render(item, context=context, **kwargs)
            except VariableError:
                continue
            if text:
                run.repressed.update(run.log[mark:])
                return text
        return None
