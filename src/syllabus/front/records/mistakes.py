"""What people get wrong in a line of YAML, and the line as it should be."""

from __future__ import annotations

import re

from syllabus.on_demand import dataclass, pattern

_LINE = pattern(
    r"(?P<before>[ \t]*(?:- )?)(?P<key>[A-Za-z_][\w-]*)(?P<colon>:[ \t]+)(?P<value>\S.*)"
)
_GLUED = pattern(r"(?P<before>[ \t]*)(?P<key>[A-Za-z_][\w-]*)(?P<colon>:)(?!//)(?P<value>\S.*)")
_OTHER_SIGN = pattern(
    r"(?P<before>[ \t]*)(?P<key>[A-Za-z_][\w-]*)[ \t]*(?P<colon>[\uff1a=])[ \t]*(?P<value>\S.*)"
)
_CURLY = {"“": "”", "„": "“", "‘": "’", "‚": "‘", "«": "»", "»": "«", "‹": "›", "”": "”", "’": "’"}
_INDICATORS = "@`%*&!|>"
_SPACES = "\u00a0\u2000-\u200a\u202f\u3000"
_OTHER_SPACE = pattern(
    r"(?P<before>[ \t]*(?:- )?)(?P<key>[A-Za-z_][\w-]*)(?P<colon>:[ \t]*)"
    rf"(?=[{_SPACES}])\s*(?P<value>\S.*)"
)
_SPACE = pattern(f"[{_SPACES}]")
_UNSEEN = pattern("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_LONGEST_SHOWN = 80
"""Characters of a value that a hint writes anew."""


@dataclass(frozen=True, slots=True)
class LineMistake:
    """A mistake in one line: where it starts, counted from 0, what it is, and the line without."""

    column: int
    message: str
    corrected: str


def find_mistake(line: str) -> LineMistake | None:
    """Return the first mistake in a line that YAML refuses; None if it may be in another one."""
    spaced = find_other_space(line)
    if spaced is not None:
        return spaced
    other = _OTHER_SIGN.fullmatch(line)
    if other is not None and ": " not in line:
        found = f"found '{other['colon']}' after the key '{other['key']}', expected ': '"
        return LineMistake(other.start("colon"), found, _written(other, other["value"]))
    match = _LINE.fullmatch(line)
    if match is None:
        glued = _GLUED.fullmatch(line)
        if glued is None:
            return None
        message = f"found no space between '{glued['key']}:' and its value"
        return LineMistake(glued.start("value"), message, _written(glued, glued["value"]))
    value, place = match["value"].rstrip(), match.start("value")
    if value[0] in "'\"":
        return _in_quotes(match, value, place)
    if value[0] in _CURLY:
        inside = value[1:].removesuffix(_CURLY[value[0]]).removesuffix("”")
        message = f"found the quotation mark {value[0]}, which YAML does not take for one"
        return LineMistake(place, message, _written(match, inside, always=True))
    if value[0] in _INDICATORS and not re.fullmatch(r"[|>][-+0-9]*", value):
        message = f"found '{value[0]}' at the start of a value, where it means something to YAML"
        return LineMistake(place, message, _written(match, value, always=True))
    if re.match(r"[-?](?:\s|$)", value):
        message = f"found '{value[0]} ' at the start of a value, where it means something to YAML"
        return LineMistake(place, message, _written(match, value, always=True))
    if value[0] in "[{":
        behind = re.fullmatch(r"(?:\[[^\[\]]*\]|\{[^{}]*\})\s*(?P<rest>[^\s#].*)", value)
        if behind is None:
            return None
        message = f"found text behind a value that begins with '{value[0]}'"
        column = place + behind.start("rest")
        return LineMistake(column, message, _written(match, value, always=True))
    colon = re.search(r":(?=\s|$)", value)
    if colon is not None:
        message = "found ':' inside a value"
        return LineMistake(place + colon.start(), message, _written(match, value, always=True))
    return None


def slip_hints(written: str, *, key: bool = False) -> tuple[str, ...]:
    """Return hints at what is in a refused value, or in a `key`, and is hard to see."""
    unseen = _UNSEEN.search(written)
    if unseen is not None:
        rest, what = _UNSEEN.sub("", written).strip(), f"{_named(unseen[0])}, which cannot be seen"
        is_short = 0 < len(rest) <= _LONGEST_SHOWN and "\n" not in rest
        return (f"write {rest}, without {what}" if is_short else f"take out {what}",)
    space = _SPACE.search(written) if key else None
    if space is not None:
        return (f"write spaces for {_named(space[0])}, which only looks like one",)
    ends = _CURLY.get(written[:1])
    if ends is not None and 2 < len(written) <= _LONGEST_SHOWN and written[-1] in (ends, "”"):
        return (f"write {written[1:-1]}: for YAML, {written[0]} is no quotation mark",)
    return ()


def _named(sign: str) -> str:
    name = {"\u00a0": "no-break space", "\u202f": "narrow no-break space", "\u00ad": "soft hyphen"}
    return f"the {name.get(sign, 'character')} U+{ord(sign):04X}"


def find_other_space(line: str) -> LineMistake | None:
    """Return the mistake that a space behind a colon only looks like one, if it is there.

    YAML takes the line for text, and stumbles over one further down.
    """
    spaced = _OTHER_SPACE.fullmatch(line)
    if spaced is None:
        return None
    place = spaced.end("colon")
    message = f"found {_named(line[place])} behind '{spaced['key']}:', expected a space"
    return LineMistake(place, message, _written(spaced, spaced["value"]))


def _in_quotes(match: re.Match[str], value: str, place: int) -> LineMistake | None:
    """Return what is wrong with a value that begins with a quotation mark of its own."""
    mark = value[0]
    closing = r"'(?:''|[^'])*'" if mark == "'" else r'"(?:\\.|[^"\\])*"'
    end = re.compile(closing)
    closed = end.match(value)
    if closed is None or not value[closed.end() :].strip():
        return None
    rest = value[closed.end() :]
    if rest.lstrip().startswith("#"):
        return None
    if value.endswith(mark) and not rest[0].isspace():
        message = "found a quotation mark inside a value that is in such marks"
        column, inside = place + closed.end() - 1, value[1:-1].replace("''", "'")
    else:
        message = "found text behind a value that is in quotes"
        column, inside = place + closed.end() + len(rest) - len(rest.lstrip()), value
    return LineMistake(column, message, _written(match, inside, always=True))


def _written(match: re.Match[str], value: str, *, always: bool = False) -> str:
    text = value.strip()
    if always or re.search(r": |:$| #|^[\[\]{}@`%*&!|>'\"#-]", text):
        if text[:1] in "'\"" and text[-1:] == text[:1] and len(text) > 1 and not always:
            written = text
        elif '"' in text or "\\" in text:
            written = "'" + text.replace("'", "''") + "'"
        else:
            written = f'"{text}"'
    else:
        written = text
    item = "- " if match["before"].strip() else ""
    return f"{item}{match['key']}: {written}"
