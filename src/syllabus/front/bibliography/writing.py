"""Entries as text: in the form that a library has, or in one of our own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from syllabus.front.bibliography.library import MONTHS
from syllabus.on_demand import dataclass, pattern

T = TypeVar("T")

_LAST = 60_000
"""Characters at the end of a library that its form is read from; people add entries there."""
_FIELD = pattern(
    r"^(?P<indent>[ \t]*)(?P<name>[A-Za-z][\w-]*)(?P<before>[ \t]*)=(?P<after>[ \t]*)"
    r'(?P<open>[{"]|\d)(?P<rest>[^\n]*)$',
    re.MULTILINE,
)
_ENTRY = pattern(r"^[ \t]*@(?P<kind>[A-Za-z]+)[ \t]*\{[^=\n]*,[ \t]*\n(?P<body>.*?)^[ \t]*\}"
                    r"(?P<gap>\s*)(?=^[ \t]*@|\Z)", re.MULTILINE | re.DOTALL)  # fmt: skip
_NOT_ENTRIES = ("comment", "string", "preamble")
_ORDER = (
    *("author", "editor", "title", "subtitle", "booktitle", "journal", "journaltitle"),
    *("date", "year", "month", "volume", "number", "issue", "pages", "series", "edition"),
    *("publisher", "organization", "institution", "school", "address", "location"),
    *("isbn", "issn", "doi", "eprint", "archiveprefix", "eprinttype", "primaryclass", "url"),
)
_NUMBERS = frozenset(("year", "volume", "number"))
_ESCAPED = {
    **{sign: f"\\{sign}" for sign in "%&$#_"},
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class EntryForm:
    """How a library writes its entries.

    `width` is the column of the `=`, counted from the name; 0 aligns the fields of each entry, -1
    none of them. `blank` says that an empty line stands between entries.
    """

    indent: str = "  "
    width: int = 0
    before: str = " "
    after: str = " "
    quotes: bool = False
    bare_numbers: bool = False
    last_comma: bool = True
    blank: bool = True
    kind_case: str = "lower"
    name_case: str = "lower"


def form_of(text: str) -> EntryForm:
    """Return the form that most entries at the end of a library have."""
    entries = [
        entry
        for entry in _ENTRY.finditer(text, _start(text))
        if entry["kind"].lower() not in _NOT_ENTRIES
    ]
    bodies = [fields for entry in entries if (fields := list(_FIELD.finditer(entry["body"])))]
    fields = [field for body in bodies for field in body]
    if not fields:
        return EntryForm()
    delimited = [field["open"] for field in fields if field["open"] in '{"']
    numbers = [field["open"] for field in fields if field["name"].lower() == "year"]
    gaps = [entry["gap"].count("\n") > 1 for entry in entries[:-1]]
    return EntryForm(
        indent=_most((field["indent"] for field in fields), "  "),
        width=_width(bodies),
        before=_most((field["before"] for field in fields if len(field["before"]) < 2), " "),
        after=_most((field["after"] for field in fields), " "),
        quotes=_most(delimited, "{") == '"',
        bare_numbers=_most(numbers, "{").isdigit(),
        last_comma=_most((body[-1]["rest"].rstrip().endswith(",") for body in bodies), True),
        blank=_most(gaps, True),
        kind_case=_most((_case(entry["kind"]) for entry in entries), "lower"),
        name_case=_most((_case(field["name"]) for field in fields), "lower"),
    )


def _start(text: str) -> int:
    """Return where the end of a library begins, at a line."""
    return text.rfind("\n", 0, max(0, len(text) - _LAST)) + 1


def _most(found: Iterable[T], otherwise: T) -> T:
    counted = Counter(found).most_common(1)
    return counted[0][0] if counted else otherwise


def _case(word: str) -> str:
    if word.isupper():
        return "upper"
    return "capital" if word[:1].isupper() else "lower"


def _cased(word: str, case: str) -> str:
    return {"upper": word.upper(), "capital": word.capitalize()}.get(case, word)


def _width(bodies: list[list[re.Match[str]]]) -> int:
    """Return at which column the `=` of most entries stand; 0 if each has a column of its own."""
    columns = [{len(field["name"]) + len(field["before"]) for field in body} for body in bodies]
    telling = [
        next(iter(each)) if len(each) == 1 else -1
        for each, body in zip(columns, bodies, strict=True)
        if len({len(field["name"]) for field in body}) > 1
    ]
    if not telling or _most((each == -1 for each in telling), True):
        return -1 if telling else 0
    longest = [max(len(field["name"]) for field in body) for body in bodies]
    beyond = {
        next(iter(each))
        for each, most in zip(columns, longest, strict=True)
        if len(each) == 1 and next(iter(each)) > most + 1
    }
    return max(beyond, default=0)


def write_entry(kind: str, key: str, fields: Mapping[str, str], form: EntryForm) -> str:
    """Return an entry of fields whose values are TeX, with the end of its last line."""
    names = sorted(fields, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))
    own = max((len(name) for name in names), default=0) + len(form.before)
    width = own if form.width == 0 else form.width
    lines = []
    for name in names:
        written = _cased(name, form.name_case)
        left = f"{written}{form.before}"
        left = left if form.width == -1 else left.ljust(width)
        lines.append(f"{form.indent}{left}={form.after}{_value(name, fields[name], form)},")
    if lines and not form.last_comma:
        lines[-1] = lines[-1].removesuffix(",")
    return "\n".join((f"@{_cased(kind, form.kind_case)}{{{key},", *lines, "}")) + "\n"


def _value(name: str, value: str, form: EntryForm) -> str:
    if name in _NUMBERS and form.bare_numbers and value.isascii() and value.isdigit():
        return value
    if name == "month" and value.lower() in MONTHS:
        return value.lower()
    if form.quotes and '"' not in value:
        return f'"{value}"'
    return f"{{{value}}}"


def put_at_end(text: str, entries: Iterable[str], form: EntryForm) -> str:
    """Return a library with entries behind all that it has."""
    pieces = list(_pieces(text, form))
    for number, entry in enumerate(entries):
        pieces += ["\n", entry] if number and form.blank else [entry]
    return "".join(pieces)


def _pieces(text: str, form: EntryForm) -> Iterator[str]:
    yield text
    if not text.strip():
        return
    if not text.endswith("\n"):
        yield "\n"
    if form.blank and not text.endswith("\n\n"):
        yield "\n"


def tex_of(text: str) -> str:
    """Return plain text as TeX that is read as the same text."""
    return "".join(_ESCAPED.get(sign, sign) for sign in " ".join(text.split()))
