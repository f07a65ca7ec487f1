"""What Python would make of a module when it is imported, made when it is first used instead.

The methods of dataclasses and the regular expressions of some 400 modules take longer to make than
all else that importing them does, and one command uses few of them
(docs/explanation/performance.md).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from functools import cache
from inspect import isfunction
from operator import attrgetter
from typing import TYPE_CHECKING, Any, AnyStr, cast


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a regular expression that is compiled when it is first used; not for `re.sub`."""
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))


class _Pattern:
    """Stands for a regular expression; each of its methods is looked up once."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._written: tuple[Any, int] = text, flags
        self.pattern = text

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._written), name)
        setattr(self, name, found)
        return found


class _Value:
    """What all values have in common: none changes, and two are equal where their fields are."""

    def __repr__(self: Any) -> str:
        names = (each.name for each in dataclasses.fields(self) if each.repr)
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({shown})"

    def __eq__(self: Any, other: object) -> bool:
        if self.__class__ is other.__class__:
            return _fields_of(self) == _fields_of(other)
        return NotImplemented

    def __hash__(self: Any) -> int:
        return hash(_fields_of(self))

    def __setattr__(self, name: str, value: object) -> None:
        del value
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def __reduce__(self: Any) -> tuple[type, tuple[object, ...]]:
        return self.__class__, _getter(self.__class__, "init")(self)


_SHARED = {name: method for name, method in vars(_Value).items() if isfunction(method)}

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen, slots):
        """Have a class be a frozen dataclass with slots, as the standard library's decorator does.

        Its fields are the library's (`fields`, `replace`). Its `__init__` is written when the first
        value is made, and it shares its other methods with all such classes.
        """
        assert frozen
        assert slots

        def decorate(plain):
            assert not hasattr(plain, "__post_init__"), "it would not run"
            made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(plain)

            def __init__(self, *given, **named):  # noqa: N807 - it is a method
                made.__init__ = _written_init(made)
                made.__init__(self, *given, **named)

            for name, method in {**_SHARED, "__init__": __init__}.items():
                if name not in vars(plain):
                    setattr(made, name, method)
            return made

        return decorate


def _written_init(made: type) -> Callable[..., None]:
    """Return the `__init__` that takes the fields of a class in their order."""
    names: dict[str, Any] = {"_missing": dataclasses.MISSING}
    parameters, lines = ["self"], []
    for each in dataclasses.fields(made):
        assert each.init
        assert not each.kw_only, "all are taken by their place, too"
        name = each.name
        parameter, value = name, name
        if each.default is not dataclasses.MISSING:
            parameter, names[f"_default_{name}"] = f"{name}=_default_{name}", each.default
        elif each.default_factory is not dataclasses.MISSING:
            parameter, names[f"_make_{name}"] = f"{name}=_missing", each.default_factory
            value = f"_make_{name}() if {name} is _missing else {name}"
        parameters.append(parameter)
        names[f"_put_{name}"] = getattr(made, name).__set__
        lines.append(f" _put_{name}(self, {value})\n")
    text = f"def __init__({', '.join(parameters)}):\n{''.join(lines) or ' pass'}"
    exec(text, names)  # noqa: S102 - it is made of the names of fields alone
    return cast("Callable[..., None]", names["__init__"])


def _fields_of(value: Any) -> tuple[object, ...]:
    return _getter(value.__class__, "compare")(value)


@cache
def _getter(made: Any, which: str) -> Callable[[object], tuple[object, ...]]:
    """Return what takes the fields out of a value: all ("init"), or those that are compared."""
    names = [each.name for each in dataclasses.fields(made) if getattr(each, which)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)
