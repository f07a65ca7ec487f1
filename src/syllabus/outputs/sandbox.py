"""Jinja's sandbox with counted steps: a template can neither run nor grow without bound."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from functools import wraps
from typing import Any

from jinja2 import nodes, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, markup_join, str_join
from jinja2.sandbox import SandboxedEnvironment
from jinja2.visitor import NodeTransformer

from syllabus.on_demand import pattern

MOST_STEPS = 500_000
"""Turns of loops, calls, filters and printed values; a handout of 1,000 meetings takes 50,000."""
LARGEST_PRODUCT = 1_000_000
"""What a template may calculate, and how many values a list of its own may have."""
LARGEST_TEXT = 10_000_000
"""Characters of a text that a template makes, and of all that it prints; a book has a million."""
WIDEST_FIELD = 1_000
"""Characters that a text may be padded to."""

_NUMBER = pattern(r"\d{4,}")
_PADDING = frozenset(("center", "ljust", "rjust", "zfill", "expandtabs", "indent", "wordwrap"))
_GROWING = frozenset(("replace", "join", "format", "format_map", "translate"))
_SLOW = frozenset(("urlize", "striptags", "wordwrap", "xmlattr", "pprint", "tojson"))
_PER_VALUE = 8
"""Characters that a value of a list counts as."""
_BYTES_PER_STEP = 64
"""How much of a text or list is looked through in what counts as one step."""


class LimitExceeded(Exception):
    """A template exceeds a limit; the text says which, as the rest of a sentence."""


class CountingSandbox(SandboxedEnvironment):
    """The environment of one filling; `reading` is the file that was read last."""

    intercepted_binops = frozenset(("*", "**", "+", "%"))

    def __init__(self, finalize: Callable[[object], object], **options: Any) -> None:
        self.steps = 0
        self.printed = 0
        self.reading: str | None = None

        def counted(value: object) -> object:
            self.count(1)
            self.printed += _size(value)
            _bound(self.printed, LARGEST_TEXT, "characters are printed")
            return finalize(value)

        super().__init__(finalize=counted, **options)
        del self.globals["lipsum"]  # whose words are others in each build, and as many as asked for
        self.filters = _Wrapped(self.filters, self._bounded)
        self.tests = _Wrapped(self.tests, self._weighing)
        self.filters["counted turns"] = self._turns
        self.filters["weighed"] = self._weighed
        self.filters["joined"] = self._joiner()

    def count(self, steps: int) -> None:
        """Count what is done; raises `LimitExceeded`."""
        self.steps += steps
        _bound(self.steps, MOST_STEPS, "steps are taken")

    def weigh(self, *values: object) -> None:
        """Count a look through values, by their size."""
        self.count(1 + sum(map(_size, values)) // _BYTES_PER_STEP)

    # --- what templates are made of ---

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        self.reading = filename
        parsed = super()._parse(source, name, filename)
        return _Counted().visit(parsed)  # type: ignore[no-any-return]

    def _turns(self, values: Iterable[object]) -> Iterator[object]:
        for value in values:
            self.count(1)
            yield value

    def _weighed(self, value: object) -> object:
        self.weigh(value)
        return value

    def _joiner(self) -> Callable[[EvalContext, list[object]], str]:
        @pass_eval_context
        def joined(context: EvalContext, pieces: list[object]) -> str:
            self.weigh(pieces)
            return (markup_join if context.autoescape else str_join)(pieces)

        return joined

    # --- what they can call ---

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Calculate within bounds; raises `LimitExceeded`."""
        one, other = (_size(each) if isinstance(each, Sized) else each for each in (left, right))
        self.count(1)
        if operator == "%" and isinstance(left, str):
            self._check_format(left, right)
        elif operator == "+":
            if isinstance(left, Sized):
                self.weigh(left, right)
                _bound(one + other, LARGEST_TEXT, "characters or values would stand in one")
        elif operator != "%":
            _bound(abs(one) * abs(other), LARGEST_PRODUCT, "would be one product")
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a field of a view at once, which is data; all else as Jinja's sandbox does."""
        if attribute in getattr(type(obj), "__match_args__", ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a function, a macro or a method of a value."""
        # Jinja puts a function of its own in the place of a text's `format`.
        owner = getattr(getattr(obj, "__wrapped__", obj), "__self__", None)
        given = (*args, *kwargs.values())
        self.weigh(*given)
        if isinstance(owner, str | bytes | list | dict | set | tuple):
            self._check_method(obj.__name__, owner, given)
        return super().call(context, obj, *args, **kwargs)

    def _check_method(self, name: str, owner: Any, given: tuple[object, ...]) -> None:
        self.weigh(owner)
        if isinstance(owner, str | bytes):
            self._check_growth(name, owner, given)
        else:
            size = len(owner) + sum(map(_size, given))
            _bound(size, LARGEST_PRODUCT, "values would stand in one list")

    def _check_growth(self, name: str, value: object, given: tuple[object, ...]) -> None:
        """Raise `LimitExceeded` for what makes a text much longer than it was."""
        if name in _PADDING:
            widest = max((abs(each) for each in given if isinstance(each, int)), default=0)
            _bound(widest, WIDEST_FIELD, "characters would be the width of a text")
        if name in ("format", "format_map"):
            self._check_format(str(value), given)
        if name in _GROWING:
            size = max(_size(value), 1)
            for each in given:
                size *= max(_size(each), 1) if isinstance(each, Sized) else 1
            _bound(size, LARGEST_TEXT, "characters would stand in one text")

    def _check_format(self, form: str, given: object) -> None:
        self.weigh(form, given)
        if found := _NUMBER.search(form):
            _bound(int(found[0][:18]), WIDEST_FIELD, "characters would be the width of a field")
        if "*" in form or re.search(r"\{[^{}]*\{", form):
            for each in _numbers(given):
                _bound(abs(each), WIDEST_FIELD, "characters would be the width of a field")

    def _bounded(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def check(values: tuple[object, ...]) -> None:
            first, *others = values or (None,)
            self.weigh(*values)
            if name in ("batch", "slice", "round", "truncate"):
                for each in _numbers(others):
                    _bound(abs(each), LARGEST_PRODUCT, "would be given to a filter")
            if name in _SLOW:
                _bound(_size(first), LARGEST_PRODUCT // 10, f"characters are too many for '{name}'")
            if name == "sum" and any(isinstance(each, Sized) for each in others):
                raise LimitExceeded("'sum' is for numbers")
            self._check_growth(name, first, tuple(others))

        return _checked(function, check, self._weighed)

    def _weighing(self, _: str, function: Any) -> Callable[..., Any]:
        return _checked(function, lambda values: self.weigh(*values), self._weighed)


class _Wrapped(dict[str, Any]):
    """Filters or tests, each of which is wrapped when a template first names it."""

    def __init__(
        self, functions: Mapping[str, Any], wrap: Callable[[str, Callable[..., Any]], Any]
    ) -> None:
        super().__init__()
        self._functions = functions
        self._wrap = wrap

    def __missing__(self, name: str) -> Any:
        found = self[name] = self._wrap(name, self._functions[name])
        return found

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self._functions

    def get(self, name: str, default: Any = None) -> Any:
        """Return the function of a name, wrapped."""
        if name in self:
            return self[name]
        return default


def _checked(
    function: Callable[..., Any],
    check: Callable[[tuple[object, ...]], None],
    count: Callable[[object], object],
) -> Callable[..., Any]:
    """Return a filter or test that is checked before it is called.

    What Jinja hands to it first, such as the environment, is none of its values.
    """
    passed = getattr(function, "jinja_pass_arg", None) is not None

    @wraps(function)
    def bounded(*values: Any, **named: Any) -> Any:
        check((*values[passed:], *named.values()))
        return count(function(*values, **named))

    return bounded


class _Counted(NodeTransformer):
    """Puts the counting into what Jinja compiles to Python of its own."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        node.iter = _filter("counted turns", node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filter("joined", nodes.List(node.nodes, lineno=node.lineno))

    def visit_Operand(self, node: nodes.Operand) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if not isinstance(node.expr, nodes.Const):
            node.expr = _filter("weighed", node.expr)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):
            node.node = _filter("weighed", node.node)
        return node


def _filter(name: str, node: Any) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _bound(found: int, most: int, what: str) -> None:
    if found > most:
        raise LimitExceeded(f"more than {most} {what}")


def _numbers(given: object) -> Iterator[int]:
    for each in given if isinstance(given, tuple | list) else (given,):
        values = each.values() if isinstance(each, Mapping) else (each,)
        yield from (value for value in values if isinstance(value, int))


def _size(value: object) -> int:
    """Return the characters of a text, or about as much for all that is in a list.

    A list that holds another twice counts it twice, as it would be printed.
    """
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, range):
        return _PER_VALUE * len(value)
    if not isinstance(value, list | tuple | dict | set | frozenset):
        return 1
    size = 0
    pending: list[Any] = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, str | bytes):
            size += len(each)
        elif isinstance(each, dict):
            size += _PER_VALUE * len(each)
            pending += (*each, *each.values())
        elif isinstance(each, list | tuple | set | frozenset):
            size += _PER_VALUE * len(each)
            pending += each
        _bound(size, LARGEST_TEXT, "characters or values would stand in one")
    return size
