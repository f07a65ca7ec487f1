"""Text read from files, with exact positions."""

from __future__ import annotations

import json
import os
from bisect import bisect_right
from dataclasses import field
from functools import cached_property
from pathlib import Path

from syllabus.on_demand import dataclass
from syllabus.workspace.files import LARGEST_FILE, read_file


@dataclass(frozen=True)
class SourceFile:
    r"""One text file as it was read.

    `name` is how the file is shown to people: relative to the project's folder, with `/`. Line ends
    are `\n` only. A byte-order mark is not part of the text. No fault shows a line of a `private`
    one, which is outside the project.
    """

    path: Path
    name: str
    text: str = field(repr=False)
    private: bool = False

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of every line's first character; the last entry may equal `len(text)`."""
        starts = [0]
        position = self.text.find("\n")
        while position != -1:
            starts.append(position + 1)
            position = self.text.find("\n", position + 1)
        return tuple(starts)

    def line_text(self, line: int) -> str:
        """Return line `line` (counted from 1) without its end; empty when there is none."""
        if not 1 <= line <= len(self.line_starts):
            return ""
        start = self.line_starts[line - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end == -1 else self.text[start:end]

    def span(self, start: int, end: int | None = None) -> Span:
        """Return the span of offsets `[start, end)`, kept inside the text."""
        start = max(0, min(start, len(self.text)))
        end = start if end is None else max(start, min(end, len(self.text)))
        return Span(self, start, end)

    def line_span(self, line: int, column: int = 1, length: int | None = None) -> Span:
        """Return the span that starts at `line`:`column` (from 1) and stays in that line.

        Without `length` it runs to the end of the line.
        """
        line = max(1, min(line, len(self.line_starts)))
        text = self.line_text(line)
        first = max(0, min(column - 1, len(text)))
        last = len(text) if length is None else min(first + length, len(text))
        start = self.line_starts[line - 1]
        return Span(self, start + first, start + last)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a file: character offsets `[start, end)`."""

    file: SourceFile = field(repr=False)
    start: int
    end: int

    def __reduce__(self) -> tuple[type[Span], tuple[SourceFile, int, int]]:
        # Cached values are full of spans, and Python's default takes three times as long.
        return Span, (self.file, self.start, self.end)

    @property
    def line(self) -> int:
        """Line of the first character, counted from 1."""
        return bisect_right(self.file.line_starts, self.start)

    @property
    def column(self) -> int:
        """Column of the first character, counted from 1 in characters."""
        return self.start - self.file.line_starts[self.line - 1] + 1

    @property
    def end_line(self) -> int:
        """Line of the last character, counted from 1."""
        return bisect_right(self.file.line_starts, max(self.start, self.end - 1))

    @property
    def text(self) -> str:
        """The characters of the span."""
        return self.file.text[self.start : self.end]

    def part(self, start: int, end: int | None = None) -> Span:
        """Return a span inside this one; offsets count from this span's start."""
        last = self.end if end is None else min(self.start + end, self.end)
        return Span(self.file, min(self.start + start, last), last)


class UndecodableText(Exception):
    """A file is not UTF-8 text; `span` is the first bad place in what could be read."""

    def __init__(self, span: Span, found: str) -> None:
        super().__init__(f"{span.file.name}: {found}")
        self.span = span
        self.found = found


def read_source(
    path: Path, root: Path, largest: int = LARGEST_FILE, *, own: bool = False
) -> SourceFile:
    """Read one UTF-8 text file of at most `largest` bytes, `own` or of a course.

    Raises `OSError` if the file cannot be read and `UndecodableText` where it is not UTF-8 or holds
    a NUL.
    """
    return decode_source(read_file(path, largest, own=own), path, root)


def decode_source(data: bytes, path: Path, root: Path) -> SourceFile:
    """Make a `SourceFile` of bytes already read; raises `UndecodableText`."""
    name = shown_name(path, root)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = SourceFile(
            path, name, _plain_line_ends(error.object[: error.start].decode("utf-8-sig"))
        )
        byte = error.object[error.start]
        raise UndecodableText(good.span(len(good.text)), f"byte 0x{byte:02x}") from None
    source = SourceFile(path, name, _plain_line_ends(text))
    nul = source.text.find("\0")
    if nul != -1:
        raise UndecodableText(source.span(nul, nul + 1), "a NUL character")
    return source


def shown_name(path: Path, root: Path) -> str:
    """Return how `path` is named to people: relative to `root` where it lies inside."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()


def real_path(path: Path) -> Path:
    """Return the real path, links followed; a link loop resolves to itself.

    `Path.resolve` raises `RuntimeError` for such a loop, but from Python 3.13 on does not.
    """
    return Path(os.path.realpath(path))


def leads_outside(path: Path, root: Path) -> bool:
    """Return whether a file lies outside of the project in `root`, links followed."""
    return not real_path(path).is_relative_to(real_path(root))


def is_missing(path: Path) -> bool:
    """Return whether nothing exists at a path; an unreadable one counts as existing.

    `Path.exists` says of a loop that it is not there, and from Python 3.14 on of all else too.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


_BIDI_CONTROLS = str.maketrans(
    dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "")
    | dict.fromkeys("\u2028\u2029\x85", " ")
)
"""Characters that reverse the direction of text (UAX 9, 2.1 to 2.5) or end a line."""


_SPACES = frozenset(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
"""Spaces other than the usual one (Unicode's category Zs), as French has them before a colon."""


def visible(text: str) -> str:
    """Return a text without control characters, which could act on a terminal; spaces stay."""
    if text.isprintable():
        return text
    return "".join(map(_seen, text))


def _seen(character: str) -> str:
    if character.isprintable() or character in _SPACES:
        return character
    return " " if character == "\t" else "\ufffd"


def visible_lines(text: str) -> str:
    """Return a text of several lines, each without what would steer a terminal."""
    return text if text.isprintable() else "\n".join(map(visible, text.split("\n")))


def json_text(value: object) -> str:
    """Return a value as JSON in lines; what would steer whoever shows them is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # Outside of strings there is nothing but ASCII, and in them no character of control.
    return text if text.isascii() else "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    return (
        character if character.isprintable() or character == "\n" else json.dumps(character)[1:-1]
    )


def without_bidi_controls(text: str) -> str:
    """Return a text without characters that reverse the direction of the text around it."""
    return text if text.isascii() else text.translate(_BIDI_CONTROLS)
