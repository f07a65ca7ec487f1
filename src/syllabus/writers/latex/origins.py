"""Where LaTeX comes from: values that its writer keeps, and anchors in the text that number them.

An anchor is taken out again once templates have put everything in its place; from then on line
and column of what stands behind it are known (`syllabus.tex.filled`). Records cannot forge one:
control characters are nothing that a text of theirs is printed with.
"""

from __future__ import annotations

from collections.abc import Iterator

from syllabus.on_demand import dataclass, pattern
from syllabus.source import Span
from syllabus.writers.latex.labels import Label, labels_of_raw

ANCHOR = "\x02(?P<origin>[0-9]*)\x03"
"""An anchor, as a regular expression; without a number, it ends what the last one began."""

END = "\x02\x03"
_ANCHOR = pattern(ANCHOR)
_LINE_ANCHOR = pattern(rf"(?<!%@){ANCHOR}")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stretch of LaTeX comes from.

    Of a mark, a comment line, `span` begins in the line that what is below was made from, and as
    many lines as are `parallel` follow it line by line; whatever comes after them counts to the
    last. Of a stretch in a line, `verbatim` says that it has the characters of its span, one for
    one. `labels` are those of a formula.
    """

    span: Span
    parallel: int = 0
    verbatim: bool = False
    labels: tuple[Label, ...] = ()

    @property
    def comment(self) -> str:
        """What people see in place of a mark's anchor."""
        more = f"+{self.parallel}" if self.parallel else ""
        return f" {self.span.file.name}:{self.span.line}{more}"

    def line(self, number: int) -> Span:
        """Return the part of the span in its line `number`, counted from 0.

        Beyond what is parallel it is the last line; beyond the span, a whole line of the file.
        """
        line = self.span.line + min(number, self.parallel)
        return within_line(self.span, line)


def within_line(span: Span, line: int) -> Span:
    """Return the part of a span in a line of its file, the whole line where there is none."""
    whole = span.file.line_span(line)
    start, end = max(span.start, whole.start), min(span.end, whole.end)
    return Span(span.file, start, end) if start < end else whole


def placed_lines(text: str, first: Span) -> Iterator[tuple[str, Span]]:
    """Yield each line of a text and where it stands, from the line of `first` on.

    It may be indented there, as in a list.
    """
    for number, line in enumerate(text.split("\n"), start=first.line):
        whole = first.file.line_span(number)
        indent = len(whole.text) - len(line)
        yield line, whole.part(indent) if whole.text.endswith(line) else whole


class Origins(list[Origin]):
    """The origins of what one writer wrote."""

    def anchor(self, origin: Origin) -> str:
        """Keep an origin and return its anchor."""
        self.append(origin)
        return f"\x02{len(self) - 1}\x03"

    def raw(self, tex: str, first: Span) -> str:
        """Return raw LaTeX, whose lines stand from that of `first` on, with an anchor for each.

        One of an empty line only ends the last: without any, templates would leave out all but one.
        """
        return "\n".join(
            self.anchor(Origin(place, 0, place.text == line, labels_of_raw(place))) + line
            if line
            else END
            for line, place in placed_lines(tex.rstrip("\n"), first)
        )


def without_line_anchors(text: str) -> str:
    """Return LaTeX whose marks alone have anchors, which stand on lines of their own."""
    return _LINE_ANCHOR.sub("", text) if "\x02" in text else text


def without_anchors(text: str) -> str:
    """Return LaTeX as it is printed."""
    return _ANCHOR.sub("", text) if "\x02" in text else text
