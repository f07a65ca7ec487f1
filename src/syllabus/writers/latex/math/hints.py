"""What to write instead of a command that a formula may not use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches

_MACROS = "commands of a course are defined under 'macros:' in course.yaml"
_BETTER: Mapping[str, str] = {
    "hbox": r"write '\text{…}'",
    "kern": r"write '\hspace{…}'",
    "hskip": r"write '\hspace{…}'",
    "mkern": r"write '\mspace{…}'",
    "mskip": r"write '\mspace{…}'",
    "cr": r"write '\\'",
    "bm": r"write '\boldsymbol{…}'",
    "mathscr": r"write '\mathcal{…}'",
    "DeclareMathOperator": r"write '\operatorname{…}'",
    "allowdisplaybreaks": "leave it out: displayed formulas break between pages anyway",
    **dict.fromkeys(("align", "align*", "eqnarray", "eqnarray*"), "write 'aligned'"),
    **dict.fromkeys(("gather", "gather*", "multline", "multline*"), "write 'gathered'"),
    "def": _MACROS,
    "newcommand": _MACROS,
    "renewcommand": _MACROS,
}


_COMMON = ("frac", "sqrt", "sum", "int", "text", "mathbb", "mathbf", "cdot", "times", "alpha", "in")
"""The commonest commands, which win over others that are equally near."""


def hints_for(name: str, *known: Iterable[str], mark: str = "\\") -> tuple[str, ...]:
    """Return what to write in place of the command or environment `name`, if there is something.

    `known` are the names that could have been meant; `mark` stands before a name in the hint.
    """
    if name in _BETTER:
        return (_BETTER[name],)
    name = name[:40]
    matches = get_close_matches(name, sorted(set().union(*known)), n=4, cutoff=0.7)
    if not matches:
        return ()
    likeness = {each: SequenceMatcher(None, each, name).ratio() for each in matches}
    equals = [each for each in matches if likeness[each] == likeness[matches[0]]]
    nearest = next((each for each in _COMMON if each in equals), equals[0])
    return (f"did you mean '{mark}{nearest}'?",)
