"""Values and regular expressions are what the standard library makes, only later."""

from __future__ import annotations

import ast
import copy
import dataclasses
import inspect
import pickle
import pkgutil
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from threading import Barrier

import pytest

import syllabus
from syllabus import on_demand


@on_demand.dataclass(frozen=True, slots=True)
class Value:
    """One of ours."""

    first: int
    words: tuple[str, ...] = ()
    hidden: str = dataclasses.field(default="h", repr=False)
    place: int = dataclasses.field(default=0, compare=False)
    known: dict[str, int] = dataclasses.field(default_factory=dict)


Ours = Value


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """The same by the standard library."""

    first: int
    words: tuple[str, ...] = ()
    hidden: str = dataclasses.field(default="h", repr=False)
    place: int = dataclasses.field(default=0, compare=False)
    known: dict[str, int] = dataclasses.field(default_factory=dict)


def test_a_value_is_what_a_frozen_dataclass_is() -> None:
    def facts(kind: type[Value] | type[Theirs]) -> list[object]:
        value = kind(1, ("a",), place=3)
        other = dataclasses.replace(value, place=4)
        again = pickle.loads(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
        return [
            repr(value).removeprefix(kind.__name__),
            [getattr(value, field.name) for field in dataclasses.fields(value)],
            (value == other, other.place, value == dataclasses.replace(value, first=2)),
            (again == value, again.place, copy.copy(other).place, value.__eq__(1)),
            value.known is not other.known or value.known is other.known,
            dataclasses.asdict(other),
            kind.__match_args__,
            hasattr(value, "__dict__"),
        ]

    assert facts(Value) == facts(Theirs)
    assert Value(1).known is not Value(1).known
    for change in ("value.first = 2", "del value.first"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            exec(change, {"value": Value(1)})
    for kind in (Value, Theirs):
        with pytest.raises(TypeError, match=r"__init__\(\) missing 1 required .* 'first'"):
            kind()  # type: ignore[call-arg]  # what must not be possible
        with pytest.raises(TypeError, match="unhashable"):
            hash(kind(1))
    hashed = dataclasses.replace(Value(1, place=3), known=())  # type: ignore[arg-type]  # hashable
    assert hash(hashed) == hash(dataclasses.replace(hashed, place=4))


def test_methods_of_a_value_are_written_when_the_first_is_made() -> None:
    @on_demand.dataclass(frozen=True, slots=True)
    class Late:
        """Never made before."""

        first: int = 1

    assert "given" in inspect.signature(Late).parameters
    assert Late().first == 1
    assert list(inspect.signature(Late).parameters) == ["first"]


def test_threads_that_ask_at_once_for_the_fields_get_all_of_them() -> None:
    def asked(kind: type) -> list[object]:
        together.wait()
        return [
            field.default_factory
            for field in dataclasses.fields(kind)
            if field.name in ("second", "last")
        ]

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            for _ in range(300):

                @on_demand.dataclass(frozen=True, slots=True)
                class Shared:
                    """Asked for by four at once."""

                    first: int
                    second: list[int] = dataclasses.field(default_factory=list)
                    third: int = 3
                    fourth: int = 4
                    fifth: int = 5
                    last: set[int] = dataclasses.field(default_factory=set)

                together = Barrier(4)
                for found in threads.map(asked, [Shared] * 4):
                    assert found == [list, set]
    finally:
        sys.setswitchinterval(before)


def test_every_regular_expression_of_a_module_compiles() -> None:
    found = 0
    for module in pkgutil.walk_packages(syllabus.__path__, "syllabus."):
        if module.name == "syllabus.__main__":
            continue
        for value in vars(import_module(module.name)).values():
            if type(value) is on_demand._Pattern:
                assert value.pattern == value._written[0]
                found += 1
    assert found > 200


def test_modules_compile_nothing_while_they_are_imported() -> None:
    """Regular expressions at a module's head are `pattern`s, frozen values are ours."""
    for path in Path(syllabus.__path__[0]).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            written = ast.unparse(node)
            if isinstance(node, ast.Assign | ast.AnnAssign):
                assert not re.search(r"\bre\.compile\(", written), (path, node.lineno)
            if isinstance(node, ast.ClassDef) and path.name != "on_demand.py":
                for each in map(ast.unparse, node.decorator_list):
                    assert "dataclasses.dataclass(frozen=True, slots" not in each, (path, node.name)
            if isinstance(node, ast.ImportFrom) and node.module == "dataclasses":
                taken = {alias.name for alias in node.names}
                assert "dataclass" not in taken or "@dataclass(frozen=True, slots" not in text, path
