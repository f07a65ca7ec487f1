"""OpenDocument texts, made ready for pandoc: formulas, and paragraphs that are bold as a whole.

Pandoc reads no formulas of such a text, but it reads MathML in a page: a mark is put where each
formula stands, and the mark becomes the formula in the tree that pandoc returns. Of a paragraph
that is bold as a whole, LibreOffice says so in the paragraph's style, where pandoc does not look.
"""
# lxml has no types
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from html import unescape
from typing import Any

from syllabus.importing.archives import Archive
from syllabus.importing.pandoc import read_document
from syllabus.importing.tree import (
    Block,
    Document,
    Formula,
    Inline,
    Paragraph,
    Text,
    changed,
    plain,
)
from syllabus.on_demand import pattern

MOST_FORMULAS = 500
LARGEST_CONTENT = 50_000_000
LARGEST_FORMULA = 200_000
"""Bytes of the text, and of one formula."""
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_APART = "apart-"
_MARK = pattern(r"\ue100(\d+)\ue101")
_TITLE = pattern(rb"<dc:title>([^<]{1,500})</dc:title>")


def read_open_document(archive: Archive, name: str) -> tuple[Document, tuple[str, ...]]:
    """Return an OpenDocument text with its formulas, and what is lost; raises `Unimportable`."""
    found = [each for each in archive.names if re.fullmatch(r"[^/]+/content\.xml", each)]
    maths = {
        each.split("/")[0]: data
        for each in sorted(found)[:MOST_FORMULAS]
        if (data := archive.read(each, LARGEST_FORMULA)) and b"math" in data[:2000]
    }
    data, marked = _prepared(archive, maths)
    document = read_document(data, "odt", name)
    formulas = _formulas(marked, name)
    lost = len(maths) - len(formulas)
    blocks = changed(document.blocks, lambda text: tuple(_with_formulas(text, formulas)))
    remarks = (f"{name}: {lost} formulas; save it as .docx to have them",) if lost else ()
    return _titled(document, archive, blocks), remarks


def _titled(document: Document, archive: Archive, blocks: tuple[Block, ...]) -> Document:
    """Return a document with the title of its properties, which pandoc passes over."""
    said = _TITLE.search(archive.read("meta.xml", 1_000_000) or b"")
    title = unescape(" ".join(said[1].decode("utf-8", "replace").split())) if said else ""
    if document.title or not title:
        return replace(document, blocks=blocks)
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and plain(first.inlines).strip() == title:
        blocks = blocks[1:]
    return replace(document, blocks=blocks, title=(Text(title),))


def _prepared(archive: Archive, maths: dict[str, bytes]) -> tuple[bytes, list[bytes]]:
    """Return the file as pandoc is to read it, and the formulas by the number of their mark."""
    from lxml import etree

    content = archive.read("content.xml", LARGEST_CONTENT)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        tree = etree.fromstring(content or b"", parser)
    except etree.XMLSyntaxError:
        return archive.data, []
    marked = _mark_formulas(tree, maths)
    if not (_set_apart(tree) or marked):
        return archive.data, []
    return archive.with_file("content.xml", etree.tostring(tree, encoding="utf-8")), marked


def _mark_formulas(tree: Any, maths: dict[str, bytes]) -> list[bytes]:
    """Put a mark in place of each formula, and return the formulas."""
    marked: list[bytes] = []
    for frame in list(tree.iter(f"{_DRAW}frame")):
        links = [str(each.get(_LINK, "")) for each in frame.iter(f"{_DRAW}object")]
        named = [each.removeprefix("./").split("/")[0] for each in links]
        data = next((maths[each] for each in named if each in maths), None)
        if data is None:
            continue
        mark = tree.makeelement(f"{_TEXT}span", {})
        mark.text = f"\ue100{len(marked)}\ue101"
        mark.tail = frame.tail
        marked.append(data)
        frame.getparent().replace(frame, mark)
    return marked


def _set_apart(tree: Any) -> bool:
    """Put a span around what paragraphs hold whose own style is bold, slanted or struck."""
    styles = {
        each.get(f"{_STYLE}name"): each
        for each in tree.iter(f"{_STYLE}style")
        if each.get(f"{_STYLE}family") == "paragraph" and _is_apart(each)
    }
    for style in styles.values():
        span = tree.makeelement(f"{_STYLE}style", {})
        span.set(f"{_STYLE}name", f"{_APART}{style.get(f'{_STYLE}name')}")
        span.set(f"{_STYLE}family", "text")
        span.append(deepcopy(style.find(f"{_STYLE}text-properties")))
        style.addnext(span)
    found = [each for each in tree.iter(f"{_TEXT}p") if each.get(f"{_TEXT}style-name") in styles]
    for paragraph in found:
        span = tree.makeelement(f"{_TEXT}span", {})
        span.set(f"{_TEXT}style-name", f"{_APART}{paragraph.get(f'{_TEXT}style-name')}")
        span.text, paragraph.text = paragraph.text, None
        span.extend(list(paragraph))
        paragraph.append(span)
    return bool(found)


def _is_apart(style: Any) -> bool:
    said = style.find(f"{_STYLE}text-properties")
    return said is not None and (
        said.get(f"{_FORMAT}font-weight") == "bold"
        or said.get(f"{_FORMAT}font-style") == "italic"
        or said.get(f"{_STYLE}text-line-through-style", "none") != "none"
    )


def _formulas(marked: list[bytes], name: str) -> list[Formula]:
    """Return formulas as LaTeX has them; none of those that cannot be read."""
    made: list[Formula] = []
    for data in marked:
        text = data.decode("utf-8", "replace")
        text = re.sub(
            r"<\?xml.*?\?>|<!DOCTYPE[^>]*>|<annotation\b.*?</annotation>", "", text, flags=re.S
        )
        text = re.sub(r"(</?)(?:math|m|mml):", r"\1", text)
        page = f"<html><body><p>{text}</p></body></html>"
        blocks = read_document(page.encode(), "html", name).blocks
        found = [
            each
            for block in blocks
            if isinstance(block, Paragraph)
            for each in block.inlines
            if isinstance(each, Formula)
        ]
        made.append(found[0] if found else Formula(""))
    return made


def _with_formulas(text: tuple[Inline, ...], formulas: list[Formula]) -> Iterator[Inline]:
    for inline in text:
        if not isinstance(inline, Text):
            yield inline
            continue
        place = 0
        for mark in _MARK.finditer(inline.text):
            yield Text(inline.text[place : mark.start()])
            number = int(mark[1])
            if number < len(formulas):
                yield formulas[number]
            place = mark.end()
        yield Text(inline.text[place:])
