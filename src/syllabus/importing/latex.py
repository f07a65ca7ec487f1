"""LaTeX's sources, made ready for pandoc: no preamble, and macros told from each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from syllabus.importing.references import bibitems
from syllabus.importing.tree import Document, Formula, texts, walk
from syllabus.on_demand import dataclass, pattern

LONGEST_MACRO = 2_000
"""Characters of a definition."""
_DEFINING = pattern(
    r"\\(?P<how>newcommand|renewcommand|providecommand|DeclareMathOperator|def)(?P<star>\*?)\s*"
    r"(?:\{\s*\\(?P<braced>[A-Za-z]+)\s*\}|\\(?P<bare>[A-Za-z]+))\s*"
    r"(?P<arguments>\[(?P<count>\d)\]|(?:#\d)*)\s*(?=\{)"
)
_COMMENT = pattern(r"(?<!\\)%.*")
_SPACING = pattern(
    r"\\(?:noindent|newblock|(?:small|med|big)skip|centering|raggedright|(?:new|clear)page|hfill"
    r"|vfill|leavevmode)(?![A-Za-z@])[ \t]*"
)
"""Commands that print nothing; pandoc would take {\\bf a group} behind one for its own."""
_COLUMN = pattern(r"[<>]\{(?:[^{}]|\{[^{}]*\})*\}")
_LABELLED_LIST = pattern(
    r"\\begin\{enumerate\}\[(?:[^\[\]]*,)?\s*label\s*=\s*(?P<label>\{[^{}]*\}|[^,\[\]]*)[^\[\]]*\]"
)
_MARKS = {"alph": "a", "Alph": "A", "roman": "i", "Roman": "I", "arabic": "1"}
_KEPT = ("title", "author", "date")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source for pandoc, the macros that were taken out of it, and the libraries it names."""

    text: str
    macros: Mapping[str, str]
    libraries: tuple[str, ...]
    items: Mapping[str, str]


def prepare(text: str, kept: frozenset[str] = frozenset()) -> Prepared:
    """Return a source without the macros that may be of formulas; those `kept` stay in it."""
    text = "\n".join(_COMMENT.sub("", line) for line in text.split("\n"))
    text = _SPACING.sub("", text)
    macros: dict[str, str] = {}
    left: list[str] = []
    place = 0
    for start, end, name, definition in _definitions(text):
        left.append(text[place:start])
        place = end
        if name in kept or definition is None:
            left.append(text[start:end])
        else:
            macros[name] = definition
    left.append(text[place:])
    text = "".join(left)
    head, document, body = text.partition("\\begin{document}")
    if document:
        said = [_command(head, name) for name in _KEPT]
        definitions = [head[start:end] for start, end, _, _ in _definitions(head)]
        text = "\n".join((*definitions, *filter(None, said), document + body))
    libraries = [
        name.strip()
        for found in re.findall(
            r"\\(?:bibliography|addbibresource)\{([^}]*)\}", "".join((head, body))
        )
        for name in found.split(",")
    ]
    items = bibitems(text)
    text = re.sub(r"\\begin\{thebibliography\}.*?\\end\{thebibliography\}", "", text, flags=re.S)
    # Before cells that begin with a number, pandoc takes a number of them for an argument.
    text = re.sub(
        r"(\\begin\{(?:longtable|tabular[x*]?)\}[^\n]*(?:\n\s*>[^\n]*)*)",
        lambda found: _COLUMN.sub("", found[0]),
        text,
    )
    text = _LABELLED_LIST.sub(_marked_list, text)
    return Prepared(text, macros, tuple(libraries), items)


def _marked_list(found: re.Match[str]) -> str:
    r"""Return how a list begins, its mark as pandoc knows it: [(a)] for label=(\alph*)."""
    mark = re.sub(r"\\(alph|Alph|roman|Roman|arabic)\*", lambda it: _MARKS[it[1]], found["label"])
    mark = mark.strip("{} ")
    known = re.fullmatch(r"\(?[aAiI1][.)]?", mark)
    return f"\\begin{{enumerate}}[{mark}]" if known else "\\begin{enumerate}"


def _definitions(text: str) -> Iterator[tuple[int, int, str, str | None]]:
    """Yield where each macro is defined, its name and what it stands for in formulas."""
    for found in _DEFINING.finditer(text):
        end = _closing(text, found.end())
        if end is None:
            continue
        inner = text[found.end() + 1 : end - 1].strip()
        if found["how"] == "DeclareMathOperator":
            inner = rf"\operatorname{found['star']}{{{inner}}}"
        name = found["braced"] or found["bare"]
        usable = len(inner) <= LONGEST_MACRO and name not in ("baselinestretch", "arraystretch")
        yield found.start(), end, name, inner if usable else None


def _closing(text: str, start: int) -> int | None:
    depth = 0
    for place in range(start, min(len(text), start + 10 * LONGEST_MACRO)):
        if text[place - 1] == "\\" and place > start:
            continue
        depth += (text[place] == "{") - (text[place] == "}")
        if not depth:
            return place + 1
    return None


def _command(text: str, name: str) -> str | None:
    found = re.search(rf"\\{name}\s*(?=\{{)", text)
    end = None if found is None else _closing(text, found.end())
    return None if found is None or end is None else text[found.start() : end]


def used_macros(document: Document, macros: Mapping[str, str]) -> dict[str, str]:
    """Return the macros that the formulas of a document use, and those that these use."""
    wanted = {
        name
        for text in texts(document.blocks)
        for each in walk(text)
        if isinstance(each, Formula)
        for name in re.findall(r"\\([A-Za-z]+)", each.tex)
    }
    used: dict[str, str] = {}
    while wanted:
        name = wanted.pop()
        if name in macros and name not in used:
            used[name] = macros[name]
            wanted |= set(re.findall(r"\\([A-Za-z]+)", macros[name]))
    return {name: used[name] for name in macros if name in used}
