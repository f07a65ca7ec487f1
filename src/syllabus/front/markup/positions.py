"""Where in the file each inline token is.

markdown-it keeps lines for blocks and nothing for what is inside a line. The parser here notes
the offset of every inline token while it is made; `InlinePositions` turns these offsets, which
count in the token's text without indentation and list markers, into offsets in the file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from syllabus.source import SourceFile, Span

MAX_PARAGRAPH = 10_000
"""Characters of one paragraph, heading or cell: three printed pages without a break."""
MAX_INLINE_NESTING = 40
"""How deep emphasis, links and similar may nest in each other."""
MAX_SKIPPED = 3
"""How often, on average, a character may be looked at in search of closing brackets."""


class PositionedState(StateInline):
    """Inline state that notes in each token's `map`, which only blocks use, where it starts."""

    _pending_start: int | None = None
    skipped: int = 0

    def append_pending(self, text: str) -> None:
        """Collect text, remembering where it began."""
        if self._pending_start is None:
            self._pending_start = self.pos
        super().append_pending(text)

    @property
    def pending(self) -> str:
        """Text not yet made a token."""
        return super().pending

    @pending.setter
    def pending(self, value: str) -> None:
        if not value:
            self._pending_start = None
        elif self._pending_start is None:
            self._pending_start = self.pos
        StateInline.pending.fset(self, value)  # type: ignore[attr-defined]

    def pushPending(self) -> Token:  # noqa: N802 (markdown-it's name)
        """Make a text token of the pending text."""
        start = self._pending_start
        token = super().pushPending()
        offset = self.pos if start is None else start
        token.map = [offset, offset]
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token."""
        token = super().push(ttype, tag, nesting)
        token.map = [self.pos, self.pos]
        return token


class _TooIntricate(Exception):
    """A text has so many brackets without ends that to read it would take too long."""


class PositionedInlineParser(ParserInline):
    """markdown-it's inline parser on a `PositionedState`.

    Text that is too long or nested too deep becomes one token of type `unreadable` whose `info` is
    `long` or `deep`.
    """

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Fill `tokens` with the tokens of `src`."""
        if len(src) > MAX_PARAGRAPH:
            tokens.append(Token("unreadable", "", 0, content=src, info="long"))
            return tokens
        state = PositionedState(src, md, env, tokens)
        try:
            self.tokenize(state)
        except _TooIntricate:
            deep = True
        else:
            for rule in self.ruler2.getRules(""):
                rule(state)
            deep = any(token.level > MAX_INLINE_NESTING for token in tokens)
        if deep:
            tokens[:] = [Token("unreadable", "", 0, content=src, info="deep")]
        return tokens

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 (markdown-it's name)
        """Skip one token; every bracket that has no end makes the parser do so again and again."""
        assert isinstance(state, PositionedState)
        state.skipped += 1
        if state.skipped > 200 + MAX_SKIPPED * len(state.src):
            raise _TooIntricate
        super().skipToken(state)


def join_fragments(state: StateInline) -> None:
    """Merge texts that follow each other into the first of them, so that its offset stays true.

    Texts with a comment between them stay apart. Stands in for markdown-it's rule of the
    same purpose, which keeps the last one's.
    """
    level = 0
    joined: list[Token] = []
    for token in state.tokens:
        if token.nesting < 0:
            level -= 1
        token.level = level
        if token.nesting > 0:
            level += 1
        before = joined[-1] if joined else None
        if (
            before is not None
            and token.type == before.type == "text"
            and offset_of(before) + len(before.content) == offset_of(token)
        ):
            before.content += token.content
        else:
            joined.append(token)
    state.tokens[:] = joined


class InlinePositions:
    """Maps offsets in an inline token's text to offsets in its file."""

    def __init__(self, source: SourceFile, line: int, content: str, from_column: int = 1) -> None:
        """Line up `content` with the file's lines from `line` on (counted from 1)."""
        self._source = source
        self._content_starts: list[int] = []
        self._file_starts: list[int] = []
        position = 0
        for number, text in enumerate(content.split("\n")):
            bare = text.strip()
            file_line = source.line_text(line + number)
            column = file_line.find(bare, from_column - 1 if number == 0 else 0)
            indent = len(text) - len(text.lstrip())
            index = min(line + number, len(source.line_starts)) - 1
            start = source.line_starts[index] + max(column, 0) - indent
            self._content_starts.append(position)
            self._file_starts.append(max(start, 0))
            position += len(text) + 1
        self._length = len(content)

    def offset(self, offset: int) -> int:
        """Return the place in the file of a place in the token's text."""
        offset = max(0, min(offset, self._length))
        index = bisect_right(self._content_starts, offset) - 1
        return self._file_starts[index] + offset - self._content_starts[index]

    def span(self, start: int, end: int) -> Span:
        """Return the span in the file of `[start, end)` in the token's text."""
        return self._source.span(self.offset(start), self.offset(end))


def offset_of(token: Token) -> int:
    """Return where an inline token starts in its text."""
    return token.map[0] if token.map else 0


def closing_index(tokens: Sequence[Token], index: int) -> int:
    """Return where what `tokens[index]` opens is closed."""
    depth = 0
    for position in range(index, len(tokens)):
        depth += tokens[position].nesting
        if depth == 0:
            return position
    raise AssertionError("markdown-it left a token open")
