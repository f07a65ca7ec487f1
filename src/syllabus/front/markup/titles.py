"""Titles: plain text in which formulas, emphasis and code may stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from syllabus.diagnostics import Diagnostic
from syllabus.front.markup.bracketed_text import attribute_faults, bracketed_text, language_in
from syllabus.front.markup.formulas import dollar_math
from syllabus.front.markup.positions import (
    PositionedInlineParser,
    closing_index,
    join_fragments,
    offset_of,
)
from syllabus.front.markup.punctuation import quotes_for, smart_marks, smart_text
from syllabus.model.course import Title
from syllabus.model.document import (
    Code,
    Emphasis,
    InLanguage,
    Inline,
    Math,
    Strong,
    Text,
    plain_text,
)
from syllabus.on_demand import pattern
from syllabus.source import Span

_MARKS = frozenset("*_`$")
_WORD = pattern(r"(?:(?!\]\{)\S)+")


def parse_title(text: str, span: Span, language: str) -> Title:
    r"""Read a value of YAML as a title.

    Emphasis and code are CommonMark's, formulas and words in another language those of texts; `\*`,
    `\_`, `\$` and `` \` `` are the characters. All else is printed as it is written.
    """
    if _MARKS.isdisjoint(text) and "]{" not in text:
        return _plain(text, span, language)
    return _read(text, span, language, _parser(language))


def parse_label(text: str, span: Span, language: str) -> Title:
    """Read a value of YAML in which words may be in another language, and all else is plain."""
    if "]{" not in text:
        return _plain(text, span, language)
    return _read(text, span, language, _parser(language, label=True))


def _read(text: str, span: Span, language: str, parser: MarkdownIt) -> Title:
    environment: dict[str, object] = {}
    tokens = parser.parseInline(text, environment)[0].children or []
    if any(token.type == "unreadable" for token in tokens):
        return _plain(text, span, language)
    if all(token.type in ("text", "text_special") for token in tokens):
        return _plain("".join(token.content for token in _unquoted(text)), span, language)
    nodes = _Nodes(text, span, language).of(tokens)
    return Title(plain_text(nodes), span, nodes)


def attributes_in_title(text: str, span: Span) -> Iterator[Diagnostic]:
    """Yield what is wrong with the attributes of words in a value that is read as a title.

    Faults: `text-attribute`, `unknown-language`.
    """
    for token in _unquoted(text) if "]{" in text else ():
        if token.type == "in_language_open":
            start, end = token.meta["attributes"]
            words, braces = text[offset_of(token) + 1 : start - 1], text[start:end]
            at = span.text.find(text) + start if text in span.text else span.text.find(braces)
            place = span.part(at, at + len(braces)) if at >= 0 else span
            yield from attribute_faults(words, braces, place)


def _plain(text: str, span: Span, language: str) -> Title:
    words = smart_text(text, language)
    return Title(words, span, (Text(words, span),))


def _unquoted(text: str) -> Sequence[Token]:
    """Return the tokens of a text with quotation marks as they are written."""
    children: list[Token] = []
    parser = _parser("en")
    parser.inline.parse(text, parser, {}, children)
    return children


class _Nodes:
    """Makes nodes of the tokens of a title, with their places where YAML has it as it is."""

    def __init__(self, text: str, span: Span, language: str) -> None:
        self._text = text
        self._span = span
        self._language = language
        self._start = span.text.find(text)

    def of(self, tokens: Sequence[Token]) -> tuple[Inline, ...]:
        nodes: list[Inline] = []
        index = 0
        while index < len(tokens):
            token = tokens[index]
            end = closing_index(tokens, index) if token.nesting == 1 else index
            node = self._node(token, tokens[index + 1 : end])
            if isinstance(node, Text) and nodes and isinstance(nodes[-1], Text):
                node = Text(nodes.pop().text + node.text, self._span)  # type: ignore[union-attr]
            if not isinstance(node, Text) or node.text:
                nodes.append(node)
            index = end + 1
        return tuple(nodes)

    def _node(self, token: Token, inside: Sequence[Token]) -> Inline:
        match token.type:
            case "em_open":
                return Emphasis(self.of(inside), self._span)
            case "strong_open":
                return Strong(self.of(inside), self._span)
            case "code_inline":
                return Code(token.content, self._span)
            case "in_language_open":
                start, end = token.meta["attributes"]
                return InLanguage(language_in(self._text[start:end]), self.of(inside), self._span)
            case "math_inline" | "math_inline_double":
                start = offset_of(token) + len(token.markup)
                return Math(token.content, False, self._place(start, int(token.meta["end"])))
            case _:
                return Text(smart_marks(token.content, self._language), self._span)

    def _place(self, start: int, end: int) -> Span:
        if self._start < 0:
            return self._span
        return self._span.part(self._start + start, self._start + end)


def _escape(state: StateInline, silent: bool) -> bool:
    r"""Read a backslash before a character that would be a mark."""
    if state.src[state.pos] != "\\":
        return False
    following = state.src[state.pos + 1 : state.pos + 2]
    marks_words = following == "[" and "]{" in state.src[state.pos :]
    if following not in _MARKS and not marks_words:
        return False
    if not silent:
        state.pending += state.src[state.pos + 1]
    state.pos += 2
    return True


def _address(state: StateInline, silent: bool) -> bool:
    """Read on to the end of an address, which may hold marks."""
    if not state.src.startswith("://", state.pos):
        return False
    found = _WORD.match(state.src, state.pos)
    assert found is not None
    if not silent:
        state.pending += found[0]
    state.pos = found.end()
    return True


@lru_cache(maxsize=8)
def _parser(language: str, *, label: bool = False) -> MarkdownIt:
    md = MarkdownIt("zero", {"typographer": True, "quotes": list(quotes_for(language))})
    md.inline = PositionedInlineParser()
    rules = ["text"] if label else ["text", "backticks", "emphasis"]
    md.inline.ruler.enableOnly(rules)
    md.inline.ruler.before("backticks", "escape_mark", _escape)
    md.inline.ruler.before("escape_mark", "address", _address)
    if not label:
        md.inline.ruler.after("escape_mark", "dollar_math", dollar_math)
    md.inline.ruler.before("backticks", "bracketed_text", bracketed_text)
    md.inline.ruler2.at("fragments_join", join_fragments)
    md.inline.ruler2.enableOnly(["balance_pairs", "emphasis", "fragments_join"])
    md.core.ruler.enable("smartquotes")
    return md
