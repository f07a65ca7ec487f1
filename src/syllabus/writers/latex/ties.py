"""Spaces of a text at which no line may end."""

from __future__ import annotations

import re

from syllabus.model.document import Inline, Text
from syllabus.on_demand import pattern

_BEFORE_NUMBERS = (
    "pp? ff? fols? Abb Abs Aufl Art Bd Ch Chap Eqn? Eqs Ex Figs? Kap Lect Nos? Nr nos? Nrs "
    "Refs? S Secs? Sect Tab Vols? ch chap ed eqs? figs? sec sect vols?"
)
_BEFORE_NAMES = "Dr Drs Prof Mr Mrs Ms Mx St Sr Sra"
_UNITS = (
    "min mins minutes? h hrs? hours? s sec seconds? ms d days? weeks? pages? pp? Seiten "
    "Min Std Stunden Å nm μm µm mm cm m km kV keV eV V kg g mg K °C Hz kHz MHz GHz KB MB GB TB %"
)


def _either(words: str) -> str:
    return "|".join(words.split())


def _last_letters(words: str) -> str:
    return "".join(sorted({word[-1] for word in words.split()}))


_LONGEST_RUN = 4
"""Initials in a row that are kept on one line: a longer row is a list of letters."""

_INITIALS = pattern(r"(?<![^\W_])[^\W\d_]\.(?:[ -][^\W\d_]\.)+")
_TIED = pattern(
    # It begins with a space alone, so that nothing but spaces is looked at.
    " (?:"
    # Shrivastava, I. H.
    r"(?<=[^\W\d_], )(?=[A-ZÀ-ÖØ-Þ]\.)"
    # Kirkland (2020), Kirkland et al. (2020a); the name may be a text before this one
    r"|(?<![^\w.)] )(?=\((?:1[5-9]|20)\d\d[a-z]?[),:–-])"
    # § 4
    r"|(?<=§ )(?=\d)"
    # 30 min, 5 Å
    rf"|(?<=\d )(?=(?:{_either(_UNITS)})(?![^\W_²³]))"
    # perhaps p. 5, Fig. 3, No. 7
    r"|(?P<number>(?<=\. )(?=\d))"
    # perhaps Dr. Smith, of which the stop may be missing
    rf"|(?P<name>(?<=[{_last_letters(_BEFORE_NAMES)}.] )(?=[A-ZÀ-ÖØ-Þ]))"
    ")"
)
_NUMBERED = pattern(rf"(?<![^\W_])(?:{_either(_BEFORE_NUMBERS)})\.\Z")
_NAMED = pattern(rf"(?<![^\W_])(?:{_either(_BEFORE_NAMES)})\.?\Z")
_LONGEST = 7
"""Characters; no word before a number or a name has more, its stop counted."""
_LAST_WORD = pattern(r" (?=\S{1,3}$)")


def tied_end(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a paragraph whose last line is no short word alone, such as "it."."""
    last = nodes[-1] if nodes else None
    if not isinstance(last, Text):
        return nodes
    return (*nodes[:-1], Text(_LAST_WORD.sub("\u00a0", last.text), last.span))


def tied(text: str) -> str:
    """Return a plain text in which what is read as one word stays on one line.

    Its spaces are no-break spaces there, one for one: what is printed and copied is the same.
    """
    if " " not in text:
        return text
    if "." in text:
        text = _INITIALS.sub(_tie_initials, text)
    return _TIED.sub(_tie, text)


def _tie(space: re.Match[str]) -> str:
    before = {"number": _NUMBERED, "name": _NAMED}.get(space.lastgroup or "")
    end = space.start()
    if before is None or before.search(space.string, max(0, end - _LONGEST), end):
        return "\u00a0"
    return " "


def _tie_initials(run: re.Match[str]) -> str:
    initials = run[0]
    few = initials.count(".") <= _LONGEST_RUN
    return initials.replace(" ", "\u00a0") if few else initials
