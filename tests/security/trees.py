"""Random texts: trees of all that CommonMark has, and lines of whatever can be printed."""

from __future__ import annotations

import random
from collections.abc import Callable

from syllabus.writers.latex.characters import NATIVE

DEEPEST = 7


class Grower:
    """Grows Markdown; every word it writes is unique and noted in `words`."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words: list[str] = []

    def word(self) -> str:
        letters = [self.random.choice("bcdfghjklmnpqrstvwxz") for _ in range(3)]
        self.words.append(f"{''.join(letters)}{len(self.words)}")
        return self.words[-1]

    def inline(self, depth: int = 0) -> str:
        kinds: list[Callable[[], str]] = [self.word, lambda: f"`{self.word()}`", self.formula]
        if depth < 4:
            kinds += [
                lambda: f"*{self.inline(depth + 1)}*",
                lambda: f"**{self.inline(depth + 1)}**",
                lambda: f"~~{self.word()}~~",
                lambda: f"[{self.word()} `{self.word()}`](https://example.org/a_b%20c?d=#e)",
                lambda: f"{self.word()}\\\n{self.word()}",
                lambda: f"{self.word()}\n{self.word()}",
                lambda: f"“{self.word()}” -- & % # _ \\$ ~ ^ {{}} \\\\",
                lambda: "![a dot](dot.png)",
            ]
        return " ".join(self.random.choice(kinds)() for _ in range(self.random.randint(1, 3)))

    def formula(self) -> str:
        return self.random.choice(("$x^2$", r"$\frac{a}{b}$", r"$\text{for all } x$"))

    def blocks(self, depth: int = 0) -> str:
        count = self.random.randint(1, 3 if depth < 3 else 1)
        return "\n\n".join(self.block(depth) for _ in range(count))

    def block(self, depth: int) -> str:
        leaves: list[Callable[[], str]] = [
            self.inline,
            self.code,
            self.display,
            self.table,
            lambda: "***",
        ]
        leaves += [lambda: f"{'#' * self.random.randint(4, 6)} {self.word()} *{self.word()}*"]
        nests = [self.quotation, self.bullets, self.numbers]
        if depth < DEEPEST and self.random.random() < 0.75:
            return self.random.choice(nests)(depth)
        return self.random.choice(leaves)()

    def quotation(self, depth: int) -> str:
        return _indented("> ", "> ", self.blocks(depth + 1))

    def bullets(self, depth: int) -> str:
        sign = self.random.choice("-*+")
        return self._items(depth, lambda number: f"{sign} ")

    def numbers(self, depth: int) -> str:
        start = self.random.choice((0, 1, 1, 25, 99, 999_999_990))
        return self._items(depth, lambda number: f"{start + number}. ")

    def _items(self, depth: int, mark: Callable[[int], str]) -> str:
        gap = self.random.choice(("\n", "\n\n"))
        return gap.join(
            _indented(mark(number), " " * len(mark(number)), self.blocks(depth + 1))
            for number in range(self.random.randint(1, 3))
        )

    def code(self) -> str:
        return f"```sh\n{self.word()}  --a\n\n\t$ {self.word()}\n```"

    def display(self) -> str:
        return self.random.choice(
            ("$$\nx = y\n$$", "$$\n\\begin{align}\na &= b \\\\ c &= d\n\\end{align}\n$$")
        )

    def table(self) -> str:
        rows = [f"| {self.word()} | `{self.word()}` |" for _ in range(self.random.randint(1, 3))]
        return "\n".join((f"| {self.word()} | {self.word()} |", "|:--|--:|", *rows))


def _indented(first: str, rest: str, text: str) -> str:
    head, *lines = text.split("\n")
    return "\n".join((first + head, *(rest + line if line else rest.rstrip() for line in lines)))


def printable_lines(seed: int, count: int) -> list[str]:
    """Return lines of printable characters that pdfLaTeX's own fonts have, ASCII more often."""
    chance = random.Random(seed)
    ascii_signs = [chr(code) for code in range(33, 127)]
    others = sorted(sign for sign in NATIVE if sign.isprintable() and sign.isalpha())

    def word() -> str:
        signs = ascii_signs if chance.random() < 0.8 else others
        return "".join(chance.choice(signs) for _ in range(chance.randint(1, 8)))

    return [" ".join(word() for _ in range(chance.randint(1, 5))) for _ in range(count)]
