"""Kinds of values: what a key may hold, how it is read and how it is described to people.

`course.yaml` and front matter are defined once, in `definitions`, by these kinds; reading and
validating them, and every description of them, follow from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from collections.abc import Mapping as PlainMapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, Generic, Protocol, TypeVar, cast

from syllabus.diagnostics import Diagnostic, Related, error, nearest_hint
from syllabus.front.records.foreign_names import meant_by
from syllabus.front.records.forms import Form, JsonSchema, one_of
from syllabus.front.records.mistakes import slip_hints
from syllabus.front.records.nodes import (
    Mapping,
    MappingEntry,
    Node,
    Scalar,
    Sequence,
    Unusable,
    pair_hints,
    wrong_shape,
)
from syllabus.model.facts import FactPlace
from syllabus.on_demand import dataclass
from syllabus.source import Span

STANDARD_LANGUAGE = "en"
"""The language of courses that name none."""

T = TypeVar("T")
S = TypeVar("S")
T_co = TypeVar("T_co", covariant=True)
S_co = TypeVar("S_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Located(Generic[T_co]):
    """A value and its span."""

    value: T_co
    span: Span


@dataclass(frozen=True, slots=True)
class Pair(Generic[T_co]):
    """A key that the author chose, and its value."""

    key: Located[str]
    value: Located[T_co]


class BadValue(ValueError):
    """Not a valid value of its kind; becomes a fault at its place."""

    def __init__(self, code: str, message: str, *hints: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hints = hints

    def fault(self, span: Span) -> Diagnostic:
        """Return the fault, placed."""
        return error(self.code, self.message, span, *(slip_hints(span.text) or self.hints))


def quoted(text: str) -> str:
    """Return what was written as a message shows it: in quotes, on one line, not too long."""
    line = " ".join(text.split())
    return f"'{line}'" if len(line) <= 60 else f"'{line[:59]}…'"


class ValueKind(Protocol[T_co]):
    """Something a key may hold; `expected` names it to people ("a date such as …")."""

    @property
    def expected(self) -> str:
        """Name the kind, to stand after "expected"."""
        ...

    def read(
        self, node: Node, faults: list[Diagnostic], language: str = STANDARD_LANGUAGE
    ) -> Located[T_co] | None:
        """Return the value, or None after reporting why there is none.

        `language` is that of the course (BCP 47), in which dates are written.
        """
        ...


@dataclass(frozen=True, slots=True)
class Single(Generic[T_co]):
    """One value; `parse` raises `BadValue`. `form` describes it for JSON Schema.

    Where it `may_be_empty`, quotation marks with nothing between them are a value, too. What is
    written in the course's language has `in_language`, which parses a text of that language.
    """

    expected: str
    parse: Callable[[str], T_co]
    form: Form
    may_be_empty: bool = False
    in_language: Callable[[str, str], T_co] | None = None

    def parsed(self, text: str, language: str) -> T_co:
        """Return the value of a text in the course's language; raises `BadValue`."""
        return self.in_language(text, language) if self.in_language else self.parse(text)

    def read(
        self, node: Node, faults: list[Diagnostic], language: str = STANDARD_LANGUAGE
    ) -> Located[T_co] | None:
        """Return the parsed text of a scalar."""
        if isinstance(node, Scalar) and (node.text.strip() or (self.may_be_empty and node.written)):
            try:
                return Located(self.parsed(node.text.strip(), language), node.span)
            except BadValue as bad:
                faults.append(bad.fault(node.span))
        elif not isinstance(node, Unusable):
            faults.append(wrong_shape(node, self.expected))
        return None


def choice(
    expected: str,
    values: dict[str, T],
    *resolved: JsonSchema,
    instead: PlainMapping[str, str] | None = None,
) -> Single[T]:
    """Return the kind of value that is one of a few words, in any case.

    Hints and editors are given the first word for each value. `resolved` is what YAML may make of
    them; `instead` says of other words that people expect what to do.
    """
    first: dict[T, str] = {}
    for word, value in values.items():
        first.setdefault(value, word)
    names = tuple(first.values())

    def parse(text: str) -> T:
        if text.lower() in values:
            return values[text.lower()]
        message = f"found {quoted(text)}, expected {expected}"
        one = f"write one of {', '.join(names)}"
        named = () if all(name in expected for name in names) else (one,)
        told = (instead or {}).get(text.lower())
        hints = (told,) if told else nearest_hint(text, names) or named
        raise BadValue("unknown-word", message, *hints)

    return Single(expected, parse, replace(one_of(values, *resolved), words=lambda: names))


@dataclass(frozen=True, slots=True)
class Several(Generic[T]):
    """A list of values of one kind; a value alone is a list of one."""

    item: ValueKind[T]

    @property
    def expected(self) -> str:
        """Say that a list may be used here."""
        return f"{self.item.expected}, or a list of them"

    def read(
        self, node: Node, faults: list[Diagnostic], language: str = STANDARD_LANGUAGE
    ) -> Located[tuple[Located[T], ...]] | None:
        """Return the values that could be read."""
        if isinstance(node, Unusable):
            return None
        nodes = node.items if isinstance(node, Sequence) else (node,)
        values = (self.item.read(each, faults, language) for each in nodes)
        return Located(tuple(value for value in values if value is not None), node.span)


@dataclass(frozen=True, slots=True)
class Pairs(Generic[T]):
    """Keys that the author chooses, such as the codes of streams, with values of one kind."""

    expected: str
    key: Single[str]
    value: ValueKind[T]

    def read(
        self, node: Node, faults: list[Diagnostic], language: str = STANDARD_LANGUAGE
    ) -> Located[tuple[Pair[T], ...]] | None:
        """Return the pairs that could be read, in the order of the file."""
        if not isinstance(node, Mapping):
            if not isinstance(node, Unusable):
                dashes = isinstance(node, Sequence) and all(
                    isinstance(each, Mapping) for each in node.items
                )
                hints = ("leave the '-' before each of them out",) if dashes else pair_hints(node)
                faults.append(wrong_shape(node, self.expected, *hints))
            return None
        pairs: dict[str, Pair[T]] = {}
        for entry in node.entries:
            key = self.key.read(entry.key, faults, language)
            value = self.value.read(entry.value, faults, language)
            if key is None or value is None:
                continue
            # Keys that differ in YAML may be one key as their kind reads them.
            first = pairs.setdefault(key.value, Pair(key, value))
            if first.key is not key:
                message = f"found the key {quoted(entry.key.text)} a second time"
                related = Related("the first one", first.key.span)
                faults.append(error("duplicate-key", message, key.span, related=(related,)))
        return Located(tuple(pairs.values()), node.span)


@dataclass(frozen=True, slots=True)
class Listed(Generic[T, S]):
    """A list of names of one kind, or a mapping of them to what is said of each, in order."""

    expected: str
    name: Single[T]
    value: ValueKind[S]

    def read(
        self, node: Node, faults: list[Diagnostic], language: str = STANDARD_LANGUAGE
    ) -> Located[tuple[tuple[Located[T], Located[S] | None], ...]] | None:
        """Return the names that could be read, each with what is said of it or None."""
        if isinstance(node, Unusable):
            return None
        pairs: list[tuple[Located[T], Located[S] | None]] = []
        if isinstance(node, Mapping):
            for entry in node.entries:
                name = self.name.read(entry.key, faults, language)
                said = isinstance(entry.value, Scalar) and not entry.value.written
                value = None if said else self.value.read(entry.value, faults, language)
                if name is not None and (said or value is not None):
                    pairs.append((name, value))
            return Located(tuple(pairs), node.span)
        nodes = node.items if isinstance(node, Sequence) else (node,)
        names = (self.name.read(each, faults, language) for each in nodes)
        return Located(tuple((name, None) for name in names if name is not None), node.span)


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """One key of a record: its kind and what it is for.

    One that has `unless` is required, except where that says that the other values do without it.
    What is `private` is for members alone. `places` are where readers see it, for what is printed
    as it is written, beside the word of the same key.
    """

    key: str
    kind: ValueKind[T]
    description: str
    required: bool = False
    private: bool = False
    places: frozenset[FactPlace] = frozenset()
    unless: Callable[[Values], bool] | None = None


class Values:
    """What was read of a record, by field."""

    def __init__(
        self, values: dict[str, Located[object]], unread: Collection[str] = frozenset()
    ) -> None:
        self._values = values
        self.unread = unread

    def is_unread(self, field: Field[Any]) -> bool:
        """Return whether a field has a value that was reported, and may not have been read."""
        return field.key in self.unread

    def get(self, field: Field[T]) -> Located[T] | None:
        """Return a field's value, None if it is absent or was reported."""
        return cast("Located[T] | None", self._values.get(field.key))

    def value(self, field: Field[T], default: S) -> T | S:
        """Return a field's bare value, or the default."""
        located = self.get(field)
        return default if located is None else located.value


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping whose keys are known; any other key is a fault.

    `refused` says what is wrong with keys that people expect here and that must not be, `elsewhere`
    what other keys that people expect are called here, `foreign` what keys are in other languages.
    """

    expected: str
    fields: tuple[Field[Any], ...]
    refused: tuple[tuple[str, BadValue], ...] = ()
    elsewhere: tuple[tuple[tuple[str, ...], str], ...] = ()
    foreign: PlainMapping[str, str] | None = None

    def _hints(self, found: str) -> tuple[str, ...]:
        """Return what an unknown key is called here, a key that is near, or else all of them."""
        near = self._near(found)
        if near:
            return (f"did you mean '{near[0]}'?",)
        told = (hint for names, hint in self.elsewhere if found in names)
        if (hint := next(told, None)) is not None:
            return (hint,)
        if (key := meant_by(found, self.foreign or {})) is not None:
            return (f"'{found}' is '{key}' here, as keys are English: write {key}: …",)
        known = f"known keys: {', '.join(field.key for field in self.fields)}"
        return (known,)

    def _near(self, found: str) -> list[str]:
        """Return the key that a word is a mistyped or shortened form of; none if there is none."""
        keys = [field.key for field in self.fields]
        if any(found in names for names, _ in self.elsewhere):
            return []
        begun = [key for key in keys if len(found) > 2 and key.startswith(found)]
        return begun[:1] or get_close_matches(found, keys, n=1, cutoff=0.75)

    def read(
        self, node: Node, faults: list[Diagnostic], language: str = STANDARD_LANGUAGE
    ) -> Located[Values] | None:
        """Return the values of the fields; a key with nothing after it counts as absent."""
        if not isinstance(node, Mapping):
            if not isinstance(node, Unusable):
                keys = ", ".join(f"{field.key}: …" for field in self.fields)
                faults.append(wrong_shape(node, self.expected, f"write {{{keys}}}"))
            return None
        fields = {field.key: field for field in self.fields}
        refused = dict(self.refused)
        values: dict[str, Located[object]] = {}
        seen = set()
        unread = set()
        for entry in node.entries:
            field = fields.get(entry.key.text)
            if entry.key.text.lower() in refused:
                faults.append(refused[entry.key.text.lower()].fault(_masked(entry)))
            elif field is None:
                message = f"found the unknown key {quoted(entry.key.text)}"
                word = entry.key.text.replace("-", "_").lower()
                seen.update(self._near(word))  # one mistake, one fault
                hints = self._hints(word)
                meant = {name for name in fields if f"'{name}'" in hints[0]}
                seen.update(meant)
                unread.update(meant)
                hints = slip_hints(entry.key.span.text, key=True) or hints
                faults.append(error("unknown-key", message, entry.key.span, *hints))
            elif not isinstance(entry.value, Scalar) or entry.value.written:
                seen.add(field.key)
                before = len(faults)
                value = field.kind.read(entry.value, faults, language)
                if len(faults) > before or value is None:
                    unread.add(field.key)
                if value is not None:
                    values[field.key] = value
        read = Values(values, unread)
        faults.extend(self._missing(node, seen, read))
        return Located(read, node.span)

    def _missing(self, node: Mapping, seen: set[str], read: Values) -> Iterator[Diagnostic]:
        given = {entry.key.text: entry.key.span for entry in node.entries}
        for field in self.fields:
            needed = field.required or (field.unless is not None and not field.unless(read))
            if needed and field.key not in seen:
                message = f"found no '{field.key}', expected {field.kind.expected}"
                place = given.get(field.key, node.span.part(0, 0))
                where = "write it behind the colon" if field.key in given else "add the line"
                yield error("missing-key", message, place, f"{where}: '{field.key}: …'")


def _masked(entry: MappingEntry) -> Span:
    """Return the span of a key, in a copy of its file with the value masked."""
    key, value = entry.key.span, entry.value.span
    hidden = re.sub(r"[^\n]", "*", value.text)
    text = key.file.text[: value.start] + hidden + key.file.text[value.end :]
    return Span(replace(key.file, text=text), key.start, key.end)


@dataclass(frozen=True, slots=True)
class Either(Generic[T_co, S_co]):
    """A single value in short, or a record in full."""

    short: Single[T_co]
    full: ValueKind[S_co]

    @property
    def expected(self) -> str:
        """Name both."""
        return f"{self.short.expected}, or {self.full.expected}"

    def read(
        self, node: Node, faults: list[Diagnostic], language: str = STANDARD_LANGUAGE
    ) -> Located[T_co | S_co] | None:
        """Return what either reads."""
        if isinstance(node, Mapping):
            return self.full.read(node, faults, language)
        if isinstance(node, Scalar):
            return self.short.read(node, faults, language)
        if not isinstance(node, Unusable):
            faults.append(wrong_shape(node, self.expected))
        return None
