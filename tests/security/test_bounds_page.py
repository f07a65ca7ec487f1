"""docs/bounds.md names the bounds that the program has."""

from __future__ import annotations

import re
from pathlib import Path

from syllabus.front.bibliography import effort
from syllabus.front.bibliography.styles import LARGEST_STYLE
from syllabus.front.markup import parser, pictures, positions, resources, tree
from syllabus.front.records import files, forms, nodes
from syllabus.outputs import sandbox
from syllabus.writers.latex.math import tokens

PAGE = (Path(__file__).parents[2] / "docs" / "bounds.md").read_text("utf-8")
VALUES = (
    files.LARGEST_RECORD,
    files.LARGEST_LIBRARY,
    LARGEST_STYLE,
    tree.MAX_TEXT,
    tree.MAX_LINES,
    positions.MAX_PARAGRAPH,
    tree.MAX_CODE_LINE,
    forms.LONGEST_TEXT,
    nodes.MOST_NODES,
    nodes.DEEPEST,
    parser.MAX_COLUMNS,
    parser.MAX_CELLS,
    parser.MAX_NESTING,
    positions.MAX_INLINE_NESTING,
    tokens.MAX_LENGTH,
    tokens.MAX_SIZE,
    resources.LARGEST_PICTURE,
    pictures.WIDEST_PICTURE,
    pictures.DEEPEST_TREE,
    pictures.LARGEST_OBJECTS,
    effort.MOST_ELEMENTS,
    effort.DEEPEST_STYLE,
    effort.LONGEST_WORDS,
    sandbox.MOST_STEPS,
    sandbox.LARGEST_PRODUCT,
    sandbox.LARGEST_TEXT,
    sandbox.WIDEST_FIELD,
    files.DEEPEST_FOLDER,
)


def test_the_page_has_the_values() -> None:
    for value in VALUES:
        assert re.search(rf"(?<![\d,]){value:,}(?![\d]|,\d)", PAGE), value
