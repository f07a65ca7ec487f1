"""Formulas as MathML say what TeX sets: the same characters in the same order."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from tests.writers.formulas import IN_PLACE, MACROS, REAL, VALUES, Soup, check, definitions, written
from tests.writers.test_math import SHORT, environment, example
from tests.writers.typeset import set_pages

from syllabus.model.document import MathBlock
from syllabus.source import SourceFile
from syllabus.writers.equations import Equations
from syllabus.writers.latex.math.commands import (
    ARGUMENTS,
    DELIMITERS,
    ENVIRONMENTS,
    FRACTIONS,
    STYLES,
    SYMBOLS,
    TEXT_ARGUMENTS,
    TEXT_SYMBOLS,
)
from syllabus.writers.mathml import formula_mathml

SPAN = SourceFile(Path("a.md"), "a.md", "x").span(0, 1)

SIGNS = sorted(SYMBOLS - FRACTIONS - STYLES - IN_PLACE.keys() - {" "})
OF_COURSE = [*REAL, *(tex for tex, _ in SHORT)]
"""Formulas with the commands of `MACROS`."""
PLAIN = [
    *map(environment, ENVIRONMENTS),
    *map(example, sorted(ARGUMENTS.keys() | IN_PLACE.keys())),
    *(
        rf"\text{{u\{name}{VALUES[kind]}v}}"
        for name, kind in TEXT_ARGUMENTS.items()
        if kind in "tm"
    ),
    *(rf"u\{name} v" for name in SIGNS),
    *(rf"\text{{u\{name}{{}}v}}" for name in sorted(TEXT_SYMBOLS)),
    *(rf"\left\{name} \frac12 \right\{name} \bigl\{name} x" for name in sorted(DELIMITERS)),
]
AS_WRITTEN = {
    r"\begin{array}{c}x\\\cline{1-1}\end{array}",
    *(r"\eqref{a:1} ", r"\ref{a:1} "),  # where there is no such equation
    *(r"u\lhook v", r"u\rhook v", r"u\mapstochar v"),  # pieces that TeX joins signs from
}
"""What pages print as it is written, with a warning."""


def pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


SIGNS_INSTEAD = pairs("""
    Box ◻ Diamond ◊ Join ⨝ Longleftarrow ⟸ Longleftrightarrow ⟺ Longrightarrow ⟹ bigcirc ◯ bigstar ★
    blacklozenge ⧫ blacktriangle ▴ blacktriangledown ▾ bowtie ⋈ bracevert | centerdot · circeq ≗
    circlearrowleft ↺ circlearrowright ↻ circledR R circleddash ⊝ cong ≅ dasharrow ⇢ dashleftarrow ⇠
    dashrightarrow ⇢ ddots ⋱ diagdown ⟍ diagup ⟋ digamma ϝ doteq ≐ ggg ⋙ gggtr ⋙ gnsim ⋧
    hookleftarrow ↩ hookrightarrow ↪ iff ⟺ impliedby ⟸ implies ⟹ leftleftarrows ⇇ lgroup ( lhd ⊲
    lll ⋘ llless ⋘ lmoustache ⎰ lnsim ⋦ longleftarrow ⟵ longleftrightarrow ⟷ longmapsto ⟼
    longrightarrow ⟶ lozenge ◊ mapsto ↦ mathunderscore _ models ⊨ notin ∈ npreceq ≼ nshortmid |
    nshortparallel ∥ nsucceq ≽ precapprox ⪷ rgroup ) rhd ⊳ rightrightarrows ⇉ rmoustache ⎱
    setminus ∖ shortmid | shortparallel ∥ succapprox ⪸ triangledown ▿ varsubsetneqq ⫋
    varsupsetneqq ⫌ vartriangle ▵ vartriangleleft ⊲ vartriangleright ⊳ vdots ⋮
""")
TALL_INSTEAD = pairs("""
    Downarrow ⇓ Uparrow ⇑ Updownarrow ⇕ downarrow ↓ uparrow ↑ updownarrow ↕
    lgroup ( rgroup ) lmoustache ⎰ rmoustache ⎱
""")
OTHERWISE = {
    REAL[18]: "(a.........bc)(abcd)",  # dots that TeX sets as far as there is room
    r"\begin{pmatrix}x&y\\\hdotsfor[1.5]{2}\end{pmatrix}": "(xy......)",
    r"\overbrace{X} ": "⏞X",
    r"\underbrace{X} ": "X⏟",
    r"\overleftrightarrow{X} ": "↔X",
    r"\underleftrightarrow{X} ": "X↔",
    r"\pmb{X} ": "X",  # which TeX sets three times
    r"\text{u\d{x}v}": "uxv",
    r"\text{u\DJ{}v}": "uĐv",
    **{rf"u\{name} v": f"u{sign}v" for name, sign in SIGNS_INSTEAD.items()},
    **{
        rf"\left\{name} \frac12 \right\{name} \bigl\{name} x": f"{sign}12{sign}{sign}x"
        for name, sign in TALL_INSTEAD.items()
    },
    **{
        rf"\left\{name} \frac12 \right\{name} \bigl\{name} x": f"{sign}12{sign}x"
        for name, sign in (("Arrowvert", "∥"), ("arrowvert", "|"), ("bracevert", "|"))
    },
}
"""What MathML says in the same place: Unicode's sign where TeX joins one from several, or where
the PDF knows it by another number. People have looked at each."""


def in_order(element: ElementTree.Element) -> str:
    """Return what an element says in the order in which TeX sets it."""
    said = [in_order(each) for each in element]
    match element.tag:
        case "msubsup":
            said = [said[0], said[2], said[1]]
        case "munderover":
            said = [said[2], said[0], said[1]]
        case "mover" if element[1].get("class") == "m-small" and said[1] == "→":  # an accent
            said = said[:1]
        case "mover":
            said = [said[1], said[0]]
        case "mroot":
            said = [said[1], "√", said[0]]
        case "msqrt":
            said = ["√", *said]
        case "mmultiscripts":
            said = [*said[4:][::-1], said[0], said[2], said[1]]
        case "mphantom":
            said = []
    return (element.text or "") + "".join(said)


ALIKE = {
    "‖": "∥", "⋅": "·", "∘": "◦", "∙": "•", "⟂": "⊥", "∣": "|", "−": "-", "⟮": "(", "⟯": ")",
}  # fmt: skip


def bare(text: str) -> str:
    """Return the signs of a text: without accents, spaces, and what TeX joins arrows from."""
    plain = unicodedata.normalize("NFKD", text)
    signs = "".join(
        ALIKE.get(each, each)
        for each in plain
        if not each.isspace()
        and each not in "ˆˇ~"
        and unicodedata.category(each) not in ("Cf", "Mn", "Cc", "Sk")
    )
    signs = re.sub(r"([|∥])\1+", r"\1", signs)  # a tall line is one of many pieces
    signs = re.sub(r"[-=]*([←→⇐⇒↔⇔])[-=]*", r"\1", signs)
    return re.sub(r"\(\d+([a-z]?)\)", r"(N\1)", signs)


def converted(tex: str, macros: Mapping[str, str]) -> str | None:
    node = MathBlock(tex, SPAN)
    equations = Equations(macros)
    equations.count((node,))
    return formula_mathml(equations.written(node), macros, display=True)


def test_mathml_says_what_tex_sets(tmp_path: Path) -> None:
    formulas = [*((each, MACROS) for each in OF_COURSE), *((each, {}) for each in PLAIN)]
    pages = set_pages(tmp_path, [written(*each) for each in formulas], definitions())
    otherwise, as_written = {}, set()
    for (tex, macros), page in zip(formulas, pages, strict=True):
        found = converted(tex, macros)
        if found is None:
            as_written.add(tex)
        elif bare(page) != (said := bare(in_order(ElementTree.fromstring(found)))):
            otherwise[tex] = said
    assert as_written == AS_WRITTEN
    # Newer fonts name more of their signs.
    assert otherwise == {tex: OTHERWISE.get(tex) for tex in otherwise}


def test_whatever_passes_the_gate_is_mathml_or_nothing() -> None:
    """Formulas put together at random: no mark of ours is left, and most are converted."""
    soup = Soup(random.Random(20210415))
    formulas: list[str] = []
    while len(formulas) < 400:
        tex = soup.formula()
        if not check(tex):
            formulas.append(tex)
    found = [converted(tex, MACROS) for tex in formulas]
    assert not [each for each in found if each and re.search(r"[\ue000-\uf8ff]|\\[a-z]", each)]
    assert sum(each is not None for each in found) > 370
