"""YAML as nodes with positions; every scalar is text as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from syllabus.diagnostics import Diagnostic, Related, error
from syllabus.front.records.damage import REPLACEMENT, damage
from syllabus.front.records.mistakes import find_mistake, find_other_space
from syllabus.front.records.scalars import find_unprintable
from syllabus.on_demand import dataclass, pattern
from syllabus.source import SourceFile, Span

if TYPE_CHECKING:
    import yaml

DEEPEST = 16
"""How deep nodes may nest; a record needs three levels."""

MOST_NODES = 10_000
"""How many keys and values one file may have; a course has some hundred."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value; `text` is what was written, without quotes and escapes."""

    text: str
    span: Span

    shape = "a single value"

    @property
    def written(self) -> str:
        """What stands in the file, such as two quotation marks with nothing between them."""
        return self.span.text


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    items: tuple[Node, ...]
    span: Span

    shape = "a list"


@dataclass(frozen=True, slots=True)
class MappingEntry:
    """One `key: value`."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, each key once, in the order of the file."""

    entries: tuple[MappingEntry, ...]
    span: Span

    shape = "keys with values"


@dataclass(frozen=True, slots=True)
class Unusable:
    """A value that a fault was already reported for."""

    span: Span

    shape = "something that cannot be used"


Node = Scalar | Sequence | Mapping | Unusable


def read_nodes(
    source: SourceFile, start: int, end: int, faults: list[Diagnostic], most: int = MOST_NODES
) -> Mapping | Unusable:
    """Read the YAML between two offsets of a file, which must be a mapping.

    It may have no more than `most` keys and values. No implicit types are resolved. Aliases,
    anchors, merge keys, tags, second documents and keys given twice are faults. Nothing at all
    is a mapping without entries.
    """
    text = source.text[start:end]
    whole = source.span(start, end)
    bad = find_unprintable(text)
    if bad is not None:
        faults.append(
            error(
                "broken-yaml",
                f"found the control character U+{ord(bad[0]):04X}, which YAML does not allow",
                whole.part(bad.start(), bad.end()),
                "delete it",
            )
        )
        return Unusable(whole)
    import yaml

    try:
        node = _Reader(_events(text), whole, faults, most).read_document()
    except yaml.MarkedYAMLError as broken:
        faults.append(_broken_yaml(broken, whole))
        return Unusable(whole)
    except (yaml.YAMLError, ValueError, OverflowError):
        # PyYAML's own parser makes a character of any number that an escape names.
        faults.append(error("broken-yaml", "found YAML that cannot be read", whole))
        return Unusable(whole)
    if isinstance(node, (Scalar, Sequence)):
        place = node.span.start - start
        explained = _explained(whole, place, place) if isinstance(node, Scalar) else None
        faults.append(explained or wrong_shape(node, Mapping.shape))
        return Unusable(whole)
    return node


def wrong_shape(node: Node, expected: str, *hints: str) -> Diagnostic:
    """Return the fault of a node that has another shape than is expected of it."""
    found = node.shape
    if isinstance(node, Scalar) and not node.text.strip():
        found = "an empty value" if node.written else "nothing"
        if node.written and not hints:
            hints = ("write something between the quotes, or delete the line",)
    if isinstance(node, Mapping) and not hints and node.entries:
        first = node.entries[0].value
        hints = (f"write {first.text} alone",) if isinstance(first, Scalar) else ()
    return error("wrong-shape", f"found {found}, expected {expected}", node.span, *hints)


_WORD = pattern(r"[^\W_]+")
_PLAIN_LABEL = pattern(r"\w[\w &()/.-]*")


def pair_hints(node: Node) -> tuple[str, ...]:
    """Return how a list of labels is written where each needs a code before it."""
    labels = [each.text for each in getattr(node, "items", ()) if isinstance(each, Scalar)]
    codes = ["-".join(_WORD.findall(label.lower())) for label in labels]
    plain = all(map(_PLAIN_LABEL.fullmatch, labels)) and sum(map(len, labels)) <= 80
    if not labels or not plain or len(set(codes)) < len(codes):
        return ()
    pairs = (f"{code}: {label}" for code, label in zip(codes, labels, strict=True))
    return (f"write {{{', '.join(pairs)}}}",)


@cache
def _loader() -> Any:
    """Return libyaml's loader where PyYAML was built with it: twenty times as fast."""
    import yaml

    return getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield the parser's events, from which nesting can be bounded before anything recurses."""
    import yaml

    yield from yaml.parse(text, Loader=_loader())


class _LimitExceeded(Exception):
    """A limit is exceeded; reading stops."""

    def __init__(self, fault: Diagnostic) -> None:
        super().__init__(fault.message)
        self.fault = fault


class _Reader:
    """Builds nodes of events, reporting what YAML allows and a record does not."""

    def __init__(
        self, events: Iterator[yaml.Event], whole: Span, faults: list[Diagnostic], most: int
    ) -> None:
        self._events = events
        self._most = most
        self._whole = whole
        self._text = whole.text
        self._faults = faults
        self._nodes = 0

    def read_document(self) -> Node:
        import yaml

        node: Node | None = None
        try:
            for event in self._events:
                if isinstance(event, yaml.DocumentStartEvent):
                    if node is not None:
                        place = self._span(event)
                        self._report(
                            "several-documents", "found a second YAML document, expected one", place
                        )
                        break
                    node = self._read(next(self._events), 1)
        except _LimitExceeded as too_much:
            self._faults.append(too_much.fault)
            return Unusable(self._whole)
        if node is None or (isinstance(node, Scalar) and not node.text):
            return Mapping((), self._whole.part(0, 0))
        return node

    def _read(self, event: yaml.Event, depth: int) -> Node:
        import yaml

        span = self._span(event)
        if depth > DEEPEST:
            message = f"found values nested more than {DEEPEST} deep"
            raise _LimitExceeded(error("nesting-too-deep", message, span.part(0, 1)))
        self._nodes += 1
        if self._nodes > self._most:
            message = f"found more than {self._most} keys and values"
            raise _LimitExceeded(error("text-too-long", message, span))
        if isinstance(event, yaml.AliasEvent):
            self._report(
                "yaml-alias", f"found the alias '{span.text}'", span, "write the value out"
            )
            return Unusable(span)
        refused = self._refuse_properties(event, span)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(self._events), yaml.SequenceEndEvent):
                items.append(self._read(inner, depth + 1))
            return Sequence(tuple(items), self._span(event, inner))
        if isinstance(event, yaml.MappingStartEvent):
            return self._read_mapping(event, depth)
        assert isinstance(event, yaml.ScalarEvent)
        if refused and not event.value:
            return Unusable(span)
        bad = find_unprintable(event.value)
        if bad is not None:
            message = f"found an escape that stands for U+{ord(bad[0]):04X}, which no text can hold"
            self._report("broken-yaml", message, span, _in_single_quotes(span.text))
            return Unusable(span)
        if REPLACEMENT in event.value:
            at = span.text.find(REPLACEMENT)
            self._faults.append(damage(REPLACEMENT, span.part(at, at + 1) if at >= 0 else span))
        return Scalar(event.value, span)

    def _read_mapping(self, start: yaml.Event, depth: int) -> Mapping:
        import yaml

        entries: dict[str, MappingEntry] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._read(event, depth + 1)
            value = self._read(next(self._events), depth + 1)
            if isinstance(key, (Sequence, Mapping)):
                self._faults.append(wrong_shape(key, "a word before ':'"))
            if not isinstance(key, Scalar):
                continue
            first = entries.get(key.text)
            if key.text == "<<":
                self._report(
                    "yaml-merge-key", "found the merge key '<<'", key.span, "write the keys out"
                )
            elif first is not None:
                self._faults.append(
                    error(
                        "duplicate-key",
                        f"found the key '{key.text}' a second time",
                        key.span,
                        "keep one of the two",
                        related=(Related("the first one", first.key.span),),
                    )
                )
            else:
                entries[key.text] = MappingEntry(key, value)
        return Mapping(tuple(entries.values()), self._span(start, event))

    def _refuse_properties(self, event: yaml.Event, span: Span) -> bool:
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self._report(
                "yaml-alias", f"found the anchor '&{anchor}'", span, "write the value alone"
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._report("yaml-tag", f"found the tag '{tag}'", span, "write the value alone")
        return anchor is not None or tag is not None

    def _report(self, code: str, message: str, span: Span, *hints: str) -> None:
        self._faults.append(error(code, message, span, *hints))

    def _span(self, first: yaml.Event, last: yaml.Event | None = None) -> Span:
        """Return where events stand, without the white space that marks may run on into."""
        start = _offset(first.start_mark, self._text)
        text = self._text[start : _offset((last or first).end_mark, self._text)].rstrip()
        return self._whole.part(start, start + len(text))


def _broken_yaml(broken: yaml.MarkedYAMLError, whole: Span) -> Diagnostic:
    """Translate a parser's error into plain words.

    The two parsers that PyYAML has word their complaints alike only in part, so a few words
    that both use decide.
    """
    text = whole.text
    problem, context = broken.problem or "", broken.context or ""
    place, opened = _offset(broken.problem_mark, text), _offset(broken.context_mark, text)
    character = text[place : place + 1]
    hints: tuple[str, ...] = ()
    explained = None if character == "\t" else _explained(whole, place, opened)
    if explained is not None:
        return explained
    line_start = text.rfind("\n", 0, place) + 1
    line = text[line_start:].partition("\n")[0]
    rest = text[opened:].partition("\n")[0].rstrip()
    key = text[text.rfind("\n", 0, opened) + 1 : opened].strip()
    if "mapping values are not allowed" in problem and _SET_IN.match(line):
        message, place = "found a key that is set in further than those above it", line_start
        hints = (f"write '{line.strip()}' in the same column as they are",)
    elif "mapping values are not allowed" in problem:
        message = "found ':' inside a value"
        hints = ("put the value in quotes",)
    elif character == "\t":
        message = "found a tab, expected spaces"
        hints = (f"write two spaces for each tab: '{line.replace(chr(9), '  ')}'",)
    elif "cannot start any token" in problem:
        message = f"found '{character}' at the start of a value"
        hints = ("put the value in quotes",)
    elif "unexpected end of stream" in problem and "quoted scalar" in context:
        message, place = "found a quoted value without its closing quote", opened
        hints = (f"write {key} {rest}{text[opened]}",)
    elif "escape character" in problem:
        message = "found an unknown escape in double quotes"
        hints = (_in_single_quotes(rest),)
    elif "flow sequence" in context:
        message, place = "found a list without ',' between its values or ']' at its end", opened
        hints = (f"write {key} {rest.rstrip(',')}]",) if "]" not in rest else ()
    elif "flow mapping" in context:
        message, place = "found '{' without ',' between its values or '}' at its end", opened
        hints = (f"write {key} {rest.rstrip(',')}}}",) if "}" not in rest else ()
        if braced := re.search(r":\s+(\\[A-Za-z]+\{[^{}]*\})", rest):
            hints = (f"write '{braced[1]}', in single quotes: braces mean something to YAML",)
    elif "expected ':'" in problem:
        message, place = "found a line without ':' after its key", opened
    elif "block mapping" in context or "block collection" in context:
        message = "found a line that fits neither the indentation nor the keys above it"
        hints = ("begin it in the same column as the line that it belongs to",)
        above = text[opened:].partition("\n")[0]
        if above.startswith("- ") and not line.startswith("- "):
            message, place = "found '- ', which makes a list, before a key", opened
            hints = (f"write {above[2:].strip()}",)
    else:
        message = "found something that is not YAML"
    return error("broken-yaml", message, whole.part(place, place + 1), *hints)


_SET_IN = pattern(r"[ \t]+[A-Za-z_][\w-]*[ \t]*:(?:\s|\Z)")


def _in_single_quotes(written: str) -> str:
    """Return what to write for a value in double quotes whose backslashes mean backslashes."""
    value = re.match(r'"(?:\\.|[^"\\])*"', written.strip())
    inside = (value[0] if value else written).strip().strip('"').replace("'", "''")
    return f"write '{inside}', in single quotes, in which a backslash is a backslash"


def _explained(whole: Span, place: int, opened: int) -> Diagnostic | None:
    """Return what is wrong with the line that YAML stumbles over, or the nearest one above it."""
    lines = whole.text[: place + 1].count("\n", 0, place), whole.text.count("\n", 0, opened)
    all_lines = whole.text.split("\n")
    for number in range(lines[0], -1, -1):
        find = find_mistake if number >= min(lines) else find_other_space
        mistake = find(all_lines[number])
        if mistake is not None:
            start = sum(len(line) + 1 for line in all_lines[:number]) + mistake.column
            span = whole.part(start, start + 1)
            return error("broken-yaml", mistake.message, span, f"write {mistake.corrected}")
    return None


def _offset(mark: Any, text: str) -> int:
    """Return a mark's place in the text; the text's end where there is no mark."""
    return len(text) if mark is None else min(mark.index, len(text))
