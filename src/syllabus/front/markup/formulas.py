r"""Where a text has formulas: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and amsmath's environments.

The dollars are those of Pandoc and GitHub, TeX's own brackets and bare environments those of
Jupyter and MyST. In CommonMark `\(` and `\[` also stand for a bracket, so what is between them has
to look like a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath.index import math_block_dollar

from syllabus.diagnostics import Diagnostic, error, warning
from syllabus.model.document import Inline, Math, MathBlock, walk
from syllabus.on_demand import pattern
from syllabus.source import Span

BARE_ENVIRONMENTS = frozenset(
    f"{name}{star}"
    for name in ("align", "alignat", "eqnarray", "equation", "flalign", "gather", "multline")
    for star in ("", "*")
) | {
    *("aligned", "alignedat", "array", "bmatrix", "Bmatrix", "cases", "displaymath", "gathered"),
    *("matrix", "pmatrix", "smallmatrix", "split", "subarray", "subequations", "vmatrix"),
    *("Vmatrix", "xalignat", "xalignat*", "xxalignat"),
}
"""Environments that are formulas wherever they begin; MathJax, too, wants no dollars there."""

_MONEY = pattern(r"\A[\d\s,.;:)][^\\^_{}=]*(?<![A-Za-z])(?:US|AU?|CA?|HK|NZ|SG|R|NT)\Z")
"""What is between `$5` and `US$`."""
_FENCES = ("math", "{math}")
_DOLLARS = pattern(r"\$\$[^\S\n]*$", re.MULTILINE)
_DOLLAR_BLOCK = math_block_dollar(allow_labels=False, allow_blank_lines=True)
_BEGIN = pattern(r"\\begin\{([A-Za-z]+\*?)\}")
_TEXT_PIECE = pattern(
    r"\\(?:text(?:normal|rm|sf|tt|bf|md|it|sl|sc|up)?|mbox|emph)\s*\{|\\.|[{}$]", re.DOTALL
)
MAX_INNER = 20
"""How many dollars inside `\\text{…}` a formula may have."""
_LOOKS_LIKE_TEX = pattern(
    r"\\[A-Za-z,;!|{}]|[=^]|(?<![A-Za-z])[A-Za-z\d)]_|\d ?[-+*/<>] ?[\dA-Za-z]|[A-Za-z] [-+*/<>] "
)
_SHORT = pattern(r"[A-Za-z]'*|[A-Za-z]\([A-Za-z\d, ]{1,9}\)|-?\d+(?:\.\d+)?")
_NO_FORMULA = pattern(r"[@^]|.*(?<!\w)@[A-Za-z]", re.DOTALL)
_UNREAD = pattern(
    r"(?<![\w$])\$(?![A-Z]{2})(?:\\[A-Za-z]|[A-Za-z](?![A-Za-z])|[A-Za-z]{1,9}[_^=({])"
)


def _looks_like_formula(tex: str, *, short: bool) -> bool:
    """Tell whether what stands between brackets is a formula; with `short` a letter is one."""
    tex = tex.strip()
    if not tex or _NO_FORMULA.match(tex):
        return False
    return bool(_LOOKS_LIKE_TEX.search(tex) or (short and _SHORT.fullmatch(tex)))


# --- within a line ---


def dollar_math(state: StateInline, silent: bool) -> bool:
    r"""Read `$…$`, `$$…$$` and GitHub's ``$`…`$`` in a line.

    As in Pandoc, no space stands inside the dollars of `$…$` and no digit follows them, so
    that sums of money stay text; space is allowed where TeX stands between them. A `$` in `\text`
    ends no formula.
    """
    source, start = state.src, state.pos
    if source[start] != "$":
        return False
    fence = "$$" if source.startswith("$$", start) else "$"
    first = start + len(fence)
    end = _closing_dollars(source, first, state.posMax, fence)
    if end is None:
        return False
    tex = source[first:end]
    after = source[end + len(fence) : end + len(fence) + 1]
    if not tex.strip() or (fence == "$" and (not _tight(tex) or after.isdigit())):
        return False
    if fence == "$" and _MONEY.search(tex):
        return False
    quoted = fence == "$" and len(tex) > 2 and tex[0] == tex[-1] == "`"
    if not silent:
        markup = "$`" if quoted else fence
        _push(state, start, markup, end - quoted, display=fence == "$$")
    state.pos = end + len(fence)
    return True


def _tight(tex: str) -> bool:
    if tex == tex.strip():
        return True
    bare = tex.strip()
    if tex[0].isspace():
        return bool(re.search(r"\\[A-Za-z]|[\^_]", bare) or re.fullmatch(r"[A-Za-z]", bare))
    return bare[0] == "\\" or bool(re.fullmatch(r"[A-Za-z](?:[_^]\w)?", bare))


def _closing_dollars(source: str, first: int, limit: int, fence: str) -> int | None:
    end = first
    while (end := source.find(fence, end, limit)) != -1:
        backslashes = end - len(source[first:end].rstrip("\\")) - first
        if backslashes % 2 == 0:
            break
        end += 1
    if end == -1:
        return None
    if fence == "$" and "{" in source[first:end]:
        return _after_texts(source, first, limit, end)
    return end


def _after_texts(source: str, first: int, limit: int, otherwise: int) -> int:
    r"""Return the first dollar that is in no `\text{…}`; the first of all if these do not end."""
    groups: list[bool] = []
    inner = 0
    for found in _TEXT_PIECE.finditer(source, first, limit):
        piece = found[0]
        if piece[-1] == "{" and piece != r"\{":
            groups.append(len(piece) > 1)
        elif piece == "}" and groups:
            groups.pop()
        elif piece == "$":
            if True not in groups:
                return found.start()
            inner += 1
            if inner > MAX_INNER:
                break
    return otherwise


def tex_math(state: StateInline, silent: bool) -> bool:
    r"""Read `\(…\)`, `\[…\]` and bare environments in a line; also with two backslashes."""
    source, start = state.src, state.pos
    if source[start] != "\\":
        return False
    if found := _BEGIN.match(source, start, state.posMax):
        return _bare_environment(state, found[1], silent)
    slashes = "\\\\" if source.startswith("\\\\", start) else "\\"
    first = start + len(slashes) + 1
    bracket = source[first - 1 : first]
    if bracket not in ("(", "["):
        return False
    closer = slashes + {"(": ")", "[": "]"}[bracket]
    end = _find(state, closer, first)
    if end is None:
        return False
    tex = source[first:end]
    if not _looks_like_formula(tex, short=bracket == "("):
        return False
    if not silent:
        _push(state, start, source[start:first], end, display=bracket == "[")
    state.pos = end + len(closer)
    return True


def _bare_environment(state: StateInline, name: str, silent: bool) -> bool:
    if name not in BARE_ENVIRONMENTS:
        return False
    end = _end_of(name, state.src, state.pos, state.posMax)
    if end is None:
        return False
    if not silent:
        _push(state, state.pos, "", end, display=True)
    state.pos = end
    return True


def _push(state: StateInline, start: int, markup: str, end: int, *, display: bool) -> None:
    token = state.push("math_inline_double" if display else "math_inline", "math", 0)
    token.content = state.src[start + len(markup) : end]
    token.meta["end"] = end
    token.markup = markup


def _find(state: StateInline, closer: str, first: int) -> int | None:
    """Return where `closer` is; a text is looked through only once for one that is not there."""
    none_after = state.env.setdefault("no_closer", {})
    key = closer, state.src
    if first >= none_after.get(key, first + 1):
        return None
    end = state.src.find(closer, first, state.posMax)
    while end > 0 and len(closer) == 2 and state.src[end - 1] == "\\" != state.src[end - 2]:
        end = state.src.find(closer, end + 1, state.posMax)  # the end of a line, then a bracket
    if end == -1:
        none_after[key] = first
        return None
    return end


def _end_of(name: str, source: str, start: int, limit: int) -> int | None:
    """Return where an environment ends that begins at `start`, with others of its name in it."""
    depth = 0
    ends = re.compile(rf"\\(begin|end)\{{{re.escape(name)}\}}")
    for found in islice(ends.finditer(source, start, limit), 200):
        depth += 1 if found[1] == "begin" else -1
        if depth == 0:
            return found.end()
    return None


# --- blocks ---


def dollar_math_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read `$$…$$` that begins a line and ends one.

    The plugin's rule reads on to the end of the text wherever a formula has no end; here each
    text is searched for one only once.
    """
    begin = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("$$", begin):
        return False
    limit = state.eMarks[end_line - 1]
    endless = state.env.setdefault("endless_formulas", {})
    if begin >= endless.get(limit, limit):
        return False
    if _DOLLARS.search(state.src, begin + 2, limit) is None:
        endless[limit] = begin
        return False
    return _DOLLAR_BLOCK(state, start_line, end_line, silent)


def tex_math_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    r"""Read `\[…\]` and a bare environment that begin a line and end one."""
    begin = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("\\", begin) or state.is_code_block(start_line):
        return False
    found = _BEGIN.match(state.src, begin, state.eMarks[start_line])
    if found and found[1] in BARE_ENVIRONMENTS:
        opener, closer = found[0], f"\\end{{{found[1]}}}"
    elif bracket := re.compile(r"\\\\?\[").match(state.src, begin):
        opener, closer = bracket[0], bracket[0].replace("[", "]")
    else:
        return False
    last = _last_line(state, start_line, end_line, opener, closer)
    if last is None:
        return False
    text = state.getLines(start_line, last + 1, state.sCount[start_line], False).strip()
    if found:
        opener, tex = "", text
    else:
        tex = text[len(opener) : len(text) - len(closer)]
        if closer in tex or not _looks_like_formula(tex, short=True):
            return False
    if not silent:
        token = state.push("math_block", "math", 0)
        token.block, token.content, token.markup = True, tex, opener
        token.map = [start_line, last + 1]
        state.line = last + 1
    return True


def _last_line(
    state: StateBlock, start_line: int, end_line: int, opener: str, closer: str
) -> int | None:
    """Return the line that ends what `opener` begins; nothing may follow it there.

    Brackets end with a paragraph, environments may have an empty line, which is told of later.
    """
    depth = 0
    for line in range(start_line, end_line):
        begin, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if begin >= end and opener[-1] != "[":
            continue
        if begin >= end or (line > start_line and state.sCount[line] < state.blkIndent):
            return None
        depth += state.src.count(opener, begin, end) - state.src.count(closer, begin, end)
        if depth == 0:
            last = state.src[max(begin, end - 200) : end].rstrip()
            return line if last.endswith(closer) else None
        if depth < 0 or depth > (1 if opener[-1] == "[" else MAX_INNER):
            return None
    return None


def math_block(token: Token, span: Span) -> MathBlock:
    """Give a formula whose span covers what is between what opens and what closes it."""
    text = span.text
    start = text.find(token.markup) + len(token.markup)
    end = text.rfind(token.markup.replace("[", "]"))
    inner = span.part(start, end) if start <= end else span
    return MathBlock(as_written(inner, token.content), inner)


def math_fence(info: str, token: Token, span: Span) -> MathBlock | Diagnostic | None:
    """Return what a block of code is that holds a formula; None for any other."""
    if info not in _FENCES:
        return None
    text = span.text
    start = text.find("\n") + 1
    inner = span.part(start, max(start, text.rfind("\n")))
    option = re.match(r"\s*(:[a-z-]+:.*)", token.content) if info == "{math}" else None
    if option is not None:
        at = text.find(option[1])
        hint = r"write '\label{…}' in the formula, and what else belongs to it"
        message = "options of a formula cannot be read"
        return error("unread-formula", message, span.part(at, at + len(option[1])), hint)
    return MathBlock(as_written(inner, token.content), inner)


def as_written(span: Span, content: str) -> str:
    """Return the span's text where it is `content` but for white space, so that offsets agree."""
    return span.text if span.text.split() == content.split() else content


# --- what is no formula, and may be meant as one ---


def unread_formulas(token: Token, following: Iterable[Token]) -> Iterator[int]:
    r"""Yield where a text has a `$` that probably should begin a formula.

    What follows is looked at, too: `\a` of `$\alpha` is a token of its own.
    """
    if token.type == "text" and "$" in token.content:
        after = "".join(each.content for each in following if each.type == "text_special")
        for found in _UNREAD.finditer(token.content + after):
            yield found.start()


def unread_dollars(text: str) -> Iterator[int]:
    """Yield where a text that has no formula has a `$` that probably should begin one."""
    for found in _UNREAD.finditer(text):
        yield found.start()


def unread_formula(span: Span) -> Diagnostic:
    """Return what is said of a `$` that begins no formula."""
    return warning(
        "unread-formula",
        "found a '$' that begins no formula, because no other one closes it",
        span,
        r"close it with a '$' that has no space before it and no digit after it;"
        r" write '\$' for a dollar sign",
    )


def bars_in_cells(nodes: Iterable[Inline], row: Span) -> Iterator[Diagnostic]:
    r"""Yield a warning for each `\|` of a table's formulas, where it is one bar and not two."""
    text = row.text
    for node in walk(tuple(nodes)):
        if not isinstance(node, Math) or "|" not in node.tex:
            continue
        written = re.escape(node.tex).replace(r"\|", r"(?:\\?\|)")
        found = re.search(written, text)
        for bar in re.finditer(r"\\\|", found[0]) if found else ():
            assert found is not None
            at = found.start() + bar.start()
            yield warning(
                "bar-in-table",
                r"'\|' is a single bar in a table",
                row.part(at, at + 2),
                r"write '\lVert x \rVert' for a norm, '\lvert x \rvert' for single bars",
            )
