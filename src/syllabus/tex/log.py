"""TeX's log → faults at the record's line, in words of our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syllabus.diagnostics import Diagnostic, error, sort_diagnostics, warning
from syllabus.source import Span

if TYPE_CHECKING:  # a build with nothing to do needs no templates
    from syllabus.tex.document import TexDocument

JOB = "handout"
"""The name of the .tex, without its ending, and so of everything that TeX writes."""

OVERFULL_LIMIT = 2.0
"""How far a line may run over the edge before it is a fault, in TeX's points."""

PAGE_LIMIT = 20.0
"""How far what stands on a page may run over its foot, in points: there the footer begins."""

_ERROR = re.compile(
    r"(?:(?P<file>[^\s:()]*\.[a-z]+):(?P<line>\d+): +|!(?:pdfTeX error:)? +)(?P<text>.*)"
)
_ERROR_LINE = re.compile(r"l\.(\d+)\b")
_OVERFULL = re.compile(
    r"Overfull \\hbox \((?P<by>[\d.]+)pt too wide\) "
    r"(?:in (?P<kind>paragraph|alignment) at lines (?P<first>\d+)--(?P<last>\d+)"
    r"|detected at line (?P<line>\d+)|has occurred while)"
)
_OVERFULL_PAGE = re.compile(
    r"Overfull \\vbox \((?P<by>[\d.]+)pt too high\) has occurred while \\output"
)
_HEADING_SET = re.compile(r"handout: a heading in line (\d+)$")
_HEADING = re.compile(r"\\(?:sub)*section\*?\{(.*?)\}(?:\\meetinglabel.*)?$")
_MARK = re.compile(r"\s*%[@#]")
_NO_CHARACTER = re.compile(r"Missing character: There is no (?P<found>.*) in font (?P<font>[^ ]*)")
_NO_REFERENCE = re.compile(
    r"LaTeX Warning: .*[Rr]eference `(?P<name>[^']*)' .*undefined on input line (?P<line>\d+)"
)
_OWN_FILE = re.compile(rf"\(\./{JOB}\.(?P<ending>aux|toc|out)\b")
_UNICODE = re.compile(r"(?P<character>\S) ?\(U\+(?P<number>[0-9A-F]+)\)")
_NO_FILE = re.compile(r"File `(?P<name>[^']*)' not found")
_PICTURE = re.compile(r"\(file (?:\./)?(?P<name>picture-(?:public-)?\d+\.[a-z]+)\)")
_NO_FONT = re.compile(
    r"Font \S*?=?(?P<name>[^\s=/]+)(?: at [\d.]+(?:pt)?| scaled \d+)? not (?:load|found)"
)
_ENVIRONMENTS = re.compile(r"\\begin\{(?P<begun>.*)\} .*ended by \\end\{(?P<ended>.*)\}")
_COMMAND = re.compile(r"\\(?:[A-Za-z@]+|.)$")
_FONT_CHANGE = re.compile(r"\\[A-Z0-9]+/[^ ]+ |\[\]|\$[^$]*\$")
_PROGRAM_FILES = (".sty", ".cls", ".def", ".cfg", ".fd", ".ldf", ".clo")
_GIVING_UP = ("Emergency stop", "==> Fatal error", "Fatal error occurred")
"""What TeX says when it gives up, after it has said why."""

_MEANINGS = (
    ("Missing $", "math stands outside a formula", "put formulas between $ and $"),
    ("Bad math environment delimiter", "a formula begins or ends where it cannot", ""),
    ("Display math should end", "a displayed formula ends in the wrong place", ""),
    ("Double superscript", "two superscripts follow each other", "group them: {x^a}^b"),
    ("Double subscript", "two subscripts follow each other", "group them: {x_a}_b"),
    ("Missing delimiter", "\\left or \\right has no bracket after it", ""),
    ("Missing \\right", "a \\left has no \\right", ""),
    ("Extra \\right", "a \\right has no \\left before it", ""),
    ("Missing {", "a { is missing", "count the braces"),
    ("Missing }", "a } is missing", "count the braces"),
    ("Extra }", "there is a } too many, or a $ is missing before it", "count the braces"),
    ("Too many }", "there is a } too many", "count the braces"),
    ("Paragraph ended before", "a { is not closed before its paragraph ends", "count the braces"),
    ("File ended while", "a { is not closed before the handout ends", "count the braces"),
    ("Argument of", "a command got something it cannot take", "count the braces"),
    ("Extra alignment tab", "a row has more cells than its table or matrix has columns", ""),
    ("Misplaced alignment tab", "an & stands outside a table or a matrix", "write \\& for it"),
    ("Misplaced", "a command for tables stands outside a table", ""),
    ("LaTeX Error: Too deeply nested", "lists are nested more than four deep", ""),
    ("LaTeX Error: Something's wrong", "a list has no item", ""),
    ("Dimension too large", "a length is larger than TeX can hold", "make the picture smaller"),
    ("Illegal unit", "a length has no unit that TeX knows", "write 2cm or 1em"),
    ("Missing number", "a number is missing", ""),
    ("TeX capacity exceeded", "this needs more memory than TeX has", "does a macro use itself?"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Entry:
    """One message of the log.

    `number` is its line there, `reading` the ending of the file of ours that TeX was in, `heading`
    the line of the .tex where the last heading was set, 0 before the first, and `body` what
    stands below it up to the next empty line or message.
    """

    text: str
    number: int
    reading: str
    heading: int
    body: tuple[str, ...]


def read_log(text: str, document: TexDocument) -> tuple[Diagnostic, ...]:
    """Return what `text`, the log of a run over `document`, says is wrong.

    Errors, lines and pages that run over by more than their limits, characters that no font has,
    and references to nowhere; in the order of the records, each once. A fault that comes from a
    template has no span, and hints that name its line of the .tex and its section. The log is best
    written with `max_print_line` so large that no line of it is broken.
    """
    page = _Page(document)
    errors: list[Diagnostic] = []
    last_words: list[Diagnostic] = []
    others: list[Diagnostic] = []
    references: list[Diagnostic] = []
    for entry in _entries(text):
        if match := _ERROR.match(entry.text):
            gave_up = match["text"].startswith(_GIVING_UP)
            (last_words if gave_up else errors).append(_read_error(entry, match, page))
        elif match := _OVERFULL.match(entry.text):
            if float(match["by"]) > OVERFULL_LIMIT:
                others.append(_read_overfull(entry, match, page))
        elif match := _OVERFULL_PAGE.match(entry.text):
            if float(match["by"]) > PAGE_LIMIT:
                others.append(_read_overfull_page(entry, match, page))
        elif match := _NO_CHARACTER.match(entry.text):
            others.append(_read_missing_character(match["found"], page))
        elif match := _NO_REFERENCE.match(entry.text):
            references.append(_read_reference(match, page))
    errors = errors or last_words[:1]
    # A run that failed was the first, and in the first every reference is undefined.
    return sort_diagnostics([*errors, *others, *([] if errors else references)])


def _entries(text: str) -> Iterator[_Entry]:
    lines = text.split("\n")
    reading, depth, index, heading = "tex", 0, 0, 0
    while index < len(lines):
        line = lines[index]
        number = index + 1
        index += 1
        if _ERROR.match(line):
            end = _end_of_error(lines, index)
        elif _OVERFULL.match(line):
            end = _next_empty(lines, index)
        elif line.startswith(("Missing character: ", "LaTeX Warning: ", "Overfull \\vbox")):
            end = index
        elif match := _HEADING_SET.match(line):
            heading = int(match[1])
            continue
        else:
            # Which file TeX reads shows only in the brackets around it.
            if depth == 0 and (match := _OWN_FILE.search(line)):
                reading, line = match["ending"], line[match.start() :]
                depth = 0
            if reading != "tex":
                depth += line.count("(") - line.count(")")
                if depth <= 0:
                    reading, depth = "tex", 0
            continue
        yield _Entry(line, number, reading, heading, tuple(lines[index:end]))
        index = end


def _next_empty(lines: list[str], start: int) -> int:
    return next((n for n in range(start, len(lines)) if not lines[n].strip()), len(lines))


def _end_of_error(lines: list[str], start: int) -> int:
    """Return where an error's text ends: below its `l.123`, or before the next message."""
    for index in range(start, min(start + 40, len(lines))):
        if _ERROR_LINE.match(lines[index]):
            return _next_empty(lines, index)
        if _ERROR.match(lines[index]) or _OVERFULL.match(lines[index]):
            return index
    return _next_empty(lines, start)


class _Page:
    """The lines of the .tex, and where in the records they came from."""

    def __init__(self, document: TexDocument) -> None:
        self._document = document
        self._lines = document.text.split("\n")

    def place_in(
        self,
        file: str,
        first: int | None,
        heading: int,
        words: tuple[str, ...] = (),
        last: int = 0,
    ) -> tuple[Span | None, tuple[str, ...]]:
        """Return where lines `first` to `last` of `file` came from, or hints that name them.

        `heading` is the line of the .tex where the last heading was set. Of several lines it is
        the one that holds the first of `words` that only one line holds. Contents have no lines in
        a record: there the whole .tex is searched for such a word.
        """
        if file != f"{JOB}.tex" or first is None:
            numbers = range(1, len(self._lines) + 1) if file == f"{JOB}.toc" else range(0)
        else:
            numbers = range(first, min(max(first, last), len(self._lines)) + 1)
        held = (self.lines_with(word, numbers) for word in words)
        alone = next((lines for lines in held if len(lines) == 1), [])
        for number in alone or (numbers if file == f"{JOB}.tex" else ()):
            if (span := self._document.place(number)) is not None:
                return _narrowed(span, words), ()
        section = self.section_at(first if first and file == f"{JOB}.tex" else heading)
        if first is None:
            return None, (f"TeX was in {file} and does not say in which line", *section)
        return None, (f"TeX was in line {first} of {file}, which no record brought", *section)

    def place_in_template(
        self, file: str, number: int | None, words: tuple[str, ...]
    ) -> Span | None:
        """Return which line of a template of the project's a line of the .tex is."""
        if file != f"{JOB}.tex" or number is None:
            return None
        span = self._document.place_in_template(number)
        return _narrowed(span, words) if span else None

    def section_at(self, number: int) -> tuple[str, ...]:
        """Return a hint that names the section that a line of the .tex stands in."""
        for line in reversed(self._lines[:number]):
            if match := _HEADING.match(line):
                title = match[1].replace("\\textendash{}", "–")
                title = re.sub(r"\\[A-Za-z]+\*? ?|[\\{}$]", "", title)
                return (f"it is in the section '{title}'",)
        return ()

    def place_of_heading(self, number: int) -> Span | None:
        """Return where the heading came from that was set in a line of the .tex."""
        return self._document.place(number) if number else None

    def place_of_picture(self, name: str) -> tuple[Span | None, str]:
        """Return where a picture is shown first, and its own name."""
        shown = self.lines_with(f"{{{name}}}")
        own = self._document.files.get(name)
        return self._document.place(shown[0]) if shown else None, own.name if own else name

    def lines_with(self, word: str, numbers: range | None = None) -> list[int]:
        """Return the numbers of those lines that hold `word`, marks left out."""
        return [
            number
            for number in (range(1, len(self._lines) + 1) if numbers is None else numbers)
            if word in self._lines[number - 1] and not _MARK.match(self._lines[number - 1])
        ]


def _narrowed(span: Span, words: tuple[str, ...]) -> Span:
    for word in words:
        if (column := span.text.find(word)) != -1:
            return span.part(column, column + len(word))
    return span


def _read_error(entry: _Entry, match: re.Match[str], page: _Page) -> Diagnostic:
    text = match["text"]
    for line in entry.body:
        # LaTeX breaks its own messages, and indents what follows.
        if not line.startswith((" ", "(")):
            break
        text = f"{text} {line.strip()}"
    below = next((found for line in entry.body if (found := _ERROR_LINE.match(line))), None)
    number = match["line"] or (below and below[1])
    file = (match["file"] or f"{JOB}.{entry.reading}").removeprefix("./")

    def fault(code: str, message: str, *advice: str, words: tuple[str, ...] = ()) -> Diagnostic:
        if template := page.place_in_template(file, int(number) if number else None, words):
            return error(code, message, template, *filter(None, advice))
        span, hints = page.place_in(file, int(number) if number else None, entry.heading, words)
        return error(code, message, span, *filter(None, advice), *hints)

    if text.startswith("Undefined control sequence"):
        command = _COMMAND.search(entry.body[0].rstrip()) if entry.body else None
        name = command[0] if command else "a command"
        return fault("undefined-command", f"TeX has no command {name}", words=(name,))
    if "Unicode character" in text and (letter := _UNICODE.search(text)):
        place = page.place_in(file, int(number or 0), entry.heading, (letter["character"],))
        return _no_character(letter, *place)
    if missing := _NO_FILE.search(text):
        name = missing["name"]
        if name.endswith(_PROGRAM_FILES):
            hint = "'syllabus doctor' says how to install what is missing"
            return fault("missing-package", f"the LaTeX package {name} is not installed", hint)
        return fault("missing-file", f"TeX finds no file {name}")
    if picture := _PICTURE.search(text):
        span, name = page.place_of_picture(picture["name"])
        message = f"the picture '{name}' is broken, or of a kind that TeX cannot read"
        return error("broken-picture", message, span, "open it in another program and save it anew")
    if missing := _NO_FONT.search(text):
        hint = "'syllabus doctor' says how to install what is missing"
        return fault("missing-font", f"the font {missing['name']} is not installed", hint)
    if ends := _ENVIRONMENTS.search(text):
        message = f"\\begin{{{ends['begun']}}} is closed by \\end{{{ends['ended']}}}"
        return fault("tex-error", message)
    log_line = f"TeX's own words stand in line {entry.number} of its log"
    for start, meaning, advice in _MEANINGS:
        if text.startswith(start):
            return fault("tex-error", meaning, advice, log_line)
    return fault("tex-error", "TeX cannot set what stands here", log_line)


def _read_overfull(entry: _Entry, match: re.Match[str], page: _Page) -> Diagnostic:
    # What stuck out stands at the end of what TeX shows, mostly as one long word; its hyphens
    # are places where TeX could have broken it.
    shown = _FONT_CHANGE.sub(" ", "".join(entry.body))
    pieces = {word for piece in shown.split() for word in (piece, piece.replace("-", ""))}
    words = tuple(sorted((w for w in pieces if len(w) >= 6), key=lambda w: (-len(w), w))[:6])
    first = match["first"] or match["line"]
    file = f"{JOB}.{entry.reading}"
    number = int(first) if first else None
    last = int(match["last"] or first or 0)
    span, hints = page.place_in(file, number, entry.heading, words, last)
    what = "table" if match["kind"] == "alignment" else "line"
    message = f"the {what} is {float(match['by']):.1f} pt wider than the text"
    return warning(
        "overfull-line", message, span, "reword it, or make its longest word shorter", *hints
    )


def _read_overfull_page(entry: _Entry, match: re.Match[str], page: _Page) -> Diagnostic:
    message = f"what stands on one page is {float(match['by']):.0f} pt higher than the page"
    hint = "its end is cut off: divide what is tall, such as a long 'aligned' or a table's cell"
    span = page.place_of_heading(entry.heading)
    section = () if span else page.section_at(entry.heading)
    return warning("overfull-page", message, span, hint, *section)


def _read_missing_character(found: str, page: _Page) -> Diagnostic:
    letter = _UNICODE.search(found)
    if letter is None:
        # pdfTeX names a place in the font's own table, which says little without the font.
        return error("missing-character", "a character is missing in the handout's fonts", None)
    character = letter["character"]
    for number in page.lines_with(character):
        span, hints = page.place_in(f"{JOB}.tex", number, number, (character,))
        if span is not None:
            return _no_character(letter, span, hints)
    return _no_character(letter, None, ())


def _read_reference(match: re.Match[str], page: _Page) -> Diagnostic:
    number = int(match["line"])
    span, hints = page.place_in(f"{JOB}.tex", number, number)
    message = f"nothing in the handout is called '{match['name']}'"
    return warning("undefined-reference", message, span, *hints)


def _no_character(letter: re.Match[str], span: Span | None, hints: tuple[str, ...]) -> Diagnostic:
    message = f"the handout's fonts have no '{letter['character']}' (U+{letter['number']})"
    return error("missing-character", message, span, "write it in words or as a formula", *hints)
