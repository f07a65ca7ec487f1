"""The marks of Markdown: put around what they are for, and taken from what is only text."""

from __future__ import annotations

import re
from urllib.parse import quote

from syllabus.on_demand import pattern

_MARKS = pattern(
    r"[\\`*_\[\]$]|:(?=::)|<(?=[!/?A-Za-z])|~(?=~)|&(?=#?\w+;)|\{(?=[%#=.\w])|(?<!\S)-(?=-\w)|\^(?=\[)"
    r"|(?<![\w.])@(?=[\w{])"
)
_AT_START = pattern(
    r"(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$)|#{1,6}(?=\s|$)|[-+>](?=\s|$|>)|~~~|[=]+$|\|"
)


def escaped(text: str) -> str:
    """Return words that are read as nothing but words."""
    # Between letters an apostrophe is written straight, and printed as before.
    text = re.sub(r"(?<=\w)’(?=\w)", "'", text.replace("\n", " "))
    return _MARKS.sub(lambda mark: f"\\{mark[0]}", text)


def in_value(text: str) -> str:
    """Return a line of Markdown as a title in YAML, where fewer characters are marks."""
    plain = r"{}#^~@-" + ("" if r"\]\{" in text else "[")
    escape = re.compile(rf"(`+).*?\1|\$[^$]*\$|\\([{re.escape(plain)}]|\](?!\())")
    return escape.sub(lambda found: found[2] or found[0], text)


def begun(text: str) -> str:
    """Return the text of a paragraph whose lines begin nothing else."""
    lines = []
    for line in text.split("\n"):
        line = line.lstrip(" \t")
        mark = _AT_START.match(line)
        if mark is not None:
            place = mark.start("dot") if mark["number"] else 0
            line = f"{line[:place]}\\{line[place:]}"
        lines.append(line)
    return "\n".join(line for line in lines if line)


def around(text: str, mark: str) -> str:
    """Return a text between marks, which stand at words and not at spaces."""
    bare = text.strip()
    if not bare or not mark:
        return text
    start = text[: len(text) - len(text.lstrip())]
    end = text[len(text.rstrip()) :]
    return f"{start}{mark}{bare}{mark}{end}"


def code(text: str) -> str:
    """Return code within a line."""
    text = " ".join(text.split())
    if not text:
        return ""
    ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    space = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def fenced(text: str, language: str) -> str:
    """Return code in lines of its own."""
    ticks = "`" * max(3, max(map(len, re.findall("`+", text)), default=0) + 1)
    return f"{ticks}{language}\n{text.rstrip()}\n{ticks}"


def indented(text: str, first: str, others: str) -> str:
    """Return lines with `first` before the first, and `others` before the others."""
    lines = text.split("\n")
    return "\n".join(
        f"{first}{line}".rstrip() if not number else f"{others}{line}" if line else ""
        for number, line in enumerate(lines)
    )


def target(address: str) -> str | None:
    """Return an address as a link may have it; None for one that leads to no page."""
    address = "".join(address.split())
    if not re.match(r"(?:https?://[^/]|mailto:[^@]+@)", address, re.IGNORECASE):
        return None
    return quote(address, safe="!#$%&'*+,/:;=?@[]~-._…") if len(address) < 2000 else None
