"""What of citeproc-py is extended or called beside its public functions, as it has to be there.

pyproject.toml pins citeproc-py to the versions that this holds for. After an update of it a failure
here names each method whose signature is another: read what changed in it and in what calls it,
adapt `front/bibliography/processor/`, then this table and the versions in pyproject.toml.
"""
# citeproc-py has no types
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from citeproc import model, source

from syllabus.front.bibliography.processor import conditions, dates, elements, names

ROOT = Path(__file__).parents[2]
EXTENDED = {
    "CitationStylesElement.get_formatter": "(self)",
    "CitationStylesElement.get_layout": "(self)",
    "CitationStylesElement.get_locale_option": "(self, name)",
    "CitationStylesElement.get_macro": "(self, name)",
    "CitationStylesElement.get_root": "(self)",
    "CitationStylesElement.get_term": (
        "(self, name, form=None, fallback_locale=True, zero_padded=False)"
    ),
    "CitationStylesElement.render": "(self, *args, **kwargs)",
    "Date.render_date_range": "(self, date_range, show_parts=None, context=None)",
    "FormatNumber._format_last_page": "(self, first, last)",
    "Date_Part.process": "(self, date, context=None)",
    "Date.render_single_date": "(self, date, show_parts=None, context=None)",
    "Formatted.format": "(self, string)",
    "Group.process": "(self, item, context=None, **kwargs)",
    "If._is_numeric": "(self, item)",
    "If._position": "(self, item, context)",
    "If._type": "(self, item)",
    "If.render": "(self, item, context=None, delimiter='', **kwargs)",
    "Label._is_plural": "(self, item)",
    "Name.et_al": "(self)",
    "Name.get_option": "(self, name, context=None, sort_options=None)",
    "Name.initialize": "(self, given, mark, context)",
    "Name.process": "(self, item, variable, context=None, sort_options=None, **kwargs)",
    "Names.get_parent_delimiter": "(self, context=None)",
    "Names.process": "(self, item, names_context=None, context=None, **kwargs)",
    "Number.format_number": "(self, number)",
    "Quoted.quote": "(self, string)",
    "StrippedPeriods.strip_periods": "(self, string)",
    "Substitute.render": "(self, item, context=None, **kwargs)",
    "Term.multiple": "property",
    "Term.single": "property",
    "Text.markup": "(self, text, language)",
    "Text.process": "(self, item, context=None, **kwargs)",
    "Text.render": "(self, *args, **kwargs)",
    "TextCased.case": "(self, text, language=None)",
}
"""What our elements put their own in place of: `model`'s class and method, and its parameters."""

CALLED = {
    "Affixed.wrap": "(self, string)",
    "CitationStylesElement.get_date": "(self, form)",
    "CitationStylesElement.get_plural_term": "(self, name, *args, **kwargs)",
    "CitationStylesElement.get_single_term": "(self, name, *args, **kwargs)",
    "CitationStylesElement.get_option": "(self, name)",
    "CitationStylesElement.preformat": "(self, text)",
    "Choose.render": "(self, item, context=None, delimiter='', **kwargs)",
    "Date.is_locale_date": "(self)",
    "Date.parts": "(self, date, show_parts, context=None)",
    "Date.process": "(self, item, variable=None, show_parts=None, context=None, **kwargs)",
    "Delimited.join": "(self, strings, default_delimiter='')",
    "Else.render": "(self, item, context=None, delimiter='', **kwargs)",
    "FormatNumber._process": "(self, value, variable)",
    "FormattingInstructions.get_option": "(self, name)",
    "If._is_uncertain_date": "(self, item)",
    "If._locator": "(self, item)",
    "If._type": "(self, item)",
    "If._variable": "(self, item)",
    "Label.markup": "(self, text)",
    "Label.process": "(self, item, variable=None, plural=None, context=None, **kwargs)",
    "Locale.get_date": "(self, form)",
    "Locale.get_term": "(self, name, form=None, zero_padded=False)",
    "Macro.render": "(self, item, context=None, sort_options=None)",
    "Number.process": "(self, item, context=None, **kwargs)",
    "Parent.render_children": "(self, item, delimiter='', **kwargs)",
    "Text._term": "(self, item)",
    "Text._variable": "(self, item, context)",
}
"""What is left as it is and called by ours, or calls ours."""

SOURCES = {
    "Date": "(**args)",
    "DateRange": "(**args)",
    "LiteralDate": "(text, **args)",
    "Locator": "(label, identifier)",
    "Name": "(**args)",
    "Reference": "(key, type, **args)",
}
"""The classes of `source` that works are handed over in; `Work` stands for its `CitationItem`."""


def parameters(value: Any) -> str:
    return str(inspect.signature(value)) if callable(value) else type(value).__name__


def own_classes(module: ModuleType) -> Iterator[type]:
    for value in vars(module).values():
        if isinstance(value, type) and value.__module__ == module.__name__:
            yield value


def replaced() -> dict[str, str]:
    """Return what our elements have in place of citeproc's, by the name it has there."""
    found = {}
    for module in (conditions, dates, elements, names):
        for element in own_classes(module):
            theirs = [base for base in element.__mro__ if base.__module__ == model.__name__]
            ours = [base for base in element.__mro__ if base.__module__.startswith("syllabus.")]
            for name in {name for base in ours for name in vars(base) if name[:2] != "__"}:
                for base in theirs:
                    if name in vars(base):
                        found[f"{base.__name__}.{name}"] = parameters(vars(base)[name])
                        break
    return found


def test_what_is_replaced_is_there_and_takes_what_it_took() -> None:
    found = replaced()
    assert found == EXTENDED, f"citeproc-py {version('citeproc-py')} is not as it was: {__doc__}"


@pytest.mark.parametrize("name", CALLED)
def test_what_is_called_is_there_and_takes_what_it_took(name: str) -> None:
    element, method = name.split(".")
    found = vars(getattr(model, element, object)).get(method)
    shown = "nothing" if found is None else parameters(found)
    assert shown == CALLED[name], f"model.{name} of citeproc-py {version('citeproc-py')}: {__doc__}"


@pytest.mark.parametrize("name", SOURCES)
def test_what_works_are_handed_over_in_is_there(name: str) -> None:
    found = parameters(getattr(source, name, None))
    assert found == SOURCES[name], f"source.{name} of citeproc-py {version('citeproc-py')}"
    assert issubclass(source.VariableError, Exception)


def test_the_version_that_is_tested_is_one_that_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (needed,) = (text for text in project["dependencies"] if text.startswith("citeproc-py>"))
    first, after = re.fullmatch(r"citeproc-py>=([\d.]+),<([\d.]+)", needed).groups()  # type: ignore[union-attr]
    found, lowest, bound = (
        tuple(map(int, text.split("."))) for text in (version("citeproc-py"), first, after)
    )
    assert lowest <= found < bound
