"""What was meant as markup, of LaTeX or of another Markdown, and is printed as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from syllabus.diagnostics import Diagnostic, nearest_hint, note, warning
from syllabus.front.check.slips import find_slips, for_everybody
from syllabus.front.markup.bracketed_text import attributes_elsewhere, languages_alone
from syllabus.front.records.kinds import Located
from syllabus.model.document import (
    Block,
    BulletList,
    CodeBlock,
    Heading,
    Link,
    ListItem,
    NumberedList,
    Paragraph,
    TableCell,
    Text,
    children_of,
    walk,
)
from syllabus.on_demand import pattern
from syllabus.source import Span

_TEX = (
    r"(?<![\\\w:])(?:\\(?P<command>[A-Za-z]{2,})\*?(?:\[[^][{}]{0,60}\])?\{"
    r"|\\(?P<bare>LaTeX|TeX|item|newline|newpage|noindent|par|ldots|dots|textellipsis"
    r"|(?:small|med|big)skip|hfill|quad|qquad|alpha|beta|gamma|delta|epsilon|theta|lambda|mu|pi"
    r"|rho|sigma|tau|phi|psi|omega|Delta|Omega|Sigma|times|cdot|pm|leq?|geq?|neq|approx|infty|sum"
    r"|int|rightarrow|to)(?![A-Za-z]))"
    r"|(?<![`\\])``(?P<quoted>[^`'\n]{1,200})''"
    r"|(?<=[A-Za-z]\.)~(?=[\d\w@[])|\b(?:Figure|Section|Table|Chapter|Equation)~(?=\d)"
)
"""LaTeX in a text: a command with an argument, some without, quotation marks, a tie."""
_OF_TEX = ("\\", "``", "~")
"""One of them is in all LaTeX; to look for them is quicker than to compile what tells it."""
_INSTEAD = {
    **dict.fromkeys(("textbf", "mathbf", "bf"), "**bold**"),
    **dict.fromkeys(("emph", "textit", "textsl", "it", "underline"), "*emphasis*"),
    **dict.fromkeys(("texttt", "verb", "lstinline", "code"), "`code`"),
    **dict.fromkeys(
        ("cite", "citep", "parencite", "autocite", "footcite", "citealp", "fullcite"), "[@key]"
    ),
    **dict.fromkeys(("citet", "textcite", "citeauthor", "citeyear"), "@key"),
    **dict.fromkeys(("section", "chapter", "part"), "# Heading"),
    **dict.fromkeys(("subsection", "subsubsection", "paragraph"), "## Heading"),
    **dict.fromkeys(("footnote", "footnotetext", "thanks"), "^[a footnote]"),
    **dict.fromkeys(("ref", "eqref", "autoref", "pageref", "cref"), "what it refers to, in words"),
    **dict.fromkeys(("url", "path"), "<https://…>"),
    **dict.fromkeys(("begin", "end", "item"), "a list with '- ' or '1. ', or a block of code"),
    **dict.fromkeys(("input", "include"), "the lines ```{include} FILE.md and ```"),
    **dict.fromkeys(("includegraphics",), "![what it shows](picture.png)"),
    **dict.fromkeys(("par", "newline", "newpage", "noindent"), "an empty line"),
    **dict.fromkeys(("ldots", "dots", "textellipsis"), "..."),
    "href": "[text](https://…)",
    "label": "nothing: there is nothing to refer to",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
}
HTML = (
    r"(?i)(?<!\\)<(?P<name>a|abbr|article|aside|audio|b|big|cite|dd|dfn|dl|dt|footer|header|kbd|nav"
    r"|picture|q|samp|svg|blockquote|center|code|del|details|div|em|figure|font|h[1-6]|hr|i|img"
    r"|iframe|li|mark|ol|p|pre|s|script|small|span|strike|strong|style|sub|summary|sup|table|tbody"
    r"|td|th|thead|tr|tt|u|ul|video)(?:\s[^<>]{0,300})?/?>"
)
FOR_HTML = {
    **dict.fromkeys(("b", "strong"), "**bold**"),
    **dict.fromkeys(("i", "em", "u"), "*emphasis*"),
    **dict.fromkeys(("code", "kbd", "pre", "samp", "tt"), "`code`"),
    **dict.fromkeys(("s", "del", "strike"), "~~struck out~~"),
    **dict.fromkeys(("sub",), "$_2$"),
    **dict.fromkeys(("sup",), "$^2$"),
    **dict.fromkeys(("ul", "ol", "li"), "a list with '- ' or '1. '"),
    **dict.fromkeys(("p", "div"), "an empty line"),
    "a": "[text](https://…)",
    "img": "![what it shows](picture.png)",
    "hr": "'***' on a line of its own",
}
_OPEN_COMMENT = r"(?<!\\)<!--"
_EMPTY_LINK = pattern(r"\[\s*(?:\]|\Z)")
_PICTURE = r"(?<!\\)!\[[^][\n]{0,200}\]\([^()\n]{1,300}\)"
_BULLET = pattern(r"^[ \t]*(?P<sign>[•▪‣◦●■])[ \t]", re.MULTILINE)
"""What word processors write before an item of a list."""
_CONFLICT = r"(?m)^(?:<{7}|>{7}|\|{7})(?: .*)?$"
_NO_HEADING = r"(?m)^ {0,3}#{2,6}(?=[^\s#])"
_DASHED_TITLE = pattern(r"[–—](?P<title>[A-Z][\w' -]{2,40})")
_MARKER = pattern(r"(?:[-*+]|\d+[.)])\s*")
_ROW = pattern(r"(?<!\\)\|")
_NO_TABLE = "these lines have bars and are no table"
_DIRECTIVES = frozenset(
    (
        *("note", "warning", "tip", "important", "hint", "caution", "danger", "attention"),
        *("admonition", "seealso", "figure", "image", "table", "list-table", "csv-table"),
        *("toctree", "literalinclude", "contents", "rubric", "margin", "sidebar", "dropdown"),
        *("topic", "epigraph", "bibliography", "glossary", "exercise", "solution", "proof"),
    )
)
_OPTIONS = pattern(r"(?:\s*(?:[\w:-]+=(?:\"[^\"]*\"|\S+)|\{[^}]*\}|[A-Za-z][\w.-]*))*\s*")
"""What other programs want to know of code, such as `title="a.py"` or `numbered`."""


def check_notation(blocks: tuple[Block, ...], faults: list[Diagnostic]) -> None:
    """Report what one text prints as it stands, and that is probably markup of another kind."""
    rows: Span | None = None
    beside_labels: set[int] = set()  # lists that begin behind the label of an item around them
    for node in walk(blocks):
        match node:
            case Paragraph():
                for fault in _in_paragraph(node):
                    if fault.message == _NO_TABLE:
                        before, rows = rows, node.span
                        if before is not None and before.line + 2 >= node.span.line:
                            continue  # another row of it, behind an empty line
                    faults.append(fault)
            case ListItem() if node.blocks and isinstance(
                node.blocks[0], BulletList | NumberedList
            ):
                beside_labels.add(id(node.blocks[0]))
            case Heading() | TableCell():
                faults += _anywhere(node)
            case CodeBlock():
                faults += _not_code(node)
            case BulletList() | NumberedList():
                faults += _not_nested(node, beside_label=id(node) in beside_labels)
                faults += _years(node)
            case Link() if _EMPTY_LINK.match(node.span.text):
                faults.append(
                    _unread(
                        node.span,
                        "this link has no text, so nothing of it is printed",
                        "write text between '[' and ']'",
                    )
                )
            case _:
                pass


def _anywhere(node: Paragraph | Heading | TableCell) -> Iterator[Diagnostic]:
    inside = tuple(walk(children_of(node)))
    texts = [(each.span, each.span.text) for each in inside if isinstance(each, Text)]
    for span, text in texts:
        yield from unread_tex(span, text)
        yield from _pictures(span, text)
        yield from _open_comments(span, text)
        ends = isinstance(node, Heading) and span is texts[-1][0]
        yield from attributes_elsewhere(span, ends_heading=ends)
        yield from languages_alone(span, text)
    yield from _html(node, texts)
    yield from find_slips(node, inside)


def _pictures(span: Span, text: str) -> Iterator[Diagnostic]:
    if "![" in text:
        for found in re.finditer(_PICTURE, text):
            yield _unread(
                span.part(found.start(), found.end()),
                "this shows no picture, and is printed as it stands",
                "write ![x](<a b.png>) for a name with spaces, and a size behind it: {width=50%}",
            )


def _open_comments(span: Span, text: str) -> Iterator[Diagnostic]:
    if "<!--" in text:
        closed = text.rfind("-->") + 1
        if found := re.compile(_OPEN_COMMENT).search(text, closed):
            yield _unread(
                span.part(found.start(), found.end()),
                "found '<!--' without its '-->', so that what follows is printed",
                "close the comment with '-->' at the end of a line; write '\\<!--' for the signs",
            )


def _in_paragraph(paragraph: Paragraph) -> Iterator[Diagnostic]:
    yield from _anywhere(paragraph)
    if not paragraph.children or not isinstance(paragraph.children[0], Text):
        return
    lines = [line.strip() for line in paragraph.span.text.strip().split("\n")]
    if len(lines) > 1 or lines[0].startswith("|"):
        yield from _no_table(lines, paragraph.span)
    if len(lines) == 1 and (found := _DASHED_TITLE.fullmatch(lines[0])):
        yield _unread(
            paragraph.span,
            "this line begins with a dash and is printed as text",
            f"write '## {found['title'].strip()}' if it is the title of a part",
        )
    if found := _BULLET.match(paragraph.span.text):
        yield _unread(
            paragraph.span.part(found.start("sign"), found.end("sign")),
            f"found '{found['sign']}', which begins no item of a list; the lines run on",
            "write '- ' for each",
        )
    for each in walk(paragraph.children):
        if isinstance(each, Text):
            yield from _in_lines(each.span, each.span.text)


def _in_lines(span: Span, text: str) -> Iterator[Diagnostic]:
    if any(sign * 7 in text for sign in "<>|"):
        for found in re.finditer(_CONFLICT, text):
            yield _unread(
                span.part(found.start(), found.end()),
                "found what git leaves where two versions of a file differ",
                "keep one of the two versions, and delete the lines of '<', '=' and '>'",
            )
    if "##" in text:
        for found in re.finditer(_NO_HEADING, text):
            signs = found[0].strip()
            title = text[found.end() :].partition("\n")[0]
            yield _unread(
                span.part(found.start(), found.end()),
                f"found '{signs}' without a space after it, which is no heading",
                f"write '{signs} {title}'; write '\\{signs}' for the signs",
            )


def _html(
    node: Paragraph | Heading | TableCell, texts: list[tuple[Span, str]]
) -> Iterator[Diagnostic]:
    if not any("<" in text for _, text in texts):
        return
    # What stands in a tag may be an address, which is a link here.
    for found in re.finditer(HTML, node.span.text):
        place = node.span.part(found.start(), found.end())
        if any(span.start <= place.start < span.end for span, _ in texts):
            name = found["name"].lower()
            yield _unread(
                place,
                f"found the HTML '{found[0]}', which is printed as it stands",
                f"write {FOR_HTML.get(name, 'what it means in Markdown, or leave it out')};"
                f" write `{found[0]}` for the tag itself",
            )


def _no_table(lines: list[str], span: Span) -> Iterator[Diagnostic]:
    counts = {len(_ROW.findall(line)) for line in lines}
    framed = all(line.startswith("|") and len(line) > 2 for line in lines) and any(
        line.endswith("|") for line in lines
    )
    if 0 in counts or not (framed or (len(counts) == 1 and min(counts) > 1 and len(lines) > 1)):
        return
    bars = len(_ROW.findall(lines[0]))
    columns = max(1, bars + (0 if framed and not lines[0].endswith("|") else -1 if framed else 1))
    yield _unread(
        span.file.line_span(span.line),
        _NO_TABLE,
        f"add the line '|{'---|' * columns}' below the first one, which is the table's head",
    )


def unread_tex(span: Span, text: str) -> Iterator[Diagnostic]:
    """Yield a warning for each piece of LaTeX in a text, which is what `span` holds."""
    if any(sign in text for sign in _OF_TEX):
        for found in re.finditer(_TEX, text):
            name = found["command"] or found["bare"]
            if found["quoted"] is not None:
                what, instead = "LaTeX's quotation marks", f'"{found["quoted"]}"'
            elif name is None:
                what, instead = "LaTeX's tie", "a space; what belongs together is kept together"
            else:
                what = f"the LaTeX command '\\{name}' outside of a formula"
                instead = _INSTEAD.get(name, f"it in words, or in a formula: $\\{name}…$")
            yield warning(
                "tex-in-text",
                f"found {what}, printed as it stands",
                span.part(found.start(), found.end()),
                f"write {instead}; write `\\{name}` for the command itself"
                if name
                else f"write {instead}",
            )


def _not_code(block: CodeBlock) -> Iterator[Diagnostic]:
    head = block.span.text.split("\n", 1)[0].strip()
    if not head.startswith(("```", "~~~")):
        return  # code by its indentation
    info = head.strip("`~").strip()
    info = re.sub(r"^\{\s+(\w+)\s+\}", r"{\1}", info)
    name, _, rest = info.partition(" ")
    bare = name.strip("{}.").lower()
    if bare in ("include", "input", "literalinclude") and (rest or not block.text.strip()):
        yield _unread(
            block.span.file.line_span(block.span.line),
            "this includes nothing, and is printed as code",
            f"write ```{{include}} {rest.strip() or 'FILE.md'}",
        )
    elif bare in ("members", "member"):
        place = block.span.file.line_span(block.span.line)
        yield for_everybody(place, f"a block of code called '{bare}'")
    elif name == f"{{{bare}}}" and (near := nearest_hint(bare, ("include",))):
        place = block.span.file.line_span(block.span.line)
        yield _unread(
            place, f"there is no directive '{bare}', and this is printed as code", near[0]
        )
    elif name == f"{{{bare}}}" and bare in _DIRECTIVES:
        yield _unread(
            block.span.file.line_span(block.span.line),
            f"there is no directive '{bare}'; what is in it is printed as code",
            "write it as a paragraph, a quotation or a list",
        )
    elif rest.strip() and not (info.startswith("{") or _OPTIONS.fullmatch(rest)):
        yield _unread(
            block.span.file.line_span(block.span.line),
            f"'{rest.strip()}' stands where the language of the code is named, and is not printed",
            "begin the code on the next line",
        )


def _not_nested(listing: BulletList | NumberedList, *, beside_label: bool) -> Iterator[Diagnostic]:
    """Yield a note for the first item that is set in a little, and yet belongs to the same list."""
    items = listing.items[1:] if beside_label else listing.items
    first = items[0].span if items else listing.span
    for item in items:
        if item.span.file is first.file and item.span.column > first.column:
            marker = _MARKER.match(first.text)
            width = len(marker[0]) if marker else 2
            yield note(
                "unread-markup",
                "this item is of the same list as those above it, not of one in it",
                item.span.file.line_span(item.span.line, item.span.column),
                f"indent it by {max(2, min(width, 9))} to nest it, or not at all",
            )
            return


def _years(listing: BulletList | NumberedList) -> Iterator[Diagnostic]:
    """Yield a note for each item whose text begins with a number that begins a list instead."""
    for item in listing.items:
        inner = item.blocks[0] if item.blocks else None
        if isinstance(inner, NumberedList) and inner.start > 99 and len(inner.items) == 1:
            yield note(
                "unread-markup",
                f"'{inner.start}.' begins a list in this list",
                item.span.file.line_span(item.span.line),
                f"write '{inner.start}\\.' if it is a year or another number",
            )


def check_cut_values(texts: Iterable[Located[str] | None], faults: list[Diagnostic]) -> None:
    """Report values of YAML after which ` #` cuts off the rest of the line as a comment.

    Behind two spaces or more it is meant as one.
    """
    for text in texts:
        if text is None or text.span.text[:1] in ("'", '"', "|", ">"):
            continue
        line = text.span.file.line_span(text.span.line)
        after = line.text[text.span.end - line.start :] if text.span.end <= line.end else ""
        if cut := re.fullmatch(r" #.*", after):
            whole = f"{text.value}{after}".rstrip()
            faults.append(
                warning(
                    "cut-value",
                    f"'{cut[0].strip()}' is a comment of YAML and not printed",
                    line.part(text.span.end - line.start, len(line.text)),
                    f"write '{whole.replace(chr(39), chr(39) * 2)}' with the quotes,"
                    " or put two spaces before the comment",
                )
            )


def _unread(span: Span, message: str, hint: str) -> Diagnostic:
    return warning("unread-markup", message, span, hint)
