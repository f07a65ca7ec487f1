"""TeX's log → faults at lines of records, in our own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from syllabus.diagnostics import Diagnostic, error, sort_diagnostics, warning
from syllabus.on_demand import dataclass, pattern
from syllabus.source import Span

if TYPE_CHECKING:  # a build with nothing to do needs no templates
    from syllabus.tex.document import TexDocument
    from syllabus.tex.filled import FilledText
    from syllabus.tex.places import Places

JOB = "handout"
"""The name of the .tex, without its ending, and so of everything that TeX writes."""

_TEX, _CONTENTS = f"{JOB}.tex", f"{JOB}.toc"

OVERFULL_LIMIT = 2.0
"""How far a line may run over the edge before it is a fault, in TeX's points."""

PAGE_LIMIT = 20.0
"""How far what stands on a page may run over its foot, in points: there the footer begins."""

_ERROR = pattern(
    r"(?:(?P<file>[^\s:()]*\.[a-z]+):(?P<line>\d+): +|!(?:pdfTeX error:)? +)(?P<text>.*)"
)
_ERROR_LINE = pattern(r"l\.(?P<line>\d+)\b ?(?P<read>.*)")
_OVERFULL = pattern(
    r"Overfull \\hbox \((?P<by>[\d.]+)pt too wide\) "
    r"(?:in (?P<kind>paragraph|alignment) at lines (?P<first>\d+)--(?P<last>\d+)"
    r"|detected at line (?P<line>\d+)|has occurred while)"
)
_OVERFULL_PAGE = pattern(
    r"Overfull \\vbox \((?P<by>[\d.]+)pt too high\) has occurred while \\output"
)
_HEADING_SET = pattern(r"handout: a heading in line (\d+)$")
_NO_CHARACTER = pattern(r"Missing character: There is no (?P<found>.*) in font (?P<font>[^ ]*)")
_NO_REFERENCE = pattern(
    r"LaTeX Warning: .*[Rr]eference `(?P<name>[^']*)' .*undefined on input line (?P<line>\d+)"
)
_OWN_FILE = pattern(rf"\(\./{JOB}\.(?P<ending>aux|toc|out)\b")
_UNICODE = pattern(r"(?P<character>\S) ?\(U\+(?P<number>[0-9A-F]+)\)")
_NO_FILE = pattern(r"File `(?P<name>[^']*)' not found")
_PICTURE = pattern(r"\(file (?:\./)?(?P<name>picture-(?:public-)?\d+\.[a-z]+)\)")
_NO_FONT = pattern(
    r"Font \S*?=?(?P<name>[^\s=/]+)(?: at [\d.]+(?:pt)?| scaled \d+)? not (?:load|found)"
)
_NO_ENVIRONMENT = pattern(r"LaTeX Error: Environment (?P<name>\S+) undefined")
_ENVIRONMENTS = pattern(r"\\begin\{(?P<begun>.*)\} .*ended by \\end\{(?P<ended>.*)\}")
_COMMAND = pattern(r"\\(?:[A-Za-z@]+|.)$")
_FONT_CHANGE = pattern(r"\\[A-Z0-9]+/[^ ]+ |\[\]|\$[^$]*\$")
_PROGRAM_FILES = (".sty", ".cls", ".def", ".cfg", ".fd", ".ldf", ".clo")
_ASK_DOCTOR = "'syllabus doctor' says how to install what is missing"
_GIVING_UP = ("Emergency stop", "==> Fatal error", "Fatal error occurred")
"""TeX's last messages when it gives up, after it has said why."""

_MEANINGS = (
    ("Missing $", "there is math outside a formula", "put formulas between $ and $"),
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
    ("Misplaced alignment tab", "there is an & outside a table or a matrix", "write \\& for it"),
    ("Misplaced", "a command for tables is used outside a table", ""),
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
    the line of the .tex where the last heading was set, 0 before the first, and `body` what is
    below it up to the next empty line or message.
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
    from syllabus.tex.places import Places

    errors: list[Diagnostic] = []
    last_words: list[Diagnostic] = []
    others: list[Diagnostic] = []
    references: list[Diagnostic] = []
    places = Places(document.filled)
    for entry in _entries(text):
        if match := _ERROR.match(entry.text):
            gave_up = match["text"].startswith(_GIVING_UP)
            (last_words if gave_up else errors).append(_read_error(entry, match, document, places))
        elif match := _OVERFULL.match(entry.text):
            if float(match["by"]) > OVERFULL_LIMIT:
                others.append(_read_overfull(entry, match, places))
        elif match := _OVERFULL_PAGE.match(entry.text):
            if float(match["by"]) > PAGE_LIMIT:
                others.append(_read_overfull_page(entry, match, places.filled))
        elif match := _NO_CHARACTER.match(entry.text):
            others.append(_read_missing_character(match["found"], places))
        elif match := _NO_REFERENCE.match(entry.text):
            references.append(_read_reference(match, places.filled))
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


_Place = tuple[Span | None, tuple[str, ...]]
"""Where something stands in a record; where it does not, hints that say where TeX was."""


def _nowhere(file: str, line: int | None, heading: int, filled: FilledText) -> _Place:
    """Return hints that name a line and its section; `heading` is the one that was set last."""
    section = _section_hint(filled, line if line and file == _TEX else heading)
    if line is None:
        return None, (f"TeX was in {file} and does not say in which line", *section)
    return None, (f"TeX was in line {line} of {file}, which comes from no record", *section)


def _section_hint(filled: FilledText, line: int) -> tuple[str, ...]:
    heading = filled.section_at(line)
    return (f"it is in the section '{heading.name}'",) if heading else ()


def _columns_read(body: tuple[str, ...], line: str) -> int | None:
    """Return how many characters of a line TeX had read: it breaks the line where it had come to.

    Of a longer line it shows the last 235 bytes. They tell the column if the line has them once;
    if not, and where TeX shows nothing, nobody knows it.
    """
    read = next((found["read"] for shown in body if (found := _ERROR_LINE.match(shown))), None)
    if read is None or line.startswith(read):
        return None if read is None else len(read)
    last = read.removeprefix("...").lstrip("\ufffd")  # which may begin within a character
    begin = line.find(last)
    return begin + len(last) if last != read and begin == line.rfind(last) >= 0 else None


def _read_error(
    entry: _Entry, match: re.Match[str], document: TexDocument, places: Places
) -> Diagnostic:
    text = _whole_message(match["text"], entry.body)
    below = next((found for line in entry.body if (found := _ERROR_LINE.match(line))), None)
    said = match["line"] or (below and below["line"])
    number = int(said) if said else None
    file = (match["file"] or f"{JOB}.{entry.reading}").removeprefix("./")

    def place(word: str = "") -> _Place:
        return _place_of_error(entry, file, number, word, places)

    def fault(code: str, message: str, *advice: str, word: str = "") -> Diagnostic:
        span, hints = place(word)
        return error(code, message, span, *filter(None, advice), *hints)

    if text.startswith("Undefined control sequence"):
        command = _COMMAND.search(entry.body[0].rstrip()) if entry.body else None
        name = command[0] if command else "a command"
        return fault(
            "undefined-command", f"TeX has no command {name}", word=name if command else ""
        )
    if environment := _NO_ENVIRONMENT.match(text):
        name = environment["name"]
        message = f"LaTeX has no environment '{name}'"
        return fault("undefined-command", message, word=f"\\begin{{{name}}}")
    if "Unicode character" in text and (letter := _UNICODE.search(text)):
        return _no_character(letter, *place(letter["character"]))
    if missing := _NO_FILE.search(text):
        name = missing["name"]
        if name.endswith(_PROGRAM_FILES):
            message = f"the LaTeX package {name} is not installed"
            return fault("missing-package", message, _ASK_DOCTOR)
        return fault("missing-file", f"TeX finds no file {name}")
    if picture := _PICTURE.search(text):
        return _broken_picture(picture["name"], document)
    if missing := _NO_FONT.search(text):
        return fault("missing-font", f"the font {missing['name']} is not installed", _ASK_DOCTOR)
    if ends := _ENVIRONMENTS.search(text):
        message = f"\\begin{{{ends['begun']}}} is closed by \\end{{{ends['ended']}}}"
        return fault("tex-error", message)
    log_line = f"see line {entry.number} of TeX's log"
    for start, meaning, advice in _MEANINGS:
        if text.startswith(start):
            return fault("tex-error", meaning, advice, log_line)
    return fault("tex-error", "TeX cannot typeset this", log_line)


def _whole_message(first: str, body: tuple[str, ...]) -> str:
    """Return a message with its other lines: LaTeX breaks its own, and indents what follows."""
    others = takewhile(lambda line: line.startswith((" ", "(")), body)
    return " ".join((first, *(line.strip() for line in others)))


def _broken_picture(name: str, document: TexDocument) -> Diagnostic:
    own = document.files.get(name)
    shown = own.name if own else name
    message = f"the picture '{shown}' is broken, or of a kind that TeX cannot read"
    hint = "open it in another program and save it again"
    return error("broken-picture", message, document.shown.get(name), hint)


def _place_of_error(
    entry: _Entry, file: str, line: int | None, word: str, places: Places
) -> _Place:
    """Return where TeX found a fault, of which it names a word or none."""
    place = None
    lines = places.filled.lines
    if file == _CONTENTS and word:
        place = places.in_contents((word,))
    elif file == _TEX and line is not None and line <= len(lines):
        place = places.read(line, _columns_read(entry.body, lines[line - 1]), word)
    return (place, ()) if place else _nowhere(file, line, entry.heading, places.filled)


def _read_overfull(entry: _Entry, match: re.Match[str], places: Places) -> Diagnostic:
    # The overfull part is at the end of what TeX shows, mostly one long word.
    words = places.printed_words(_FONT_CHANGE.sub(" ", "".join(entry.body)))
    said = match["first"] or match["line"]
    first = int(said) if said else None
    last = int(match["last"] or said or 0)
    place = None
    if entry.reading == "toc":
        place = places.in_contents(words)
    elif entry.reading == "tex" and first is not None:
        place = places.in_lines(words, first, max(first, last))
    file = f"{JOB}.{entry.reading}"
    hints = () if place else _nowhere(file, first, entry.heading, places.filled)[1]
    what = "table" if match["kind"] == "alignment" else "line"
    message = f"the {what} is {float(match['by']):.1f} pt wider than the text"
    return warning(
        "overfull-line", message, place, "reword it, or make its longest word shorter", *hints
    )


def _read_overfull_page(entry: _Entry, match: re.Match[str], filled: FilledText) -> Diagnostic:
    message = f"the content of one page is {float(match['by']):.0f} pt taller than the page"
    hint = "its end is cut off: divide what is tall, such as a long 'aligned' or a table's cell"
    span = filled.place(entry.heading) if entry.heading else None
    section = () if span else _section_hint(filled, entry.heading)
    return warning("overfull-page", message, span, hint, *section)


def _read_missing_character(found: str, places: Places) -> Diagnostic:
    letter = _UNICODE.search(found)
    if letter is None:
        # pdfTeX names a place in the font's own table, which says little without the font.
        return error("missing-character", "a character is missing in the handout's fonts", None)
    every = places.of_character(letter["character"])
    more = (
        () if len(every) < 2 else (f"it stands at {len(every)} places, of which this is the first",)
    )
    return _no_character(letter, every[0] if every else None, more)


def _read_reference(match: re.Match[str], filled: FilledText) -> Diagnostic:
    line = int(match["line"])
    span = filled.place(line)
    hints = () if span else _nowhere(_TEX, line, line, filled)[1]
    message = f"nothing in the handout is called '{match['name']}'"
    return warning("undefined-reference", message, span, *hints)


def _no_character(letter: re.Match[str], span: Span | None, hints: tuple[str, ...]) -> Diagnostic:
    message = f"the handout's fonts have no '{letter['character']}' (U+{letter['number']})"
    return error("missing-character", message, span, "write it in words or as a formula", *hints)
