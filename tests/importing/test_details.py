"""What stands in the sections of meetings: parts, lists, notes, tables, and references."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.importing.moving import move, write

from syllabus.importing.references import TypedReferences
from syllabus.importing.tree import Inline, Paragraph, Style, Styled, Text, plain

SECTION = """# Optics

| Date | Topic |
|---|---|
| 3 Sep 2026 | Lenses |
| 10 Sep 2026 | Mirrors |

## Thursday, September 3, 2026, 10 AM: Lenses

We begin with *light*[^1], `code_*x*` and [a film](https://film.example/a_b?c=1).

**Pre-reading:**

1. One
   - [ ] nested
     1. deeper

     A paragraph of the item.
2. Two: 5 * 3 = 15 #not a heading, _not_emphasis_ and \\$5

   ```python
   print("`")
   ```

### Questions

> A quotation with $x_1$.

| Glass | $n$ |
|---|---|
| crown | 1.52 \\| 1.53 |

$$
a^2 + b^2 = c^2
$$

1986\\. A year begins this line.

#### A heading inside

The passcode is 1234.

[^1]: A note, and
    its second line.

## September 10, 2026

About mirrors.
"""

LENSES = """\
We begin with *light*[^1], `code_*x*` and [a film](https://film.example/a_b?c=1).

## Pre-reading

1. One

   - \u2610 nested

     1. deeper

     A paragraph of the item.

2. Two: 5 \\* 3 = 15 #not a heading, *not\\_emphasis* and \\$5

   ```python
   print("`")
   ```

## Questions

> A quotation with $x_1$.

| Glass | $n$ |
|---|---|
| crown | 1.52 \\| 1.53 |

$$
a^2 + b^2 = c^2
$$

1986\\. A year begins this line.

### A heading inside

::: members
The passcode is 1234.
:::

[^1]: A note, and its second line.
"""


def test_the_text_of_a_section_keeps_all_that_it_has(tmp_path: Path) -> None:
    moved = move(tmp_path / "course", *write(tmp_path, {"optics.md": SECTION}))
    assert not moved.faults()
    record = moved.meetings["2026-09-03-lenses"]
    assert record.partition("---\n\n")[2] == LENSES
    assert moved.fields("2026-09-10")["title"] == "Mirrors"
    compared = moved.compared("2026-09-01")
    assert compared.share >= 0.97, compared.words


def test_a_spreadsheet_and_a_document_are_one_course(tmp_path: Path) -> None:
    plan = "Date,Topic,Speaker\n2026-09-03,lenses,Ada Lens\n2026-09-10,Mirrors,Bo Prism\n"
    text = "# 3 September 2026: On Lenses\n\nSee @hecht2017 and [@nobody2000].\n\ni. one\nii. two\n"
    library = "@book{hecht2017, author = {Hecht, Eugene}, title = {Optics}, year = 2017}\n"
    files = {"plan.csv": plan, "texts.md": text, "refs.bib": library}
    moved = move(tmp_path / "course", *write(tmp_path, files))
    assert not moved.faults()
    assert moved.fields("2026-09-03") | {"id": ""} == {
        "date": "2026-09-03", "time": "TBA", "title": "On Lenses", "topic": "lenses",
        "speaker": "Ada Lens", "id": "",
    }  # fmt: skip
    assert "See @hecht2017 and \\[\\@nobody2000\\]." in moved.meetings["2026-09-03-on-lenses"]
    assert "the citation of nobody2000, which no library has" in moved.report.lost
    assert [each for each in moved.report.lost if "Roman numbers" in each]


def test_lines_that_say_who_and_where_are_keys_of_the_record(tmp_path: Path) -> None:
    text = """# Reading Group

## Feb 3, 2027: *Deep* nets & `code` with $x$, [notes](https://a.example/x)

**Speaker:** Ann Roe (MIT)

Room: B 12

Zoom: https://zoom.example/j/1 passcode: 1234

Note: bring a pencil.

## March 3, 2027: Final projects (cancelled)

## March 10, 2027: No meeting
"""
    moved = move(tmp_path / "course", *write(tmp_path, {"group.md": text}))
    assert not moved.faults()
    (record, *_) = moved.meetings.values()
    assert "title: '*Deep* nets & `code` with $x$, notes'\n" in record
    assert "speaker:\n  - name: Ann Roe\n    affiliation: MIT\nroom: B 12\n" in record
    assert "join:\n  url: 'https://zoom.example/j/1'\n  passcode: '1234'\n" in record
    assert record.endswith("---\n\nNote: bring a pencil.\n")
    cancelled = moved.fields("2027-03-03")
    assert (cancelled["title"], cancelled["status"]) == ("Final projects", "cancelled")
    assert moved.fields("2027-03-10")["kind"] == "holiday"


def emphasized(text: str) -> tuple[Inline, ...]:
    pieces = enumerate(re.split(r"\*", text))
    styled = (
        Styled(Style.EMPHASIS, (Text(piece),)) if number % 2 else Text(piece)
        for number, piece in pieces
    )
    return tuple(each for each in styled if each != Text(""))


WAVES = "{Waves and How to Meet Them}"


@pytest.mark.parametrize(
    ("text", "entry", "left"),
    [
        (
            "Holm, P. A., van der Aas, T., & Lie, K. (2021). Waves: slow modes. *J. of Waves*, "
            "18(2), 176–185. https://doi.org/10.5555/jmp.2021 (40 min)",
            {"year": "2021", "journal": "J. of Waves", "number": "2", "doi": "10.5555/jmp.2021"},
            " (40 min)",
        ),
        (
            "Paper: LeCun, Y., & Hinton, G. (2015). Deep nets. *Nature*, 521, 436-444.",
            {"year": "2015", "journal": "Nature", "volume": "521"},
            "",
        ),
        (
            "Section 2 in Lie, K. (2020). *A book of strings* (3rd ed.). Fjord Press.",
            {"title": "{A book of strings}", "edition": "3", "publisher": "Fjord Press"},
            "",
        ),
        (
            "Wik, N. (2019). Ports. In *Physics of harbours* (pp. 30-52). Fjord Press.",
            {"booktitle": "Physics of harbours", "pages": "30--52"},
            "",
        ),
        (
            "Doe, C. (2016). A tutorial on nets & more. https://arxiv.org/abs/1606.05908",
            {"eprint": "1606.05908", "title": "{A tutorial on nets \\& more}"},
            "",
        ),
        (
            "P. A. Holm, T. Aas, and K. Lie, “Slow modes,” *Journal of Waves*, vol. 18, no. 2, "
            "pp. 17–18, 2021.",
            {"author": "Holm, P. A. and Aas, T. and Lie, K.", "volume": "18", "pages": "17--18"},
            "",
        ),
        (
            'Holm, Pia A., and Kari Lie. "Slow Modes of a Fjord." *Journal of Waves*, vol. 18, '
            "no. 2, 2021, pp. 176–85.",
            {"author": "Holm, Pia A. and Lie, Kari", "journal": "Journal of Waves", "number": "2"},
            "",
        ),
        (
            "Holm, Pia, Tor Aas, and Kari Lie. 2021. “Slow Modes.” *Journal of Waves* 18 (2): "
            "176–85. doi:10.5555/jw.18",
            {"author": "Holm, Pia and Aas, Tor and Lie, Kari", "doi": "10.5555/jw.18"},
            "",
        ),
        (
            "Holm, Pia. 2021. *Waves and How to Meet Them*. Bergen: Fjord Press.",
            {"address": "Bergen", "publisher": "Fjord Press", "title": WAVES},
            "",
        ),
        (
            "Holm PA, Aas T, Lie K. Slow modes of a fjord. J Waves. 2021 Jun;18(2):176-85.",
            {"author": "Holm, P. A. and Aas, T. and Lie, K.", "month": "Jun", "volume": "18"},
            "",
        ),
        (
            "Pia A. Holm and Kari Lie. 2021. Slow modes. In *Proceedings of Water*. ACM, 1–10.",
            {"booktitle": "Proceedings of Water", "publisher": "ACM", "pages": "1--10"},
            "",
        ),
        (
            "Pia Holm, *Waves and How to Meet Them* (Fjord Press, 2021)",
            {"author": "Holm, Pia", "title": WAVES, "year": "2021"},
            "",
        ),
        (
            "P. Holm and Kari Lie. Slow modes. *Journal of Waves*, 18(2):1–8, March 2021.",
            {"author": "Holm, P. and Lie, Kari", "volume": "18", "number": "2", "pages": "1--8"},
            "",
        ),
        (
            "P. Holm. *Waves and How to Meet Them*. Fjord Press, 2021.",
            {"author": "Holm, P.", "title": WAVES, "publisher": "Fjord Press", "year": "2021"},
            "",
        ),
        (
            "Kari Lie. On fog. In *Proceedings of Weather*, pages 3–9. Fjord Press, 2020.",
            {"booktitle": "Proceedings of Weather", "pages": "3--9", "publisher": "Fjord Press"},
            "",
        ),
        (
            "Kari Lie (2020). Seeing fog. *Journal of Fog*, 3(2), 14–19. https://doi.org/10.1000/f",
            {"author": "Lie, Kari", "volume": "3", "number": "2", "doi": "10.1000/f"},
            "",
        ),
        (
            "Quist, R. (2021). Parallel trends. *arXiv preprint arXiv:2101.99999*.",
            {"eprint": "2101.99999", "archiveprefix": "arXiv", "title": "{Parallel trends}"},
            "",
        ),
        (
            "Lies: Wik, N., & Aas, T. (2019). *Häfen* (2. Aufl.). Hafen Verlag.",
            {"edition": "2", "publisher": "Hafen Verlag"},
            "",
        ),
    ],
)
def test_a_typed_reference_becomes_an_entry(text: str, entry: dict[str, str], left: str) -> None:
    inlines = emphasized(text)
    references = TypedReferences()
    found = references.cited(inlines)
    assert found is not None, references.kept
    (made,) = references.entries.values()
    assert entry.items() <= dict(made.fields).items()
    assert plain(found[1:]) == left
    # Nothing is lost: every word is in the entry, in what stands before it, or left behind it.
    kept = f"{made.text()} {found[0]} {left}"
    words = set(re.findall(r"[^\W_]+", text)) - {
        "In",
        "in",
        "ed",
        "3rd",
        "pp",
        "vol",
        "no",
        "https",
    }
    words -= {"PA", "Aufl", "no", "preprint"}  # which are taken apart, or say what follows
    assert words - {"doi", "org", "and", "van"} <= set(re.findall(r"[^\W_]+", kept)) | {"arxiv"}


def test_the_number_of_a_reference_stays_before_it() -> None:
    text = "[3] Holm, P. A. (2021). Slow modes. *Journal of Waves*, 18, 1-9."
    found = TypedReferences().cited(emphasized(text))
    assert found is not None
    assert plain(found) == "[3] @holm2021"


@pytest.mark.parametrize(
    "text",
    [
        "Holm, P. A., & Lie, K. (2021). Telling rock from water, (Unwritten 2021).",
        "See Holm, P. A. (2021) for more. And Lie, K. (2020). Two of them.",
        "Kirkland (2020), pp. 156-159.",
        "What did Holm, P. (2021) mean?",
        "A film (40 min)",
        # Bodies, translators and editors, and what only looks like a name.
        "United Nations, Department. 2021. *A Report*. New York: United Press.",
        'Holm, Pia. "Slow Modes." Translated by Kari Lie. *Waves*, vol. 18, 2021, pp. 1-8.',
        "Holm, Pia (ed.). *Waves*. Fjord Press, 2021.",
        "See Pia Holm, *Waves* (Fjord Press, 2021).",
        "Final Exam, *Great Hall* (Campus North, 2021)",
        # Two years, of which an entry has one.
        "Pia Holm and Kari Lie. 2021. Slow modes. *Journal of Waves* 18, 2 (2020), 176–185.",
    ],
)
def test_what_is_not_understood_stays_text(text: str) -> None:
    references = TypedReferences()
    paragraph = Paragraph(emphasized(text))
    assert references.replaced((paragraph,)) == (paragraph,)
    assert references.cited(paragraph.inlines) is None
    assert not references.entries
