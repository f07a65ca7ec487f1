"""What to write instead of a command that a formula may not use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

_MACROS = "commands of a course are defined under 'macros:' in course.yaml"
_BETTER: Mapping[str, str] = {
    "over": r"write '\frac{…}{…}'",
    "choose": r"write '\binom{…}{…}'",
    "atop": r"write '\genfrac{}{}{0pt}{}{…}{…}'",
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
    "def": _MACROS,
    "newcommand": _MACROS,
    "renewcommand": _MACROS,
}


def hints_for(name: str, *known: Iterable[str], mark: str = "\\") -> tuple[str, ...]:
    """Return what to write in place of the command or environment `name`, if there is something.

    `known` are the names that could have been meant; `mark` stands before a name in the hint.
    """
    if name in _BETTER:
        return (_BETTER[name],)
    matches = get_close_matches(name[:40], sorted(set().union(*known)), n=1, cutoff=0.7)
    return (f"did you mean '{mark}{matches[0]}'?",) if matches else ()
