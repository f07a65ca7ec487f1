"""What people get wrong in an entry that BibTeX cannot read, and the line as it should be."""

from __future__ import annotations

import re

from syllabus.on_demand import dataclass, pattern

_NO_COMMA = pattern(r"(?P<opening>@\s*\w+\s*[{(]\s*(?P<key>[^\s,{}()=]+))\s+[A-Za-z][\w-]*\s*=")
_FIELD = pattern(r"\s*(?P<name>[A-Za-z][\w-]*)\s*=\s*(?P<value>.*)")
_OPENING = pattern(
    r"^[ \t]*(?P<sign>@?)(?P<kind>article|book|booklet|collection|conference|dataset|inbook"
    r"|incollection|inproceedings|manual|mastersthesis|misc|online|patent|phdthesis|proceedings"
    r"|report|software|techreport|thesis|unpublished)[ \t]*(?P<brace>[{(]?)[ \t]*"
    r"(?P<key>[\w:./+-]+)[ \t]*,",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class EntryMistake:
    """A mistake: so many lines below the entry's first one, what it is and what to write."""

    line: int
    message: str
    hint: str


def explain(raw: str) -> EntryMistake | None:
    """Return why an entry cannot be read, None if nothing of the kind is found."""
    if found := _NO_COMMA.match(raw):
        message = f"found no comma behind the key '{found['key']}'"
        return EntryMistake(0, message, f"write {' '.join(found['opening'].split())},")
    lines = raw.rstrip().split("\n")
    starts = [number for number, line in enumerate(lines) if _FIELD.match(line)]
    for start, end in zip(starts, [*starts[1:], None][: len(starts)], strict=True):
        field = _FIELD.match(lines[start])
        assert field is not None, "it is the start of a field"
        text = (
            field["value"] if end is None else "\n".join((field["value"], *lines[start + 1 : end]))
        )
        if fault := _unclosed(
            field["name"], text, lines[start] if end in (None, start + 1) else ""
        ):
            return EntryMistake(start, *fault)
    if starts and _depth(raw) == 1:
        message = "no '}' ends the entry"
        return EntryMistake(starts[-1], message, "write a line '}' below its last field")
    return None


def find_unopened(text: str) -> list[tuple[int, str, EntryMistake]]:
    """Return where something begins like an entry and is none: an offset, its key, the mistake.

    It lacks its `@` or its brace, so that BibTeX takes it for a comment.
    """
    found = []
    for each in _OPENING.finditer(text):
        if each["sign"] and each["brace"]:
            continue
        missing = "'@' before" if not each["sign"] else "'{' behind"
        message = f"found no {missing} '{each['kind']}'"
        right = f"write @{each['kind']}{{{each['key']},"
        found.append((each.start("kind"), each["key"], EntryMistake(0, message, right)))
    return found


def _unclosed(name: str, text: str, line: str) -> tuple[str, str] | None:
    """Return what is wrong with the value of a field, and its line as it should be."""
    mark = text[:1]
    if mark == "{" and _depth(text) > 0:
        what, closing = "brace", "}"
    elif mark == '"' and len(re.findall(r'(?<!\\)"', text)) % 2:
        what, closing = "quotation mark", '"'
    else:
        return None
    right = f"{line.strip().rstrip(',').rstrip(chr(34) if what == 'brace' else '}')}{closing},"
    hint = f"write {right}" if line else f"write {closing} at the end of its value"
    return f"the {what} of the field '{name}' is not closed", hint


def _depth(text: str) -> int:
    signs = re.findall(r"(?<!\\)[{}]", text)
    return signs.count("{") - signs.count("}")
