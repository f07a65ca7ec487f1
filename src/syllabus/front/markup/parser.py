"""The Markdown that records are written in: CommonMark with tables, footnotes, math, citations."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from types import SimpleNamespace

from markdown_it import MarkdownIt, helpers
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from syllabus.front.markup.bare_addresses import bare_address, text_until_address, www_address
from syllabus.front.markup.bracketed_text import bracketed_text, link_label
from syllabus.front.markup.citations import citation_plugin
from syllabus.front.markup.fences import members_fence
from syllabus.front.markup.footnotes import spaced_footnote
from syllabus.front.markup.formulas import (
    dollar_math,
    dollar_math_block,
    tex_math,
    tex_math_block,
)
from syllabus.front.markup.heading_attributes import take_attributes
from syllabus.front.markup.link_labels import undefined_label
from syllabus.front.markup.picture_sizes import sized_image
from syllabus.front.markup.positions import PositionedInlineParser, join_fragments
from syllabus.front.markup.punctuation import quotes_for
from syllabus.on_demand import pattern

MAX_NESTING = 40
"""How deep blocks may nest; CommonMark sets no limit, but a page does."""
MAX_CELLS = 30_000
"""How many cells all tables of a text may have; as many as a text may have in full."""
MAX_COLUMNS = 100
"""How many columns a table may have; of a line, each of so many gets less than a letter."""

_INTERRUPTED = ["paragraph", "reference", "blockquote", "list"]
_WHOLE_COMMENT = pattern("<!-->|<!--->")
_BREAK = pattern(r"<br[ \t]*/?>", re.IGNORECASE)


@lru_cache(maxsize=8)
def markdown_parser(language: str) -> MarkdownIt:
    """Return the parser for texts in `language` (BCP 47), which decides the quotation marks."""
    options = {
        "typographer": True,
        "quotes": list(quotes_for(language)),
        "linkify": True,
        "maxNesting": MAX_NESTING,
        "store_labels": True,
    }
    md = MarkdownIt("commonmark", options)
    md.inline = PositionedInlineParser()
    md.disable(["html_block", "html_inline"])
    md.enable(["table", "strikethrough", "smartquotes", "linkify"])
    footnote_plugin(md, inline=False, move_to_end=False, always_match_refs=True)
    dollarmath_plugin(md, allow_labels=False, double_inline=True)
    citation_plugin(md, language)
    md.inline.ruler.before("narrative_citation", "bracketed_text", bracketed_text)
    # markdown-it takes functions from it, and nothing else.
    md.helpers = SimpleNamespace(**{**vars(helpers), "parseLinkLabel": link_label})  # type: ignore[assignment]
    md.inline.ruler.at("linkify", bare_address)
    md.inline.ruler.at("text", text_until_address)
    md.inline.ruler.before("text", "www_address", www_address)
    md.inline.ruler.at("math_inline", dollar_math)
    md.inline.ruler.at("image", sized_image)
    md.inline.ruler.before("escape", "tex_math", tex_math)
    md.inline.ruler.after("image", "footnote_inline", inline_footnote)
    md.inline.ruler.after("autolink", "comment_inline", inline_comment)
    md.inline.ruler.after("autolink", "html_break", html_break)
    md.inline.ruler.push("undefined_label", undefined_label)
    md.inline.ruler2.at("fragments_join", join_fragments)
    md.block.ruler.before(
        "paragraph", "comment_block", block_comment, {"alt": ["paragraph", "reference"]}
    )
    md.block.ruler.before(
        "table",
        "members_fence",
        members_fence,
        {"alt": _INTERRUPTED},
    )
    md.block.ruler.before(
        "reference", "spaced_footnote", spaced_footnote, {"alt": ["paragraph", "reference"]}
    )
    md.block.ruler.at("math_block", dollar_math_block)
    md.block.ruler.before("fence", "tex_math_block", tex_math_block, {"alt": _INTERRUPTED})
    md.block.ruler.at("table", bounded_table, {"alt": ["paragraph", "reference"]})
    md.core.ruler.before("inline", "heading_attributes", take_attributes)
    md.disable("text_join")
    assert md.linkify is not None
    md.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    md.linkify.pretest = may_have_address
    # Every target comes to us, so that a bad one is a fault and not silently text.
    md.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005
    # Addresses are printed as they are written, not decoded.
    md.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return md


def may_have_address(text: str) -> bool:
    """Return whether a text may have an address without markup, or what stands for its signs.

    It stands in for a pattern of linkify that also looks for hosts, and takes long to compile.
    """
    return any(sign in text for sign in ("//", "&", "\\")) or "mailto:" in text.lower()


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
        state.push("footnote_inline_close", "", -1).meta["end"] = close + 1
        state.posMax = posmax
    state.pos = close + 1
    return True


def bounded_table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read a table; one whose short rows would be filled up to too many cells is `unreadable`.

    `rows` of the parser's environment gets where in the text each line of it begins, after what
    belongs to lists and quotations around it.
    """
    if not table(state, start_line, end_line, True):
        return False
    if silent:
        return True
    last = start_line
    while last < end_line and not state.isEmpty(last):
        last += 1
    rows = state.env.setdefault("rows", {})
    rows.update({line: state.bMarks[line] + state.tShift[line] for line in range(start_line, last)})
    columns = state.src.count("|", state.bMarks[start_line], state.eMarks[start_line]) + 1
    cells = state.env.get("cells", 0) + columns * (last - start_line)
    state.env["cells"] = cells
    if cells <= MAX_CELLS and columns <= MAX_COLUMNS + 2:
        return table(state, start_line, end_line, False)
    token = state.push("unreadable", "", 0)
    token.info = "wide" if columns > MAX_COLUMNS + 2 else "long"
    token.map = [start_line, last]
    state.line = last
    return True


def inline_comment(state: StateInline, silent: bool) -> bool:
    """Leave out `<!-- … -->` within a line."""
    if not state.src.startswith("<!--", state.pos):
        return False
    end = _end_of_comment(state.src, state.pos, state.posMax)
    if end == -1:
        return False
    if not silent and state.pending:
        state.pushPending()
    state.pos = end
    return True


def _end_of_comment(source: str, start: int, limit: int) -> int:
    """Return where a comment ends, -1 if nowhere; `<!-->` is a whole one (CommonMark 0.31, 6.6)."""
    whole = _WHOLE_COMMENT.match(source, start, limit)
    if whole:
        return whole.end()
    end = source.find("-->", start + 4, limit)
    return end if end == -1 else end + 3


def html_break(state: StateInline, silent: bool) -> bool:
    """Read `<br>`, also in a cell of a table, where Markdown has no other end of a line."""
    found = _BREAK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("hardbreak", "br", 0).meta["end"] = found.end()
    state.pos = found.end()
    return True


def block_comment(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Leave out `<!-- … -->` that begins a line and ends one."""
    begin = state.bMarks[start_line] + state.tShift[start_line]
    if state.is_code_block(start_line) or not state.src.startswith("<!--", begin):
        return False
    end = _end_of_comment(state.src, begin, state.eMarks[end_line - 1])
    if end == -1:
        return False
    line = bisect_left(state.eMarks, end, start_line, end_line)
    if state.src[end : state.eMarks[line]].strip():
        return False
    if not silent:
        state.line = line + 1
    return True
