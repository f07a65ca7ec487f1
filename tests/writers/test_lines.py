"""Every line of the .tex knows its line of the record, however the record breaks its lines."""

from __future__ import annotations

import re
from pathlib import Path

from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.workspace.layout import Layout

SECTION = """\
# General

W1 ends in a footnote[^1]
W2 *goes on
W3 in emphasis with `code of
two lines` W4* and W5 after
W6 [that is a link
of two lines](https://example.org/) W7 and
W8 [@one;
@two] W9 and
W10 **a footnote[^2]** W11 as
W12.\\
W13 after a break

[^1]: N1 of
    N2 two lines

    N3 and two paragraphs
[^2]: N4

> - W14
>   W15

$$
\\begin{align}
  x &= \\text{W16} \\\\
  y &= \\text{W17}
\\end{align}
$$

$$
x = \\text{W18}
  + \\text{W19}
$$

```math
x = \\text{W20} \\\\
y = \\text{W21}
```

\\[
x = \\text{W22}
  + \\text{W23}
\\]
\\begin{gather*}
\\text{W24} \\\\
\\text{W25}
\\end{gather*}
"""
EXPECTED_ELSEWHERE = {"W4": 5, "W5": 5, "W9": 9}
"""Words that stand on a line of the .tex that began on the line before of the source."""


def test_words_are_traced_to_their_lines(tmp_path: Path) -> None:
    (tmp_path / "syllabus" / "sections").mkdir(parents=True)
    (tmp_path / "bib").mkdir()
    (tmp_path / "bib" / "library.bib").write_text(
        "@book{one, title={One}, author={A, B}, year=2001}\n"
        "@book{two, title={Two}, author={C, D}, year=2002}\n"
    )
    layout = Layout(tmp_path)
    layout.course.write_text("title: Course\nzone: UTC\nhandout: [general]\n")
    (layout.sections / "general.md").write_text(SECTION)
    document = prepare_handout(layout, "2021-04-14").document
    assert document is not None
    written: dict[str, int] = {}
    found: dict[str, int] = {}
    for number, line in enumerate(SECTION.splitlines(), start=1):
        written |= dict.fromkeys(re.findall(r"\b[WN]\d+\b", line), number)
    for number, line in enumerate(document.text.splitlines(), start=1):
        for word in re.findall(r"\b[WN]\d+\b", line):
            span = document.filled.place(number)
            assert span is not None
            found[word] = span.line
    assert found == written | EXPECTED_ELSEWHERE
    paragraph = document.text[document.text.index("W1 ends") : document.text.index("W13")]
    assert "\n\n" not in re.sub(r"\\footnote\{.*?\n\}", "", paragraph, flags=re.DOTALL)
