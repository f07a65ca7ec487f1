"""What only an author can give to readers who listen, or who see no colours.

The numbers are those of the Web Content Accessibility Guidelines (WCAG) 2.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import PurePosixPath

from syllabus.diagnostics import Diagnostic, note, warning
from syllabus.front.check.checked import CheckedProject
from syllabus.front.check.unclear_words import COLOURED, SIGNS, UNCLEAR_LINKS, UNCLEAR_PICTURES
from syllabus.model.document import (
    Block,
    Heading,
    Image,
    LineBreak,
    Link,
    Node,
    Paragraph,
    RawBlock,
    Strong,
    Table,
    TableCell,
    Text,
    children_of,
    plain_text,
    walk,
    without_fences,
)
from syllabus.on_demand import pattern
from syllabus.source import Span

LONGEST_HEADING = 80
"""Characters; a bold line that is longer is no heading."""

_COLOURS_OF_TEX = pattern(r"\\(?:text|page|row|cell|column)?color(?:box)?\b|\\fcolorbox\b")


def check_accessible(project: CheckedProject) -> tuple[Diagnostic, ...]:
    """Return what the texts of a project lack for readers who do not see them, or not as others.

    Faults: `missing-picture-text`, `unclear-picture-text`, `unclear-link-text`, `colour-alone`,
    `table-without-header`, `bold-as-heading`, `nested-heading`, `unnamed-language`.
    """
    course = project.course
    language = "en" if course is None else course.language.partition("-")[0].lower()
    found: list[Diagnostic] = []
    if course is not None and course.language_span is None:
        found.append(
            warning(
                "unnamed-language",
                "course.yaml names no language, in which the handout is read aloud (WCAG 3.1.1)",
                course.source.span(0),
                "add a line such as 'language: en'",
            )
        )
    for node in walk(project.blocks):
        found += _of_node(node, language)
    found += _of_blocks(tuple(without_fences(project.blocks)))
    return tuple(found)


def _of_node(node: Node, language: str) -> Iterator[Diagnostic]:
    match node:
        case Image():
            yield from _picture(node, language)
        case Link():
            yield from _link(node, language)
        case Table():
            yield from _table(node)
        case Paragraph() | Heading() | TableCell():
            yield from _coloured_words(node, language)
        case RawBlock() if colour := _COLOURS_OF_TEX.search(node.tex):
            start = node.span.text.find(colour[0])
            place = node.span.part(start, start + len(colour[0])) if start >= 0 else node.span
            yield _colour("raw LaTeX that sets a colour", place)
        case _:
            pass


# --- pictures and links --------------------------------------------------------------------


def _picture(image: Image, language: str) -> Iterator[Diagnostic]:
    text = image.alt.strip()
    if image.decorative:
        if text:
            yield warning(
                "unclear-picture-text",
                "found a text for a picture that is said to be decorative (WCAG 1.1.1)",
                image.span,
                "leave out the text or '.decorative'",
            )
    elif not text:
        yield warning(
            "missing-picture-text",
            "found a picture without a text that says what it shows (WCAG 1.1.1)",
            image.span,
            f"write it between the brackets: ![what it shows]({image.target})",
            f"if it shows nothing that matters: ![]({image.target}){{.decorative}}",
        )
    elif text in _names(image) or _bare(text) in _of_languages(UNCLEAR_PICTURES, language):
        yield warning(
            "unclear-picture-text",
            f"found '{text}', which does not say what the picture shows (WCAG 1.1.1)",
            image.span,
            "say what somebody who does not see it would miss",
        )


def _names(image: Image) -> tuple[str, ...]:
    path = PurePosixPath(image.target)
    return (image.target, path.name, path.stem)


def _link(link: Link, language: str) -> Iterator[Diagnostic]:
    inside = tuple(walk(link.children))
    pictures = [each for each in inside if isinstance(each, Image)]
    words = plain_text(link.children)
    if pictures and not words.strip():
        yield warning(
            "unclear-link-text",
            "found a link that is a picture without a text (WCAG 2.4.4)",
            link.span,
            "say between the picture's brackets where it leads",
        )
        return
    # An address or the name of a place is printed where there are no words.
    unclear = _bare(words) in _of_languages(UNCLEAR_LINKS, language)
    if words.strip() and not pictures and (unclear or not re.search(r"\w", words)):
        yield warning(
            "unclear-link-text",
            f"found a link called '{' '.join(words.split())}', which does not say where it leads"
            " (WCAG 2.4.4)",
            link.span,
            "make a link of the words that name what is there: [slides of the lecture](…)",
        )


def _of_languages(table: Mapping[str, frozenset[str]], language: str) -> frozenset[str]:
    """Return the words of a language, and of English, which every course writes some of."""
    return table["en"] | table.get(language, frozenset())


def _bare(words: str) -> str:
    """Return words in lower case, without punctuation around them."""
    words = " ".join(words.lower().replace("’", "'").split())
    return re.sub(r"^[\W_]+|[\W_]+$", "", words)


# --- tables and colours --------------------------------------------------------------------


def _table(table: Table) -> Iterator[Diagnostic]:
    named = [bool(plain_text(cell.children).strip()) for cell in table.head]
    if not any(named):
        yield warning(
            "table-without-header",
            "found a table without words in its first row, which names the columns (WCAG 1.3.1)",
            table.span,
            "write what each column holds into the first row",
        )
        return
    # The first column may have the names of the rows.
    for number, (cell, has_words) in enumerate(zip(table.head, named, strict=True), start=1):
        filled = any(plain_text(row[number - 1].children).strip() for row in table.rows)
        if number > 1 and filled and not has_words:
            yield warning(
                "table-without-header",
                f"found no words above column {number} of this table (WCAG 1.3.1)",
                cell.span if cell.span.text.strip() else table.span,
                "write what it holds into the first row",
            )


def _coloured_words(node: Paragraph | Heading | TableCell, language: str) -> Iterator[Diagnostic]:
    words = plain_text(children_of(node)).strip()
    if isinstance(node, TableCell) and words and not words.strip(SIGNS):
        yield _colour(f"'{words}', which tells by its colour alone", node.span)
        return
    for each_pattern in _patterns(language):
        places = [
            each.span.part(found.start(), found.end())
            for each in walk(children_of(node))
            if isinstance(each, Text)
            for found in each_pattern.finditer(each.span.text)
        ]
        for place in places:
            yield _colour(f"'{' '.join(place.text.split())}'", place)
        # Emphasis parts what belongs together: in **red**.
        if not places and (across := each_pattern.search(words)):
            yield _colour(f"'{' '.join(across[0].split())}'", node.span)


def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(COLOURED[each] for each in dict.fromkeys(("en", language)) if each in COLOURED)


def _colour(what: str, span: Span) -> Diagnostic:
    return note(
        "colour-alone",
        f"found {what}: some readers see no colours (WCAG 1.4.1)",
        span,
        "say it in words or by a sign as well, such as 'optional' or '*'",
    )


# --- headings ------------------------------------------------------------------------------


def _of_blocks(blocks: tuple[Block, ...]) -> Iterator[Diagnostic]:
    """Yield what is told by blocks below each other, file by file."""
    level, file = 1, None
    for block, following in zip_longest(blocks, blocks[1:]):
        if block.span.file is not file:
            level, file = 1, block.span.file
        if isinstance(block, Heading):
            level = block.level
            continue
        if following is not None and not isinstance(following, Heading):
            yield from _bold_heading(block)
        yield from _nested_headings(block, level)


def _nested_headings(block: Block, level: int) -> Iterator[Diagnostic]:
    for node in walk((block,)):
        if not isinstance(node, Heading):
            continue
        if node.level > level + 1:
            yield warning(
                "nested-heading",
                f"found a heading of level {node.level} in a list or quotation below one of level"
                f" {level} (WCAG 1.3.1)",
                node.span,
                f"write it with '{'#' * (level + 1)}'",
            )
        level = node.level


def _bold_heading(block: Block) -> Iterator[Diagnostic]:
    if not isinstance(block, Paragraph):
        return
    nodes = [
        each
        for each in block.children
        if not isinstance(each, LineBreak) and plain_text((each,)).strip(" :")
    ]
    words = plain_text(block.children).strip()
    is_bold = len(nodes) == 1 and isinstance(nodes[0], Strong)
    if is_bold and len(words) <= LONGEST_HEADING and words[-1] not in ".!?…。":
        yield note(
            "bold-as-heading",
            "found a bold line that looks like a heading and is none (WCAG 1.3.1)",
            block.span,
            f"write it as a heading: '### {words.strip(' :')}'",
        )
