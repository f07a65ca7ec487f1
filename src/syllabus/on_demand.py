"""What Python would make of a module when it is imported, made when it is first used instead.

The methods of dataclasses and the regular expressions of some 400 modules take longer to make than
all else that importing them does, and one command uses few of them
(docs/explanation/performance.md).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import MISSING, Field
from functools import cache
from inspect import get_annotations, isfunction
from operator import attrgetter
from threading import RLock
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
        names = _names(self.__class__, "repr")
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

    def dataclass(*, frozen, slots=False):
        """Have a class be a frozen dataclass, as the standard library's decorator does.

        Its fields are the library's (`fields`, `replace`), read when they are first asked for. Its
        `__init__` is written when the first value is made, and it shares its other methods with
        all such classes. All that is annotated in it is a field. One without `slots` has room for
        cached properties.
        """
        assert frozen
        room = () if slots else ("__dict__", "__weakref__")

        def decorate(plain):
            assert not hasattr(plain, "__post_init__"), "it would not run"
            own = dict(vars(plain))
            inherited = getattr(plain, _DEFAULTS, {})
            # What holds a default, or `field`, is where the slot comes.
            defaults = {name: own.pop(name, MISSING) for name in get_annotations(plain)}
            for name in ("__dict__", "__weakref__"):
                own.pop(name, None)
            taken = {
                "__init__": _first_init,
                "__match_args__": tuple(inherited | defaults),
                "__slots__": (*(name for name in defaults if name not in inherited), *room),
                "__qualname__": plain.__qualname__,
                "__dataclass_fields__": _OfLibrary(plain),
                "__dataclass_params__": _OfLibrary(plain),
                _DEFAULTS: inherited | defaults,
            }
            return type(plain)(plain.__name__, plain.__bases__, {**_SHARED, **taken, **own})

        return decorate


_DEFAULTS = "__field_defaults__"
"""Where a class holds its fields: by name the default, or what `field` says, or `MISSING`."""


def _first_init(self: Any, *given: object, **named: object) -> None:
    """Write the `__init__` of a class, and call it."""
    made: Any = next(each for each in type(self).__mro__ if "__init__" in vars(each))
    made.__init__ = _written_init(made)
    made.__init__(self, *given, **named)


_READING = RLock()


class _OfLibrary:
    """Stands for what the standard library's decorator would put into a class."""

    def __init__(self, plain: type) -> None:
        self._plain = plain

    def __set_name__(self, made: type, name: str) -> None:
        self._made, self._name = made, name

    def __get__(self, value: object, made: type | None = None) -> Any:
        plain = self._plain
        with _READING:  # the library leaves a class half read to another thread
            if self._name not in vars(plain):
                plain.__doc__ = plain.__doc__ or plain.__name__  # or it comes from the signature
                dataclasses.dataclass(init=False, repr=False, eq=False, match_args=False)(plain)
        found = getattr(plain, self._name)
        setattr(self._made, self._name, found)
        return found


def _written_init(made: type) -> Callable[..., None]:
    """Return the `__init__` that takes the fields of a class in their order."""
    names: dict[str, Any] = {"_missing": MISSING}
    parameters, lines = ["self"], []
    for name, default in getattr(made, _DEFAULTS).items():
        parameter, value = name, name
        make: Any = MISSING
        if isinstance(default, Field):
            assert default.init
            assert default.kw_only in (False, MISSING), "all are taken by their place, too"
            make, default = default.default_factory, default.default
        if default is not MISSING:
            parameter, names[f"_default_{name}"] = f"{name}=_default_{name}", default
        elif make is not MISSING:
            parameter, names[f"_make_{name}"] = f"{name}=_missing", make
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
def _getter(made: type, use: str) -> Callable[[object], tuple[object, ...]]:
    """Return what takes the fields of a use out of a value."""
    names = _names(made, use)
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


@cache
def _names(made: Any, use: str) -> tuple[str, ...]:
    """Return the names of the fields of a use: "init" (all), "compare" or "repr"."""
    fields: dict[str, Any] = getattr(made, _DEFAULTS)
    return tuple(
        name for name, each in fields.items() if not isinstance(each, Field) or getattr(each, use)
    )
