"""What a formula opens and closes: groups, delimiters, environments, their cells and lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from syllabus.diagnostics import Diagnostic, error
from syllabus.source import Span
from syllabus.writers.latex.math import commands
from syllabus.writers.latex.math.alphabets import instead_of, lacks
from syllabus.writers.latex.math.arguments import expected_value, is_plain_value
from syllabus.writers.latex.math.commands import ENVIRONMENTS, Environment
from syllabus.writers.latex.math.frames import Frame, open_environment
from syllabus.writers.latex.math.hints import hints_for
from syllabus.writers.latex.math.tokens import Token, Tokens, unsound
from syllabus.writers.latex.math.unicode import math_character, text_characters

_DISPLAYED = "write '$$' before and behind it, as a paragraph of its own"


def _closed_by(closer: str) -> str:
    return f"write '{closer}' where it ends"


class StructureReader:
    """Reads what of a formula opens and closes; `FormulaReader` reads the rest.

    After `read`, `faults` says what is wrong and `edits` (start, end, TeX) what is to be written
    in place of characters that are not ASCII and of the course's own commands; `labels` (start,
    end, command, name) are those it gives and uses; `commas` is where those end that stand in no
    group. `parameters` is how many `#n` it may use.
    """

    def __init__(
        self,
        text: str,
        macros: Mapping[str, str],
        span: Span | None,
        *,
        display: bool,
        parameters: int = 0,
    ) -> None:
        self.text = text
        self.faults: list[Diagnostic] = []
        self.edits: list[tuple[int, int, str]] = []
        self.labels: list[tuple[int, int, str, str]] = []
        self.commas: list[int] = []
        self._span = span
        self._display = display
        self._parameters = parameters
        for code, message, token in unsound(text):
            self._fault(code, message, token)
        self._tokens = Tokens("" if self.faults else text, macros)
        self._frames = [Frame("formula", Token("", 0, 0))]

    def lines(self) -> int:
        """Return how many lines a formula that was read has by itself, not in an environment.

        If the last of them is empty, it is not counted, and `edits` leave it out.
        """
        whole = self._frames[0]
        end = whole.line_end
        if end is None or not whole.fresh:
            return whole.row
        if end.own:
            self.edits.append((end.start, len(self.text.rstrip()), ""))
        return whole.row - 1

    def _fault(self, code: str, message: str, token: Token, *hints: str) -> None:
        place = None if self._span is None else self._span.part(token.start, token.end)
        self.faults.append(error(code, message, place, *hints))

    def _open(
        self,
        kind: str,
        token: Token,
        text_mode: bool = False,
        cost: int = 1,
        name: str = "",
        alphabet: str | None = None,
    ) -> None:
        """Open a group or the like, in the alphabet of what is around it if it says nothing."""
        inherited = self._frames[-1].alphabet if alphabet is None else alphabet
        frame = Frame(kind, token, text_mode, cost, name, alphabet=inherited)
        self._frames.append(frame)

    def _look_up(self, token: Token, written: str, frame: Frame) -> None:
        """Report a letter that the alphabet of its place lacks."""
        known = lacks(written, frame.alphabet)
        if known is not None:
            message = f"'\\{frame.alphabet}' has no '{token.text}', only {known}"
            self._fault(
                "math-character", message, token, "put its braces around those letters alone"
            )

    def _until(self, closer: str, opener: Token) -> list[Token] | None:
        taken = self._tokens.take_until(closer)
        if taken is None:
            message = f"'{opener.text}' has no '{closer}'"
            self._fault("math-unbalanced", message, opener, _closed_by(closer))
        return taken

    def _check_plain(self, kind: str, taken: list[Token], token: Token) -> bool:
        value = "".join(part.text for part in taken).strip()
        if kind in commands.DELIMITER_ARGUMENTS and len(taken) == 1 and not value.isascii():
            self._character(taken[0], text_mode=False)
            value = (math_character(value) or "").strip()
        if is_plain_value(kind, value):
            return True
        found = taken or [token]
        message = f"expected {expected_value(kind)}, found '{value}'"
        self._fault("math-argument", message, Token("", found[0].start, found[-1].end))
        return False

    def _stray(self, token: Token, frame: Frame) -> None:
        if "stray" not in frame.marked:
            message = f"'{frame.name}' has displayed formulas and a '\\label' in it, nothing else"
            self._fault("math-environment", message, token)
        frame.marked |= {"stray"}

    def _refuse(self, token: Token) -> None:
        text = token.text
        name = f"'{text}'" if text.isprintable() else f"U+{ord(text[0]):04X}"
        hints = (f"write '\\{text}' to print it",) if text in tuple("%#&_$") else ()
        self._fault("math-character", f"{name} cannot be used here in a formula", token, *hints)

    def _character(self, token: Token, *, text_mode: bool, braces: bool = False) -> None:
        text = unicodedata.normalize("NFC", token.text)
        written = text_characters(text) if text_mode else math_character(text)
        if written is None:
            self._refuse(token)
            return
        if not text_mode:
            frame = self._frames[-1]
            written = instead_of(written.strip(), frame.alphabet) or written
            self._look_up(token, written.strip(), frame)
        if token.own:
            written = f"{{{written}}}" if braces else written
            self.edits.append((token.start, token.end, written))

    def _close(self, kind: str, name: str, token: Token) -> None:
        for depth in range(len(self._frames) - 1, 0, -1):
            frame = self._frames[depth]
            if (frame.kind, frame.name if kind == "environment" else "") == (kind, name):
                for inner in self._frames[depth + 1 :]:
                    self._unclosed(inner)
                if kind == "group":
                    self._end_group(frame, token)
                del self._frames[depth:]
                return
        closes = f"\\end{{{name}}}" if kind == "environment" else token.text
        opens = {"group": "{", "left": r"\left"}.get(kind, closes.replace("end", "begin", 1))
        hint = f"write '{opens}' before it, or delete it"
        self._fault("math-unbalanced", f"'{closes}' has no '{opens}'", token, hint)

    def _end_group(self, frame: Frame, token: Token) -> None:
        r"""Write what TeX needs for lines in a script and for old fractions in an argument."""
        if frame.divided and frame.line_end:
            self._fault("math-alignment", r"'\\' cannot end a line of a fraction", frame.line_end)
        elif frame.token.own and token.own and (frame.divided or frame.line_end):
            opening = "{" if frame.divided else r"\substack{"
            self.edits.append((frame.token.end, frame.token.end, opening))
            self.edits.append((token.start, token.start, "}"))

    def _unclosed(self, frame: Frame) -> None:
        if not frame.is_unknown:
            message = f"'{frame.opener}' has no '{frame.closer}'"
            self._fault("math-unbalanced", message, frame.token, _closed_by(frame.closer))

    def _dollar(self, token: Token, frame: Frame, *, fresh: bool) -> None:
        r"""Read `$`, `\(` or `\)`: math inside text inside a formula."""
        opener = r"\(" if token.text == r"\)" else token.text
        if frame.text_mode and token.text == opener:
            self._open("inner", token, cost=frame.cost, alphabet="")
        elif frame.kind != "inner" or frame.token.text != opener or token.text == r"\(":
            message = f"'{token.text}' cannot be used inside a formula"
            self._fault("math-character", message, token)
        else:
            self._frames.pop()
            if fresh:
                self._fault("math-empty", "this formula is empty", token)

    def _delimiter(self, token: Token, frame: Frame) -> None:
        if token.text == r"\right":
            self._close("left", "", token)
        elif token.text == r"\left":
            self._open("left", token, cost=frame.cost)
        elif frame.kind != "left":
            self._fault("math-unbalanced", r"'\middle' is outside '\left…\right'", token)
        asking = self._frames[-1]
        asking.wanted, asking.asker = "D" + asking.wanted, token.text

    def _environment(self, token: Token, frame: Frame, *, fresh: bool) -> None:
        brace = self._tokens.pop_visible()
        if brace is None or brace.text != "{":
            self._fault("math-argument", f"'{token.text}' lacks a name in braces", token)
            return
        taken = self._until("}", brace)
        if taken is None:
            return
        name = "".join(part.text for part in taken)
        place = Token(token.text, token.start, brace.end + len(name) + 1)
        begins, known = token.text == r"\begin", name in ENVIRONMENTS
        environment = ENVIRONMENTS.get(name, Environment())
        around = next((each for each in self._frames[::-1] if each.kind == "environment"), None)
        if not known and (begins or around is None or around.name != name):
            message = f"'{name}' is not an environment that a formula can use"
            self._fault("math-environment", message, place, *hints_for(name, ENVIRONMENTS, mark=""))
        if begins:
            alone = frame.kind == "formula" and self._display and fresh and frame.row == 1
            in_gather = frame.name in ("gather", "gather*") and fresh and name in commands.IN_GATHER
            placed = alone or in_gather or (frame.holds_displays and not environment.holds)
            if (environment.display and not placed) or (name == "split" and not self._display):
                what = "be only a displayed formula by itself"
                message = f"'{name}' can {what if environment.display else 'not stand inline'}"
                inside = frame.kind == "environment"
                hints = hints_for(name, mark="") if inside else (_DISPLAYED,)
                self._fault("math-environment", message, place, *hints)
            elif frame.holds_displays and known and not environment.display:
                self._stray(place, frame)
            opened = open_environment(name, environment, token, frame.cost)
            opened.alphabet = opened.outer_alphabet = frame.alphabet
            self._frames.append(opened)
        elif around is not None and (not known or around.is_unknown):
            self._close("environment", around.name, place)  # of the two names one is mistyped
        elif known:
            self._close("environment", name, place)
            ends = environment.display and not self._frames[-1].holds_displays
            after = self._tokens.pop_visible() if ends else None
            if after is not None and after.text in (r"\\", r"\end") and len(self._frames) > 1:
                self._tokens.put_back(after)
            elif after is not None:
                self._fault("math-environment", f"nothing can follow a displayed '{name}'", after)

    def _cell(self, token: Token, frame: Frame) -> None:
        frame.column += 1
        frame.fresh = True
        frame.alphabet, frame.divided = frame.outer_alphabet, False
        if frame.kind != "environment":
            message = "'&' is outside the cells of an environment"
            hint = r"put the lines between '\begin{aligned}' and '\end{aligned}'"
            if frame.kind != "formula" or not self._display:
                hint = r"write '\&' to print it"
            self._fault("math-alignment", message, token, hint)
        elif frame.columns is not None and frame.column == frame.columns + 1:
            message = f"'{frame.name}' has {frame.columns} columns here, this is one more"
            self._fault("math-alignment", message, token)

    def _row(self, token: Token, frame: Frame) -> None:
        if not frame.has_rows or (frame.is_script and not of_one_text(frame.token, token)):
            message = r"'\\' is inside a group, where no line can end"
            hint = r"put the lines between '\begin{gathered}' and '\end{gathered}'"
            self._fault("math-alignment", message, token, hint)
            return
        divided = frame.divided
        frame.end_row()
        frame.divided = divided and (frame.is_script or not self._display)
        if frame.is_script or frame.kind == "formula":
            frame.line_end = token
        end = token.end
        if self._tokens.peek() == "*":
            end = self._tokens.pop().end
        skip = frame.name in commands.SPACES_BEFORE_BRACKET or frame.kind == "formula"
        bracket = self._tokens.pop_visible() if skip or self._tokens.peek() == "[" else None
        if bracket is not None and bracket.text != "[":
            self._tokens.put_back(bracket)
        elif bracket is not None and (taken := self._until("]", bracket)) is not None:
            self._check_plain("H", taken, bracket)
            end = self._tokens.closed_at
        if frame.kind == "formula" and not self._display and token.own:
            self.edits.append((token.start, end, r"\hfil\penalty-10000 "))  # in a table, too


def of_one_text(opener: Token, inside: Token) -> bool:
    """Tell whether what stands in a group can be written as it needs: see `_end_group`.

    A macro's definition has been written where it was defined, without what it is given.
    """
    return opener.own or opener.origin == inside.origin
