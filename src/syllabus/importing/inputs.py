r"""Files that a LaTeX source puts in its place by `\input` and `\include`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from syllabus.on_demand import pattern
from syllabus.source import visible
from syllabus.workspace.files import TooLarge, is_inside, read_file

MOST_FILES = 200
LARGEST_WHOLE = 5_000_000
"""Characters of a source with all its files."""
_DEEPEST = 10
_INPUT = pattern(
    r"(?<!\\)\\(?:(?:input|include|subfile)\s*\{(?P<braced>[^{}\n]{1,200})\}"
    r"|input\s+(?P<bare>[\w./-]+))"
)
_COMMENT = pattern(r"(?<!\\)%.*")


class Inputs:
    """Puts the files in the place of their commands; they lie in the folder of the source.

    A link that leads out of it is not followed. What is not taken is named in `remarks`.
    """

    def __init__(self, folder: Path, decode: Callable[[bytes, str], str]) -> None:
        self.folder, self.decode = folder, decode
        self.remarks: list[str] = []
        self.files = 0
        self.size = 0

    def whole(self, text: str, inside: tuple[str, ...] = ()) -> str:
        """Return a source with its files in it."""
        text = "\n".join(_COMMENT.sub("", line) for line in text.split("\n"))
        return _INPUT.sub(lambda found: self._file(found, inside), text)

    def _file(self, found: re.Match[str], inside: tuple[str, ...]) -> str:
        name = (found["braced"] or found["bare"]).strip().strip('"')
        file = name if re.search(r"\.\w{1,4}$", name) else f"{name}.tex"
        reason = self._refused(file, inside)
        if reason is None:
            try:
                text = self.decode(read_file(self.folder / file, LARGEST_WHOLE), visible(file))
            except TooLarge:
                reason = f"which holds more than {LARGEST_WHOLE} bytes"
            except OSError:
                reason = "which is not there"
            else:
                self.files += 1
                self.size += len(text)
                body = re.search(r"\\begin\{document\}(.*)\\end\{document\}", text, re.DOTALL)
                return f"\n{self.whole(body[1] if body else text, (*inside, file))}\n"
        self.remarks.append(f"the file {visible(file)}, {reason}")
        return ""

    def _refused(self, file: str, inside: tuple[str, ...]) -> str | None:
        if not is_inside(self.folder, file):
            return "which lies outside of the source's folder"
        if file in inside or len(inside) >= _DEEPEST:
            return "which has itself in it"
        if self.files >= MOST_FILES or self.size > LARGEST_WHOLE:
            return "which makes the source too large"
        return None
