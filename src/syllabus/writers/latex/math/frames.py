"""What is open while a formula is read, and what may stand in it."""

from __future__ import annotations

from dataclasses import dataclass

from syllabus.writers.latex.math.commands import ENVIRONMENTS, OPERATORS, Environment
from syllabus.writers.latex.math.tokens import Token
from syllabus.writers.latex.symbols import PRIMES, SUBSCRIPTS, SUPERSCRIPTS

_LIMITS = frozenset((r"\limits", r"\nolimits", r"\displaylimits"))
_TAGGED_ONCE = ("multline", "equation", "displaymath")


@dataclass(repr=False, eq=False, slots=True)
class Frame:
    r"""The formula, a group, `\left…\right`, an environment, or math inside text.

    `wanted` are the arguments that `asker` still waits for; TeX sets each of them `asker_cost`
    times. `fresh` says that nothing was read since the frame or its cell began; `marked` says
    which of `\tag` and `\label` its line has; `last` is the last command, if it was not followed by
    anything but scripts. `alphabet` is that of the letters (see `alphabets`), `outer_alphabet`
    that of a new cell. `divided` says that it has one of TeX's old fractions, `line_end` is what
    ended its last line.
    """

    kind: str
    token: Token
    text_mode: bool = False
    cost: int = 1
    name: str = ""
    columns: int | None = 1
    column: int = 1
    row: int = 1
    fresh: bool = True
    marked: frozenset[str] = frozenset()
    wanted: str = ""
    asker: str = ""
    asker_cost: int = 1
    superscript: str = ""
    subscript: bool = False
    last: str = ""
    alphabet: str = ""
    outer_alphabet: str = ""
    is_script: bool = False
    divided: bool = False
    line_end: Token | None = None

    @property
    def has_rows(self) -> bool:
        r"""Whether a line of it can be ended by `\\`."""
        return self.kind in ("formula", "environment") or self.name == "rows" or self.is_script

    @property
    def opener(self) -> str:
        """What it was opened by."""
        return self.token.text + (f"{{{self.name}}}" if self.kind == "environment" else "")

    @property
    def closer(self) -> str:
        """What would close it."""
        closers = {"group": "}", "left": r"\right", "environment": f"\\end{{{self.name}}}"}
        return closers.get(self.kind, {"$": "$"}.get(self.token.text, r"\)"))

    @property
    def is_unknown(self) -> bool:
        """Whether it is an environment that no formula can use."""
        return self.kind == "environment" and self.name not in ENVIRONMENTS

    @property
    def is_display(self) -> bool:
        """Whether it is an environment that is a displayed formula itself."""
        known = ENVIRONMENTS.get(self.name) if self.kind == "environment" else None
        return known is not None and known.display

    @property
    def holds_displays(self) -> bool:
        """Whether it is an environment that has displayed formulas in it and nothing else."""
        known = ENVIRONMENTS.get(self.name) if self.kind == "environment" else None
        return known is not None and known.holds

    def end_row(self) -> None:
        """Begin a new line."""
        self.row, self.column, self.fresh, self.divided = self.row + 1, 1, True, False
        if self.kind == "environment":
            self.alphabet = self.outer_alphabet
        if (self.is_display or self.kind == "formula") and not self.name.startswith(_TAGGED_ONCE):
            self.marked = frozenset()

    def script(self, text: str) -> tuple[bool, str | None]:
        """Count superscripts and subscripts as TeX does.

        Returns whether the token was one of them, and what is wrong with it.
        """
        prime = text == "'" or text in PRIMES
        if prime or text == "^" or text[0] in SUPERSCRIPTS:
            again = self.superscript == "closed"
            self.superscript = "prime" if prime else "closed"
            return True, "this is a second superscript" if again else None
        if text == "_" or text[0] in SUBSCRIPTS:
            again, self.subscript = self.subscript, True
            self.superscript = self.superscript and "closed"
            return True, "this is a second subscript" if again else None
        if text not in _LIMITS:
            self.superscript, self.subscript, self.last = "", False, text[1:]
        return False, None

    def takes(self, name: str, *, display: bool, fresh: bool) -> bool:
        """Tell whether a command of `commands.PLACED` may be used here."""
        if self.is_unknown:
            return True
        match name:
            case "over" | "atop" | "choose" | "brace" | "brack":
                again, self.divided = self.divided, True
                self.superscript, self.subscript = "", False
                return not (again or fresh or self.text_mode or self.name in ("index", "rows"))
            case "leftroot" | "uproot":
                return self.name == "index"
            case "limits" | "nolimits" | "displaylimits":
                return self.last in OPERATORS
            case "hline" | "cline":
                self.fresh = fresh
                return self.name == "array" and fresh and self.column == 1
            case "multicolumn":
                return self.name == "array" and fresh
            case "hdotsfor":
                return self.name.endswith("matrix") and self.name != "smallmatrix" and fresh
            case "intertext":
                once = self.name.startswith(_TAGGED_ONCE)
                return self.is_display and not once and fresh and self.column == 1 < self.row
            case "shoveleft" | "shoveright":
                return self.name.startswith("multline") and fresh
            case "tag" | "label":
                again, self.marked = name in self.marked, self.marked | {name}
                allowed = self.is_display and self.name != "xxalignat"
                return (allowed or (self.kind == "formula" and display)) and not again
            case "raisetag":
                return self.is_display
            case "displaybreak":
                return self.is_display and not self.name.startswith("eqnarray")
            case _:
                return display


def is_raised(text: str) -> bool:
    """Tell whether a token is a superscript, or begins one."""
    return text in ("^", "'") or text in PRIMES or text[0] in SUPERSCRIPTS


def open_environment(name: str, environment: Environment, token: Token, cost: int) -> Frame:
    """Return what is open after an environment's name, before its arguments."""
    return Frame(
        "environment",
        token,
        cost=cost,
        name=name,
        columns=environment.columns,
        wanted=environment.arguments,
        asker=f"\\begin{{{name}}}",
    )
