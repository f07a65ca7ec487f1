"""Reads a formula as TeX would, so that TeX meets nothing in it that is not on the list."""

from __future__ import annotations

import unicodedata

from syllabus.on_demand import pattern
from syllabus.writers.latex.math import commands
from syllabus.writers.latex.math.alphabets import alphabet_after, instead_of
from syllabus.writers.latex.math.arguments import most_columns
from syllabus.writers.latex.math.commands import LABEL_PREFIX
from syllabus.writers.latex.math.frames import Frame, is_raised
from syllabus.writers.latex.math.hints import hints_for
from syllabus.writers.latex.math.shorthands import SHORTHANDS, Arguments, Unreadable, write_out
from syllabus.writers.latex.math.structure import StructureReader, of_one_text
from syllabus.writers.latex.math.tokens import ENDS, MACRO_PREFIX, MAX_SIZE, Token
from syllabus.writers.latex.symbols import SUBSCRIPTS, SUPERSCRIPTS

MAX_NESTING = 40
"""Groups inside each other; TeX itself ends at 255 levels, and some groups open eight."""
MAX_FAULTS = 8
"""Faults of one formula; more are seldom anything but echoes."""

_NUMBERS = tuple("123456789")
_NEAR = 60
_LAST_NAME = pattern(r"\\([A-Za-z]+)\Z")
_LAST_BOX = pattern(
    r"(?:[^\x00-\x7f]+|\\[A-Za-z]+\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|\{\\text\{[^{}]*\}\})\Z"
)
_ACCENTED = pattern(r"[A-Z][\u0300-\u036f]|\\AA(?![A-Za-z])")


class FormulaReader(StructureReader):
    """Reads one formula, see `StructureReader` for what it takes and gives."""

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

    def written(self) -> str:
        """Return the formula with its edits made."""
        pieces: list[str] = []
        done = 0
        for start, end, replacement in sorted(set(self.edits)):
            pieces += (self.text[done:start], replacement)
            done = end
        return "".join((*pieces, self.text[done:]))

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

    def _group(self, kind: str, token: Token, frame: Frame) -> None:
        cost = frame.cost * frame.asker_cost
        if kind == "q" and self._tokens.peek()[1:] not in commands.OPERATORS:
            message = f"'{frame.asker}' needs an operator such as '\\sum' here"
            self._fault("math-argument", message, token)
        name = {"r": "rows", "o": "index"}.get(kind, "")
        alphabet = alphabet_after(frame.asker[1:], frame.alphabet)
        self._open("group", token, kind in "tb", cost, name, alphabet)
        self._frames[-1].is_script = frame.asker in ("^", "_") and kind == "f"

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
            or name in SHORTHANDS
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
        mode, alphabet = frame.text_mode, frame.alphabet
        frame.text_mode = kind == "t"
        frame.alphabet = alphabet_after(frame.asker[1:], alphabet)
        self._read(token, frame, fresh=False)
        frame.text_mode, frame.alphabet = mode, alphabet
        return True

    # --- what stands by itself ---

    def _item(self, token: Token) -> None:
        frame = self._frames[-1]
        fresh, frame.fresh = frame.fresh, False
        if frame.holds_displays and token.text not in (r"\begin", r"\end", r"\label"):
            self._stray(token, frame)
        elif frame.text_mode or not self._script(token, frame):
            self._read(token, frame, fresh=fresh)

    def _script(self, token: Token, frame: Frame) -> bool:
        is_script, fault = frame.script(token.text)
        if fault is not None:
            self._fault(
                "math-script",
                fault,
                token,
                "use braces to say what belongs together: x_{12}, {x_1}_2",
            )
        if is_script and token.own and is_raised(token.text) and self._is_high(token.start):
            self.edits.append((token.start, token.start, "{}"))
        if token.text in ("^", "_"):
            frame.wanted, frame.asker, frame.asker_cost = "f", token.text, 1
        elif is_script and not token.text.isascii():
            self._character(token, text_mode=False)
        return is_script

    def _is_high(self, end: int) -> bool:
        """Tell whether a letter with an accent, such as Å, is what a superscript belongs to.

        TeX raises the superscript of a high box, but Å² should look as nm² does.
        """
        before = self.text[max(0, end - _NEAR) : end].rstrip()
        if (name := _LAST_NAME.search(before)) and name[1] in self._tokens.macros:
            before = self._tokens.macros[name[1]]
        found = _LAST_BOX.search(before[-_NEAR:])
        return found is not None and bool(_ACCENTED.search(unicodedata.normalize("NFD", found[0])))

    def _read(self, token: Token, frame: Frame, *, fresh: bool) -> None:
        text = token.text
        if text[0] == "\\":
            self._command(token, frame, fresh=fresh)
        elif text == "{":
            self._open("group", token, frame.text_mode, frame.cost)
        elif text == "}":
            self._close("group", "", token)
        elif text == "$":
            self._dollar(token, frame, fresh=fresh)
        elif text == "&":
            self._cell(token, frame)
        elif text in (",", ";") and frame.kind == "formula" and token.own:
            self.commas.append(token.end)
        elif text == "#" and self._tokens.peek() in _NUMBERS[: self._parameters]:
            self._tokens.pop()
        elif not text.isascii() or (text == '"' and frame.text_mode):
            self._character(token, text_mode=frame.text_mode)
        elif text.isalnum():
            self._letter(token, frame)
        elif text not in commands.SIGNS[frame.text_mode]:
            self._refuse(token)

    def _letter(self, token: Token, frame: Frame) -> None:
        """See that a letter, digit or command has a glyph in the alphabet of its place."""
        if frame.text_mode or not frame.alphabet:
            return
        written = instead_of(token.text, frame.alphabet)
        if written is None:
            self._look_up(token, token.text, frame)
        elif token.own:
            self.edits.append((token.start, token.end, written))

    def _write_out(self, token: Token, name: str, *, in_text: bool) -> None:
        given = Arguments(self._tokens, token)
        try:
            text, tokens = write_out(name, given, in_text)
        except Unreadable as fault:
            hints = (fault.hint,) if fault.hint else ()
            self._fault("math-argument", fault.message, fault.token or token, *hints)
            return
        if token.own and self._span is None:  # what it is checked for has no use for it
            inside = FormulaReader(
                text, self._tokens.macros, None, display=self._display, parameters=self._parameters
            )
            inside.read()
            self.edits.append((token.start, given.end, inside.written()))
        self._tokens.size += len(tokens)
        self._tokens.put_back(*tokens)

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
        elif name in SHORTHANDS:
            self._write_out(token, name, in_text=frame.text_mode)
        elif name not in allowed:
            where = "in text inside a formula" if frame.text_mode else "in a formula"
            message = f"'{token.text}' cannot be used {where}" if name else r"found a lone '\'"
            hints = hints_for(name, allowed, SHORTHANDS, self._tokens.macros)
            self._fault("math-command", message, token, *hints)
        else:
            placed = frame.takes(name, display=self._display, fresh=fresh)
            if name in commands.FRACTIONS and frame.kind == "group":
                placed = placed and of_one_text(frame.token, token)
            if name in commands.PLACED and not placed:
                self._fault("math-command", f"'{token.text}' cannot be used in this place", token)
            self._letter(token, frame)
            if not frame.text_mode and name in commands.STYLES:
                frame.alphabet = alphabet_after(name, frame.alphabet)
            if name in takes:
                frame.wanted = takes[name] + frame.wanted
                frame.asker = token.text
                frame.asker_cost = 1 if frame.text_mode else commands.COST.get(name, 1)
