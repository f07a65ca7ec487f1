"""Documents that pandoc reads: its tree, made into ours.

Pandoc gets the source on its standard input, in its sandbox: it opens no file and no address, and
runs no filter (pandoc's manual, `--sandbox`). Its time, its memory and what it may answer are
bounded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from syllabus.importing.faults import Unimportable, needed
from syllabus.importing.languages import (
    language_attribute,
    main_language,
    tag_of,
    with_languages_of_words,
)
from syllabus.importing.tree import (
    Block,
    Cell,
    Cited,
    CitedKey,
    Code,
    Document,
    Footnote,
    Formula,
    Heading,
    Inline,
    ItemList,
    LineBreak,
    Link,
    Listing,
    Members,
    Paragraph,
    Picture,
    Quotation,
    Rule,
    Style,
    Styled,
    Table,
    Text,
    changed,
    plain,
    trimmed,
)
from syllabus.on_demand import pattern
from syllabus.workspace.programs import ProgramFailed, run_program
from syllabus.workspace.system import find_program

PATIENCE = 60.0
"""Seconds; a handout of 30 pages takes one."""
LARGEST_ANSWER = 200_000_000
"""Bytes of pandoc's tree, which is some twenty times as large as the text."""
_MEMORY = "-M1500m"
_DEEPEST = 100
"""Blocks and inlines inside each other."""

_WITHOUT_WORDS = pattern(
    r"\\(?:label|(?:eq|page|auto|name|c|C)?ref|index|glsadd|[vh]space|[vh]skip|setlength"
    r"|addtolength|setcounter|addtocounter|color|(?:this)?pagestyle|input|include|usepackage"
    r"|definecolor|selectlanguage|linespread|[vh]?phantom)\*?(?:\[[^\]]*\])?(?:\{[^{}]*\}){1,3}"
    r"|(?<=\})\{(?:[lrcRLO]|[\d.]+ *(?:\\[a-z]+|[a-z]{2})?)\}"
)
"""Commands whose arguments are no words, and lengths and numbers behind the name of what begins."""
_STYLED = {"mark": "hl", "sans-serif": "textsf"}
"""Commands whose words pandoc keeps in a span that is called otherwise."""

_GENERATED = frozenset(
    {
        *("maketitle", "tableofcontents", "printbibliography", "bibliography", "leavevmode"),
        *("bibliographystyle", "newpage", "clearpage", "pagebreak", "noindent", "smallskip"),
        *("medskip", "bigskip", "vfill", "hfill", "centering", "raggedright", "null", "appendix"),
    }
)
"""Commands of LaTeX that print no words of an author, and have their like in every handout."""

FORMATS = {
    "docx": "docx",
    "html": "html-native_divs+tex_math_dollars+tex_math_single_backslash",
    "ipynb": "ipynb",
    "latex": "latex+raw_tex",
    "markdown": "markdown+lists_without_preceding_blankline+autolink_bare_uris"
    "+tex_math_single_backslash-markdown_in_html_blocks-native_divs-native_spans-example_lists-smart",
    "odt": "odt",
}
"""What pandoc calls each format."""

_STYLES = {
    "Emph": Style.EMPHASIS,
    "Strong": Style.STRONG,
    "Strikeout": Style.STRUCK,
    "Superscript": Style.RAISED,
    "Subscript": Style.LOWERED,
    "Underline": Style.EMPHASIS,
    "SmallCaps": Style.PLAIN,
}


def find_pandoc() -> str | None:
    """Return where pandoc is: that of pypandoc-binary, or this machine's; None without one."""
    import importlib.util

    found = importlib.util.find_spec("pypandoc")
    folders = [] if found is None else list(found.submodule_search_locations or ())
    for folder in folders:
        if program := find_program("pandoc", f"{folder}/files"):
            return program
    return find_program("pandoc")


def read_document(data: bytes, kind: str, name: str) -> Document:
    """Return a document that pandoc reads; raises `Unimportable`.

    `kind` is a key of `FORMATS`, `name` what the user knows the source by.
    """
    program = find_pandoc()
    if program is None:
        raise needed(f"{name}: to read it, pandoc has to be there")
    lost: list[tuple[str, str]] = []
    if kind == "html":
        data = with_languages_of_words(data.decode("utf-8", "replace"), lost).encode()
    command = [program, "--sandbox", "--from", FORMATS[kind], "--to", "json"]
    command += ["--quiet", "+RTS", _MEMORY, "-RTS"]
    try:
        answer = run_program(command, data, PATIENCE, LARGEST_ANSWER)
        tree = json.loads(answer)
    except (ProgramFailed, ValueError, RecursionError) as fault:
        message = f"{name}: pandoc cannot read it: {fault}"
        hint = "is it a whole document, and of the kind that its name says?"
        raise Unimportable("import-broken", message, hint) from None
    return _Reading(name, kind, lost).document(tree)


class _Reading:
    """Makes pandoc's tree ours, and keeps what has no place in it."""

    def __init__(self, name: str, kind: str, lost: list[tuple[str, str]]) -> None:
        self.name, self.kind, self.lost = name, kind, lost
        self.unread: list[str] = []
        self.depth = 0
        self.language: str | None = None
        self.around: str | None = None
        """The language of the words around, where they name one."""

    def document(self, tree: dict[str, Any]) -> Document:
        meta = tree.get("meta", {})
        named = plain(self.meta(meta.get("lang")))
        self.language = (tag_of(named) if named else main_language(tree["blocks"])) or None
        blocks = self.blocks(tree["blocks"])
        self.unread += (
            f"'{named[:40]}' as the language of a <{tag}>"
            for named, tag in self.lost
            if tag_of(named) != self.language
        )
        authors = meta.get("author")
        several = authors["c"] if authors and authors["t"] == "MetaList" else [authors]
        names = [plain(self.meta(each)) for each in several if each]
        return Document(
            self.name,
            blocks,
            self.meta(meta.get("title")),
            tuple(name for name in map(str.strip, names) if name),
            plain(self.meta(meta.get("date"))),
            self.language,
            tuple(dict.fromkeys(self.unread)),
        )

    def meta(self, value: dict[str, Any] | None) -> tuple[Inline, ...]:
        match value:
            case {"t": "MetaInlines", "c": content}:
                return self.inlines(content)
            case {"t": "MetaString", "c": str(content)}:
                return (Text(content),)
            case {"t": "MetaBlocks", "c": [{"t": "Para" | "Plain", "c": content}, *_]}:
                return self.inlines(content)
            case _:
                return ()

    def blocks(self, blocks: Iterable[dict[str, Any]]) -> tuple[Block, ...]:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Unimportable("import-broken", f"{self.name}: it is nested too deeply")
        try:
            return tuple(made for block in blocks for made in self.block(block))
        finally:
            self.depth -= 1

    def block(self, block: dict[str, Any]) -> Iterator[Block]:
        content = block.get("c")
        match block["t"], content:
            case ("Para" | "Plain") as kind, _:
                text = trimmed(self.inlines(content or ()))
                if text:
                    yield Paragraph(text, kind == "Plain")
            case "Header", [level, _, inlines]:
                text = trimmed(self.inlines(inlines))
                if text:
                    yield Heading(level, text)
            case "CodeBlock", [[_, classes, _], text]:
                yield Listing(text, _language(classes))
            case "RawBlock", [language, text]:
                yield from self.raw_block(language, text)
            case "BlockQuote", _:
                yield Quotation(self.blocks(content or ()))
            case "OrderedList", [[start, style, _], items]:
                lettered = style["t"] in ("LowerAlpha", "UpperAlpha")
                if style["t"] in ("LowerRoman", "UpperRoman"):
                    self.unread.append("Roman numbers of a list, which is numbered 1, 2, 3")
                yield ItemList(tuple(map(self.blocks, items)), start, lettered)
            case "BulletList", _:
                yield ItemList(tuple(map(self.blocks, content or ())))
            case "DefinitionList", _:
                for term, definitions in content or ():
                    yield Paragraph((Styled(Style.STRONG, self.inlines(term)),))
                    for definition in definitions:
                        yield from self.blocks(definition)
            case "LineBlock", _:
                lines = [self.inlines(line) for line in content or ()]
                joined = [piece for line in lines for piece in (LineBreak(), *line)]
                yield Paragraph(trimmed(joined))
            case "Div", [[_, classes, attributes], inner]:
                made = changed(self.blocks(inner), partial(self.in_language, attributes))
                yield from (Members(made),) if "members" in classes else made
            case "Figure", [_, caption, inner]:
                yield from self.blocks(inner)
                if not any(_has_picture(each) for each in inner):
                    yield from self.blocks(caption[1])
            case "Table", [_, caption, _, head, bodies, foot]:
                yield self.table(caption, head, bodies, foot)
            case "HorizontalRule", _:
                yield Rule()

    def table(self, caption: Any, head: Any, bodies: Any, foot: Any) -> Table:
        rows = [row for body in bodies for row in (*body[2], *body[3])]
        return Table(
            tuple(map(self.row, head[1])),
            tuple(map(self.row, (*rows, *foot[1]))),
            self.blocks(caption[1]),
        )

    def row(self, row: Any) -> tuple[Cell, ...]:
        return tuple(
            Cell(self.blocks(blocks), min(columns, 100), min(rows, 1000))
            for _, _, rows, columns, blocks in row[1]
        )

    def raw_block(self, language: str, text: str) -> Iterator[Block]:
        kept = trimmed(self.raw(language, text))
        if kept:
            yield Paragraph(kept)

    def raw(self, language: str, text: str) -> Iterator[Inline]:
        """Yield what is readable of another language, and note the rest."""
        if language in ("tex", "latex"):
            if re.match(r"\s*\\begin\{(?:align|gather|equation|multline|eqnarray)\*?\}", text):
                yield Formula(text.strip(), display=True)
                return
            self.unread += [name for name in _commands(text) if name[1:] not in _GENERATED]
            bare = _WITHOUT_WORDS.sub(" ", text)
            bare = re.sub(
                r"\\(?:begin|end)\{[^}]*\}|\\[A-Za-z@]+\*?(?:\[[^\]]*\])?|[{}]", " ", bare
            )
            if words := " ".join(bare.split()):
                yield Text(words)
        elif not text.startswith("<!--"):
            self.unread += [f"<{name}>" for name in re.findall(r"</?([A-Za-z][\w-]*)", text)]

    def inlines(self, inlines: Iterable[dict[str, Any]]) -> tuple[Inline, ...]:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Unimportable("import-broken", f"{self.name}: it is nested too deeply")
        made: list[Inline] = []
        struck: int | None = None
        for inline in inlines:
            # In Markdown and HTML inside it, a strike is a pair of tags.
            match inline:
                case {"t": "RawInline", "c": ["html", text]}:
                    name = re.match(r"<(/?)\s*(del|s|strike)\b", text, re.IGNORECASE)
                    if name and not name[1]:
                        struck = len(made)
                    elif name and struck is not None:
                        made[struck:] = [Styled(Style.STRUCK, tuple(made[struck:]))]
                        struck = None
                    elif re.match(r"<br\b", text, re.IGNORECASE):
                        made.append(LineBreak())
                    elif not name and not re.match(r"</?(?:b|i|em|strong|sup|sub|u)\b", text):
                        made += self.raw("html", text)
                    continue
            for piece in self.inline(inline):
                if isinstance(piece, Text) and made and isinstance(made[-1], Text):
                    made[-1] = Text(made[-1].text + piece.text)
                else:
                    made.append(piece)
        self.depth -= 1
        return tuple(made)

    def inline(self, inline: dict[str, Any]) -> Iterator[Inline]:
        content = inline.get("c")
        match inline["t"], content:
            case "Str", str(text):
                yield Text(text)
            case (("Space" | "SoftBreak"), _):
                yield Text(" ")
            case "LineBreak", _:
                yield LineBreak()
            case kind, inner if kind in _STYLES:
                if kind == "SmallCaps":
                    self.unread.append("\\textsc" if self.kind == "latex" else "small capitals")
                yield Styled(_STYLES[kind], self.inlines(inner or ()))
            case "Quoted", [kind, inner]:
                double = kind["t"] == "DoubleQuote"
                style = Style.DOUBLE_QUOTES if double else Style.SINGLE_QUOTES
                yield Styled(style, self.inlines(inner))
            case "Code", [_, text]:
                yield Code(text)
            case "Math", [kind, text]:
                yield Formula(text.strip(), kind["t"] == "DisplayMath")
            case "Link", [_, inner, [address, _]]:
                yield Link(self.inlines(inner), address)
            case "Image", [_, inner, [name, _]]:
                yield Picture(self.inlines(inner), name)
            case "Note", blocks:
                yield Footnote(self.blocks(blocks or ()))
            case "Cite", [works, inner]:
                noted = len(self.unread)
                text = self.inlines(inner)
                del self.unread[noted:]  # it has its place, as a citation
                yield Cited(tuple(map(self.cited, works)), text)
            case "RawInline", [language, text]:
                yield from self.raw(language, text)
            case "Span", [[_, classes, attributes], inner]:
                around = self.around
                self.around = tag_of(language_attribute(attributes)) or around
                made = self.inlines(inner)
                self.around = around
                self.unread += self.styling(classes, attributes, plain(made))
                yield from self.in_language(attributes, made)

    def in_language(
        self, attributes: Iterable[tuple[str, str]], words: tuple[Inline, ...]
    ) -> tuple[Inline, ...]:
        """Return words in the language that attributes name, if that is not the document's."""
        named = language_attribute(attributes)
        if not named or not plain(words).strip():
            return words
        language = tag_of(named)
        if language is None:
            self.unread.append(f"'{named[:40]}' as the language of '{plain(words)[:40]}'")
            return words
        around = self.around or self.language
        return words if language == around else (Styled(Style.PLAIN, words, language),)

    def styling(
        self, classes: Iterable[str], attributes: Iterable[tuple[str, str]], words: str
    ) -> Iterator[str]:
        """Yield how a text was set apart whose words alone are kept."""
        keys = dict(attributes)
        if self.kind == "latex":
            yield from (f"\\{_STYLED.get(each, each)}" for each in classes)
            if "acronym-label" in keys:
                yield "\\gls"
            if "style" in keys:
                yield "\\colorbox" if "background" in keys["style"] else "\\textcolor"
        elif "mark" in classes:
            yield f"the highlighting of '{words[:40]}', whose words stay"

    def cited(self, work: dict[str, Any]) -> CitedKey:
        return CitedKey(
            work["citationId"],
            self.inlines(work["citationPrefix"]),
            self.inlines(work["citationSuffix"]),
            work["citationMode"]["t"],
        )


def _commands(text: str) -> Iterator[str]:
    """Yield the commands of a piece of LaTeX, and the environments that it begins."""
    for name, environment in re.findall(r"\\([A-Za-z@]+)(?:\{([^{}]*)\})?", text):
        if name == "begin":
            yield f"\\begin{{{environment}}}"
        elif name != "end":
            yield f"\\{name}"


def _has_picture(block: Any) -> bool:
    return '"Image"' in json.dumps(block)


def _language(classes: Iterable[str]) -> str:
    return next((each for each in classes if re.fullmatch(r"[A-Za-z][\w+#-]{0,19}", each)), "")
