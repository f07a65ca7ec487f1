"""Reads a formula as TeX would, so that TeX meets nothing in it that is not on the list."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from syllabus.diagnostics import Diagnostic, error
from syllabus.source import Span
from syllabus.writers.latex.math import commands
from syllabus.writers.latex.math.arguments import expected_value, is_plain_value, most_columns
from syllabus.writers.latex.math.commands import ENVIRONMENTS, LABEL_PREFIX, Environment
from syllabus.writers.latex.math.frames import Frame, open_environment
from syllabus.writers.latex.math.hints import hints_for
from syllabus.writers.latex.math.tokens import ENDS, MACRO_PREFIX, MAX_SIZE, Token, Tokens, unsound
from syllabus.writers.latex.math.unicode import math_character, text_characters
from syllabus.writers.latex.symbols import SUBSCRIPTS, SUPERSCRIPTS

MAX_NESTING = 40
"""Groups inside each other; TeX itself ends at 255 levels, and some groups open eight."""
MAX_FAULTS = 8
"""Faults of one formula; more are seldom anything but echoes."""

_NUMBERS = tuple("123456789")


class FormulaReader:
    """Reads one formula.

    After `read`, `faults` says what is wrong and `edits` (start, end, TeX) what is to be written
    in place of characters that are not ASCII and of the course's own commands; `labels` (start,
    end, command, name) are those it gives and uses. `parameters` is how many `#n` it may use.
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
        self._span = span
        self._display = display
        self._parameters = parameters
        for code, message, token in unsound(text):
            self._fault(code, message, token)
        self._tokens = Tokens("" if self.faults else text, macros)
        self._frames = [Frame("formula", Token("", 0, 0))]

    def read(self) -> None:
        """Read it all, or as much as there is sense in."""
        tokens = self._tokens
        while tokens and len(self.faults) < MAX_FAULTS:
            token = tokens.pop()
            frame = self._frames[-1]
            if token.is_space:
                frame.superscript = frame.superscript and "closed"
                continue
            tokens.size += frame.cost
            if not (frame.wanted and self._argument(token)):
                self._item(token)
            if tokens.size > MAX_SIZE or len(self._frames) > MAX_NESTING:
                what = "goes on too long" if tokens.size > MAX_SIZE else "is nested too deep"
                self._fault("math-size", f"this formula {what} for TeX", token)
                return
        if len(self.faults) < MAX_FAULTS:
            frame = self._frames[-1]
            self._end_arguments(frame, Token("", len(self.text), len(self.text)))
            for frame in self._frames[1:]:
                self._unclosed(frame)

    def _fault(self, code: str, message: str, token: Token, *hints: str) -> None:
        place = None if self._span is None else self._span.part(token.start, token.end)
        self.faults.append(error(code, message, place, *hints))

    # --- arguments ---

    def _argument(self, token: Token) -> bool:
        """Give the token to the command that waits for it; False if it stands by itself."""
        frame = self._frames[-1]
        text = token.text
        while frame.wanted and frame.wanted[0] in commands.OPTIONAL_ARGUMENTS:
            kind, frame.wanted = frame.wanted[0], frame.wanted[1:]
            if text == ("*" if kind == "*" else "["):
                if kind != "*":
                    self._optional(kind, token, frame)
                return True
        if not frame.wanted:
            return False
        kind = frame.wanted[0]
        if text in ENDS and not (kind == "D" and text != "}"):
            self._end_arguments(frame, token)
            return False
        if self._tokens.is_macro(token) and (kind == "f" or kind in commands.PLAIN_ARGUMENTS):
            self._expand(token)
            return True
        if kind == "f" and text == r"\ensuremath" and self._tokens.peek() == "{":
            taken = self._until("}", self._tokens.pop())
            self._tokens.put_back(*(taken or ()))
            return True
        if text != "{" and (kind == "I" or kind not in commands.PLAIN_ARGUMENTS):
            return self._single(kind, token, frame)
        frame.wanted = frame.wanted[1:]
        if kind in commands.PLAIN_ARGUMENTS:
            self._plain(kind, token, frame)
        else:
            self._group(kind, token, frame)
        return True

    def _end_arguments(self, frame: Frame, token: Token) -> None:
        if frame.wanted.strip("".join(commands.OPTIONAL_ARGUMENTS)):
            message = f"'{frame.asker}' lacks an argument"
            place = Token("", max(token.start - 1, 0), token.end)
            self._fault("math-argument", message, place, "put what it applies to in braces")
        frame.wanted = ""

    def _expand(self, token: Token) -> None:
        if token.own:
            self.edits.append((token.start, token.end, f"\\{MACRO_PREFIX}{token.text[1:]}"))
        if not self._tokens.expand(token):
            self._fault("math-argument", f"'{token.text}' lacks an argument", token)

    def _until(self, closer: str, opener: Token) -> list[Token] | None:
        taken = self._tokens.take_until(closer)
        if taken is None:
            self._fault("math-unbalanced", f"'{opener.text}' has no '{closer}'", opener)
        return taken

    def _group(self, kind: str, token: Token, frame: Frame) -> None:
        cost = frame.cost * frame.asker_cost
        if kind == "q" and self._tokens.peek()[1:] not in commands.OPERATORS:
            message = f"'{frame.asker}' needs an operator such as '\\sum' here"
            self._fault("math-argument", message, token)
        name = {"r": "rows", "o": "index"}.get(kind, "")
        self._frames.append(Frame("group", token, kind in "tb", cost, name))

    def _optional(self, kind: str, token: Token, frame: Frame) -> None:
        taken = self._until("]", token)
        if taken is None:
            return
        if kind != "o":
            self._check_plain(kind, taken, token)
            return
        if frame.asker == r"\sqrt":
            frame.asker_cost = commands.INDEXED_ROOT_COST
        self._tokens.put_back(*taken, token.instead("}"))
        self._group(kind, token, frame)

    def _plain(self, kind: str, token: Token, frame: Frame) -> None:
        braced = token.text == "{" and kind != "D"
        taken = self._until("}", token) if braced else [token]
        good = taken is not None and self._check_plain(kind, taken, token)
        value = "".join(part.text for part in taken or ())
        if good and kind == "I" and token.own:
            place = (token.end, token.end + len(value))
            self.edits.append((*place, LABEL_PREFIX + value.strip()))
            self.labels.append((*place, frame.asker, value))
        if good and frame.kind == "environment" and frame.columns == 0:
            frame.columns = most_columns(kind, value)

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

    def _single(self, kind: str, token: Token, frame: Frame) -> bool:
        """Take an argument that is one token, without braces."""
        text = token.text
        name = text[1:] if text[0] == "\\" else ""
        macro = self._tokens.is_macro(token)
        if macro and not self._tokens.parameters(token):
            self._tokens.put_back(token.instead("{"), token, token.instead("}"))
            return True
        takes = commands.TEXT_ARGUMENTS if kind == "t" else commands.ARGUMENTS
        refused = (
            macro
            or takes.get(name)
            or name in commands.PLACED
            or text in ("^", "_", "'", "~", r"\left", r"\begin", r"\(")
            or text[0] in SUPERSCRIPTS
            or text[0] in SUBSCRIPTS
        )
        if kind == "f":
            refused = (refused and name not in commands.FIELDS) or name in commands.NO_FIELDS
        if refused or kind in "bI" or (kind == "q" and name not in commands.OPERATORS):
            message = f"'{text}' needs braces around it after '{frame.asker}'"
            self._fault("math-argument", message, token, f"write '{frame.asker}{{{text} …}}'")
            frame.wanted = ""
            return False
        frame.wanted = frame.wanted[1:]
        if not text.isascii():
            self._character(token, text_mode=kind == "t", braces=True)
            return True
        mode, frame.text_mode = frame.text_mode, kind == "t"
        self._read(token, frame, fresh=False)
        frame.text_mode = mode
        return True

    # --- what stands by itself ---

    def _item(self, token: Token) -> None:
        frame = self._frames[-1]
        fresh, frame.fresh = frame.fresh, False
        if frame.holds_displays and token.text not in (r"\begin", r"\end", r"\label"):
            self._stray(token, frame)
        elif frame.text_mode or not self._script(token, frame):
            self._read(token, frame, fresh=fresh)

    def _stray(self, token: Token, frame: Frame) -> None:
        if "stray" not in frame.marked:
            message = f"'{frame.name}' has displayed formulas and a '\\label' in it, nothing else"
            self._fault("math-environment", message, token)
        frame.marked |= {"stray"}

    def _script(self, token: Token, frame: Frame) -> bool:
        is_script, fault = frame.script(token.text)
        if fault is not None:
            self._fault("math-script", fault, token, "use braces to say what belongs together")
        if token.text in ("^", "_"):
            frame.wanted, frame.asker, frame.asker_cost = "f", token.text, 1
        elif is_script and not token.text.isascii():
            self._character(token, text_mode=False)
        return is_script

    def _read(self, token: Token, frame: Frame, *, fresh: bool) -> None:
        text = token.text
        if text[0] == "\\":
            self._command(token, frame, fresh=fresh)
        elif text == "{":
            self._frames.append(Frame("group", token, frame.text_mode, frame.cost))
        elif text == "}":
            self._close("group", "", token)
        elif text == "$":
            self._dollar(token, frame, fresh=fresh)
        elif text == "&":
            self._cell(token, frame)
        elif text == "#" and self._tokens.peek() in _NUMBERS[: self._parameters]:
            self._tokens.pop()
        elif not text.isascii() or (text == '"' and frame.text_mode):
            self._character(token, text_mode=frame.text_mode)
        elif not text.isalnum() and text not in commands.SIGNS[frame.text_mode]:
            self._refuse(token)

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
        elif token.own:
            written = f"{{{written}}}" if braces else written
            self.edits.append((token.start, token.end, written))

    def _command(self, token: Token, frame: Frame, *, fresh: bool) -> None:
        name = token.text[1:].replace("\n", " ").replace("\t", " ")
        takes = commands.TEXT_ARGUMENTS if frame.text_mode else commands.ARGUMENTS
        allowed = commands.TEXT_COMMANDS if frame.text_mode else commands.COMMANDS
        if name in ("(", ")"):
            self._dollar(token, frame, fresh=fresh)
        elif self._tokens.is_macro(token):
            self._expand(token)
        elif name == "\\" and not frame.text_mode:
            self._row(token, frame)
        elif name in ("left", "right", "middle") and not frame.text_mode:
            self._delimiter(token, frame)
        elif name in ("begin", "end") and not frame.text_mode:
            self._environment(token, frame, fresh=fresh)
        elif name not in allowed:
            where = "in text inside a formula" if frame.text_mode else "in a formula"
            message = f"'{token.text}' cannot be used {where}" if name else r"found a lone '\'"
            hints = hints_for(name, allowed, self._tokens.macros)
            self._fault("math-command", message, token, *hints)
        else:
            placed = frame.takes(name, display=self._display, fresh=fresh)
            if name in commands.PLACED and not placed:
                self._fault("math-command", f"'{token.text}' cannot be used in this place", token)
            if name in takes:
                frame.wanted = takes[name] + frame.wanted
                frame.asker = token.text
                frame.asker_cost = 1 if frame.text_mode else commands.COST.get(name, 1)

    # --- what opens and closes ---

    def _close(self, kind: str, name: str, token: Token) -> None:
        for depth in range(len(self._frames) - 1, 0, -1):
            frame = self._frames[depth]
            if (frame.kind, frame.name if kind == "environment" else "") == (kind, name):
                for inner in self._frames[depth + 1 :]:
                    self._unclosed(inner)
                del self._frames[depth:]
                return
        closes = f"\\end{{{name}}}" if kind == "environment" else token.text
        opens = {"group": "{", "left": r"\left"}.get(kind, closes.replace("end", "begin", 1))
        self._fault("math-unbalanced", f"'{closes}' has no '{opens}'", token)

    def _unclosed(self, frame: Frame) -> None:
        if not frame.is_unknown:
            message = f"'{frame.opener}' has no '{frame.closer}'"
            self._fault("math-unbalanced", message, frame.token)

    def _dollar(self, token: Token, frame: Frame, *, fresh: bool) -> None:
        r"""Read `$`, `\(` or `\)`: math inside text inside a formula."""
        opener = r"\(" if token.text == r"\)" else token.text
        if frame.text_mode and token.text == opener:
            self._frames.append(Frame("inner", token, cost=frame.cost))
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
            self._frames.append(Frame("left", token, cost=frame.cost))
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
            placed = alone or (frame.holds_displays and not environment.holds)
            if (environment.display and not placed) or (name == "split" and not self._display):
                what = "be only a displayed formula by itself"
                message = f"'{name}' can {what if environment.display else 'not stand inline'}"
                self._fault("math-environment", message, place)
            elif frame.holds_displays and known and not environment.display:
                self._stray(place, frame)
            self._frames.append(open_environment(name, environment, token, frame.cost))
        elif around is not None and (not known or around.is_unknown):
            self._close("environment", around.name, place)  # of the two names one is mistyped
        elif known:
            self._close("environment", name, place)
            ends = environment.display and not self._frames[-1].holds_displays
            after = self._tokens.pop_visible() if ends else None
            if after is not None:
                self._fault("math-environment", f"nothing can follow a displayed '{name}'", after)

    def _cell(self, token: Token, frame: Frame) -> None:
        frame.column += 1
        frame.fresh = True
        if frame.kind != "environment":
            message = "'&' is outside the cells of an environment"
            self._fault("math-alignment", message, token, r"write '\&' to print it")
        elif frame.columns is not None and frame.column == frame.columns + 1:
            message = f"'{frame.name}' has {frame.columns} columns here, this is one more"
            self._fault("math-alignment", message, token)

    def _row(self, token: Token, frame: Frame) -> None:
        if not frame.has_rows:
            message = r"'\\' is inside a group, where no line can end"
            self._fault("math-alignment", message, token)
            return
        frame.end_row()
        if self._tokens.peek() == "*":
            self._tokens.pop()
        skip = frame.name in commands.SPACES_BEFORE_BRACKET or frame.kind == "formula"
        bracket = self._tokens.pop_visible() if skip or self._tokens.peek() == "[" else None
        if bracket is not None and bracket.text != "[":
            self._tokens.put_back(bracket)
        elif bracket is not None and (taken := self._until("]", bracket)) is not None:
            self._check_plain("H", taken, bracket)
