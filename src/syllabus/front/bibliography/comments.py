"""Comments of a library as biber reads them: `%` to the end of its line, and `@comment{…}`.

Source of the rule: btparse's grammar, which biber uses. Within a value, as in an address, `%` is
a character like others; so it is within a key, where other programs allow it.
"""

from __future__ import annotations

import re

from syllabus.on_demand import pattern

_MAYBE = pattern(r"%|@comment\s*\{", re.IGNORECASE)
_MARK = pattern(r'(?<!\\)[{}"]|%|(?P<opening>@\w+[ \t]*[{(])')
_BEFORE = frozenset(' \t\r\n,{}()"=#')
"""What a comment follows within an entry; behind other characters, `%` belongs to a key."""


def without_comments(text: str) -> str:
    """Return the text with a space for each character of a comment, so that places stay.

    An `@comment` whose brace nothing closes is left as it is.
    """
    if not _MAYBE.search(text):
        return text
    found, unclosed = _without(text, len(text))
    return found if unclosed == -1 else _without(text, unclosed)[0]


def _without(text: str, last: int) -> tuple[str, int]:
    """Return the text without comments, and where an `@comment` begins that has no end, or -1.

    An `@comment` that begins at `last` or later is left as it is.
    """
    parts: list[str] = []
    taken = skipped = 0
    depth, quoted = 0, False  # 1 in an entry, more in a value in braces
    comment = -1
    for mark in _MARK.finditer(text):
        start, end = mark.span()
        if start < skipped:
            continue
        if mark["opening"]:
            if comment == -1 and (depth == 0 or _begins_line(text, start)):
                depth, quoted = 1, False  # a value that nothing closes ends here, too
                if start < last and re.match(r"@comment\s*\{", mark[0], re.IGNORECASE):
                    comment = start
            elif mark[0].endswith("{"):
                depth += 1
        elif mark[0] == "%":
            if comment == -1 and (
                depth == 0 or (depth == 1 and not quoted and text[start - 1] in _BEFORE)
            ):
                skipped = text.find("\n", end)
                skipped = len(text) if skipped == -1 else skipped
                parts += (text[taken:start], " " * (skipped - start))
                taken = skipped
        elif mark[0] == '"':
            quoted ^= depth == 1
        elif depth:
            depth += 1 if mark[0] == "{" else -1
            if comment != -1 and depth == 0:
                parts += (text[taken:comment], re.sub(r"[^\n]", " ", text[comment:end]))
                taken, comment = end, -1
    return "".join((*parts, text[taken:])), comment


def _begins_line(text: str, position: int) -> bool:
    while position and text[position - 1] in " \t":
        position -= 1
    return not position or text[position - 1] == "\n"
