"""The Markdown that records are written in: CommonMark with tables, footnotes, math, citations."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from syllabus.markup.citations import citation_plugin
from syllabus.markup.positions import PositionedInlineParser, join_fragments
from syllabus.markup.punctuation import quotes_for

MAX_NESTING = 40
"""How deep blocks may nest; CommonMark sets no limit, a page does."""


@lru_cache(maxsize=8)
def markdown_parser(language: str) -> MarkdownIt:
    """Return the parser for texts in `language` (BCP 47), which decides the quotation marks."""
    options = {
        "typographer": True,
        "quotes": list(quotes_for(language)),
        "linkify": True,
        "maxNesting": MAX_NESTING,
    }
    md = MarkdownIt("commonmark", options)
    md.inline = PositionedInlineParser()
    md.disable(["html_block", "html_inline"])
    md.enable(["table", "strikethrough", "smartquotes", "linkify"])
    footnote_plugin(md, inline=False, move_to_end=False, always_match_refs=True)
    dollarmath_plugin(md, allow_labels=False, double_inline=True)
    citation_plugin(md)
    md.inline.ruler.at("math_inline", dollar_math)
    md.inline.ruler.after("image", "footnote_inline", inline_footnote)
    md.inline.ruler.after("autolink", "comment_inline", inline_comment)
    md.inline.ruler2.at("fragments_join", join_fragments)
    md.block.ruler.before(
        "paragraph", "comment_block", block_comment, {"alt": ["paragraph", "reference"]}
    )
    md.disable("text_join")
    assert md.linkify is not None
    md.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    # Every target comes to us, so that a bad one is a fault and not silently text.
    md.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005
    return md


def dollar_math(state: StateInline, silent: bool) -> bool:
    """Read `$…$` and `$$…$$` in a line.

    As in Pandoc, no space stands inside the dollars of `$…$` and no digit follows them, so
    that sums of money stay text.
    """
    source, start = state.src, state.pos
    if source[start] != "$":
        return False
    fence = "$$" if source.startswith("$$", start) else "$"
    first = start + len(fence)
    end = first
    while True:
        end = source.find(fence, end, state.posMax)
        if end == -1:
            return False
        backslashes = end - len(source[first:end].rstrip("\\")) - first
        if backslashes % 2 == 0:
            break
        end += 1
    tex = source[first:end]
    after = source[end + len(fence) : end + len(fence) + 1]
    if not tex.strip() or (fence == "$" and (tex != tex.strip() or after.isdigit())):
        return False
    if not silent:
        token = state.push("math_inline" if fence == "$" else "math_inline_double", "math", 0)
        token.content = tex
        token.meta["end"] = end
        token.markup = fence
    state.pos = end + len(fence)
    return True


def inline_footnote(state: StateInline, silent: bool) -> bool:
    """Read Pandoc's `^[text of the footnote]`."""
    start = state.pos
    if not state.src.startswith("^[", start):
        return False
    close = parseLinkLabel(state, start + 1)
    if close < 0:
        return False
    if not silent:
        posmax = state.posMax
        state.push("footnote_inline_open", "", 1)
        state.pos, state.posMax = start + 2, close
        state.md.inline.tokenize(state)
        state.push("footnote_inline_close", "", -1)
        state.posMax = posmax
    state.pos = close + 1
    return True


def inline_comment(state: StateInline, silent: bool) -> bool:  # noqa: ARG001 (a rule's form)
    """Leave out `<!-- … -->` within a line."""
    if not state.src.startswith("<!--", state.pos):
        return False
    end = state.src.find("-->", state.pos + 4, state.posMax)
    if end == -1:
        return False
    state.pos = end + 3
    return True


def block_comment(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Leave out `<!-- … -->` that begins a line and ends one."""
    begin = state.bMarks[start_line] + state.tShift[start_line]
    if state.is_code_block(start_line) or not state.src.startswith("<!--", begin):
        return False
    for line in range(start_line, end_line):
        text = state.src[state.bMarks[line] : state.eMarks[line]]
        if "-->" in text:
            if text.partition("-->")[2].strip():
                return False
            if not silent:
                state.line = line + 1
            return True
    return False
