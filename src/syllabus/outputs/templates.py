"""Jinja templates: `<< value >>`, `<% statement %>`, `<# comment #>`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.loaders import split_template_path
from jinja2.utils import missing

from syllabus.diagnostics import Diagnostic, error, nearest_hint, note
from syllabus.front.records import read_text
from syllabus.front.records.files import DEEPEST_FOLDER
from syllabus.outputs.sandbox import CountingSandbox
from syllabus.source import SourceFile, real_path, shown_name
from syllabus.workspace.cache import key_of, open_cache
from syllabus.workspace.files import read_file
from syllabus.workspace.layout import Layout
from syllabus.writers.latex import Latex, escape_text
from syllabus.writers.latex.origins import END, without_anchors

_PACKAGE = Path(__file__).parents[1]

_Made = TypeVar("_Made")

_BY_VALUE = "*"
"""Stands for the templates whose names are known only when one is filled."""
_PRINTED = re.compile(r"\\begin\{(?:verbatim|Verbatim|lstlisting|filecontents)\*?\}")
"""What prints comments, or writes them to a file."""


@lru_cache(maxsize=1)
def default_templates() -> Path:
    """Return the folder of the templates of this program."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "templates"
    return installed if installed.is_dir() else package.parents[1] / "templates"


def fill_template(
    name: str,
    values: Mapping[str, object],
    layout: Layout,
    read: dict[str, SourceFile] | None = None,
) -> str | Diagnostic:
    """Return a template filled with values, or the `template` fault that prevents it.

    The ending of its name decides how printed values are escaped: as LaTeX, as HTML or not at all.
    """
    environment = _environment(name, layout, {} if read is None else read)
    filled = _tried(lambda: environment.get_template(name).render(values), environment, layout)
    return _without_spare_lines(filled) if isinstance(filled, str) else filled


def check_templates(layout: Layout) -> tuple[Diagnostic, ...]:
    """Return what keeps the project's own templates from being read: of handouts and of mail.

    These are those that have the name of one of the tool's, and what they name in their turn.
    What happens while one is filled is another matter.
    """
    if not os.path.lexists(layout.templates) or _are_ours(layout):
        return ()
    if _leads_out(layout):
        return (_outside(layout),)
    faults: dict[Diagnostic, None] = {}
    if deep := _too_deep(layout):
        faults[deep] = None
    roots = sorted(path.name for path in default_templates().iterdir() if path.is_file())
    used = set(roots)
    for root in roots:
        faults.update(dict.fromkeys(_check_template(root, layout, used)))
    if not faults and _BY_VALUE not in used:
        faults.update(dict.fromkeys(_unused_templates(layout, roots, used)))
    return tuple(faults)


def _unused_templates(layout: Layout, roots: list[str], used: set[str]) -> Iterator[Diagnostic]:
    """Yield a note for each file that is a template by its ending and that nothing uses."""
    endings = {Path(root).suffix for root in roots}
    for path in sorted(layout.templates.iterdir()):
        name = path.name
        if path.suffix.lower() in endings and not name.startswith(".") and name not in used:
            message = f"{shown_name(path, layout.root)}: no template of the tool has this name"
            hints = nearest_hint(name, roots) or ("name it as one of the tool's, or include it",)
            yield note("unused-template", message, None, *hints)


def _check_template(root: str, layout: Layout, used: set[str]) -> Iterator[Diagnostic]:
    """Yield what is wrong with a template and with those that it names, which are `used` then."""
    read: dict[str, SourceFile] = {}
    environment = _environment(root, layout, read)
    known, pending = {root}, [root]
    while pending:
        name = pending.pop()
        own = layout.templates / name
        if not os.path.lexists(own):
            continue
        fault = _tried(partial(environment.get_template, name), environment, layout)
        if isinstance(fault, Diagnostic):
            yield fault
            continue
        source = read.get(shown_name(own, layout.root))
        for named in _named_in(source.text, environment) if source else ():
            used.add(named)
            if named not in known and named != _BY_VALUE:
                known.add(named)
                pending.append(named)


def _named_in(text: str, environment: Environment) -> tuple[str, ...]:
    """Return which templates a template names; `_BY_VALUE` for one that only a value names."""
    kept = open_cache("names of templates", "")
    key = key_of(text)
    found: tuple[str, ...] | None = kept.find(key)
    if found is None:
        from jinja2.meta import find_referenced_templates

        named = find_referenced_templates(environment.parse(text))
        found = tuple(sorted({each or _BY_VALUE for each in named}))
        kept.put(key, found)
    return found


def _environment(name: str, layout: Layout, read: dict[str, SourceFile]) -> CountingSandbox:
    latex = name.endswith(".tex")
    return CountingSandbox(
        _only_latex if latex else _as_it_is,
        extensions=[_LineMarks] if latex else [],
        bytecode_cache=_Compiled(name),
        loader=_Loader(layout, read),
        undefined=_Unknown,
        autoescape=name.endswith(".html"),
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _tried(
    work: Callable[[], _Made], environment: CountingSandbox, layout: Layout
) -> _Made | Diagnostic:
    """Return what comes of a template, or the fault that is in its way."""
    try:
        return work()
    except _Refused as fault:
        return fault.reason
    except TemplateSyntaxError as fault:
        return _template_fault(fault, fault.filename, fault.lineno, layout)
    except TemplateNotFound as fault:
        return error("template", f"there is no template '{fault}'", None)
    except Exception as fault:
        if _is_ours(fault):
            raise
        place = _place_in_template(fault, layout) or _place_read(environment.reading, layout)
        if place is None:
            raise
        return _template_fault(fault, *place, layout)


class _Refused(Exception):
    """A template of the project's that is not read, for a reason."""

    def __init__(self, reason: Diagnostic) -> None:
        super().__init__(reason.message)
        self.reason = reason


class _Unknown(StrictUndefined):
    """A value that a template names and that is not there; it says so without Python's words."""

    @property
    def _undefined_message(self) -> str:
        name, holder = str(self._undefined_name), self._undefined_obj
        if holder is missing:
            return f"there is no value '{name}'"
        known = [each for each in dir(holder) if not each.startswith("_")]
        hints = nearest_hint(name, known)
        return "; ".join((f"there is no value '{name}' in what stands before it", *hints))


class _Loader(BaseLoader):
    """The project's templates, which lie in it, links followed, and below them the tool's."""

    def __init__(self, layout: Layout, read: dict[str, SourceFile]) -> None:
        self._layout = layout
        self._read = read

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template and its path; raises `_Refused`."""
        del environment
        layout = self._layout
        name = Path(*split_template_path(template))
        path = layout.templates / name
        if os.path.lexists(path) and real_path(path) != default_templates() / name:
            if _leads_out(layout):
                raise _Refused(_outside(layout))
            if len(name.parts) > DEEPEST_FOLDER + 1:
                raise _Refused(_deeper(layout))
            faults: list[Diagnostic] = []
            source = read_text(path, layout.root, faults)
            if source is None:
                raise _Refused(faults[0])
            self._read[source.name] = source
            return source.text, str(path), lambda: True
        try:
            text = read_file(default_templates() / name).decode()
        except (FileNotFoundError, NotADirectoryError):
            raise TemplateNotFound(template) from None
        return text, str(default_templates() / name), lambda: True


class _Compiled(BytecodeCache):
    """Compiled templates, cached: compiling takes longer than running.

    By the end of the name of the one that is filled: it says how those that it includes escape.
    """

    def __init__(self, name: str) -> None:
        self._kept = open_cache("counted templates", Path(name).suffix)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what the same template came to before."""
        if code := self._kept.find(key_of(bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template came to."""
        self._kept.put(key_of(bucket.key, bucket.checksum), bucket.bytecode_to_string())


def _without_spare_lines(text: str) -> str:
    """Return a text with one empty line where templates left several."""
    return re.sub(r"\n{3,}", "\n\n", text)


class _LineMarks(Extension):
    """Puts a mark before each line of a template of the project's, so that TeX's faults find it."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Mark the lines of what a template prints as it stands."""
        own = Path(stream.filename or "").parent != default_templates()
        fresh, before = True, ""
        for token in stream:
            if own and token.type == "data":
                text = _marked(token.value, f"templates/{stream.name}", token.lineno, fresh=fresh)
                fresh = token.value.endswith("\n")
                token = Token(token.lineno, "data", text)
            elif token.type == "variable_end":
                fresh = before == "mark"  # which ends its line
            before = token.value
            yield token


def _marked(text: str, name: str, first: int, *, fresh: bool) -> str:
    """Return lines of a template, from the `first`, each with a mark before it.

    `fresh` says that the text begins a line; where it ends with one, a mark for the next follows.
    To TeX a mark is nothing: what is before it may be the end of another line.
    """
    pieces: list[str] = []
    printed = False
    last = first + text.count("\n")
    for number, line in enumerate(text.split("\n"), start=first):
        words = line.lstrip(" \t")
        if (fresh or number > first) and not printed and (words or number == last):
            pieces += (line[: len(line) - len(words)], f"%# {name}:{number}\n", words)
        else:
            pieces.append(line)
        pieces.append("\n" if number < last else "")
        printed = bool(_PRINTED.search(line)) or (printed and "\\end{" not in line)
    return "".join(pieces)


def _as_it_is(value: object) -> object:
    return value


def _only_latex(value: object) -> object:
    """Escape whatever a template prints that is not LaTeX already."""
    if not isinstance(value, Latex):
        return escape_text(without_anchors(str(value)))
    return value if value.anchored is value else value.anchored + END


def _is_ours(fault: BaseException) -> bool:
    """Return whether something failed when what a template prints was escaped: an error of ours."""
    if isinstance(fault, RecursionError):
        return False
    trace = fault.__traceback__
    while trace is not None and trace.tb_frame.f_code is not _only_latex.__code__:
        trace = trace.tb_next
    below = trace.tb_next if trace else None
    return below is not None and Path(below.tb_frame.f_code.co_filename).is_relative_to(_PACKAGE)


def _place_in_template(fault: BaseException, layout: Layout) -> tuple[str, int] | None:
    """Return the last line of a template of the project's that `fault` went through."""
    place = None
    trace = fault.__traceback__
    while trace is not None:
        filename = trace.tb_frame.f_code.co_filename
        if Path(filename).is_relative_to(layout.templates):
            place = (filename, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _place_read(filename: str | None, layout: Layout) -> tuple[str, int] | None:
    """Return the beginning of a template of the project's that could not even be compiled."""
    own = filename is not None and Path(filename).is_relative_to(layout.templates)
    return (filename, 1) if filename is not None and own else None


def _are_ours(layout: Layout) -> bool:
    return real_path(layout.templates) == default_templates()


def _leads_out(layout: Layout) -> bool:
    inside = real_path(layout.templates).is_relative_to(real_path(layout.root))
    return not inside and not _are_ours(layout)


def _outside(layout: Layout) -> Diagnostic:
    name = shown_name(layout.templates, layout.root)
    message = f"'{name}' leads out of the project"
    return error("file-outside-project", message, None, "put the folder itself there")


def _too_deep(layout: Layout) -> Diagnostic | None:
    """Return the fault of folders that nest deeper than a template may lie."""
    level = [layout.templates]
    for _ in range(DEEPEST_FOLDER + 1):
        entries: list[Path] = []
        for each in level:
            with suppress(OSError):
                entries += each.iterdir()
        level = [path for path in entries if path.is_dir() and not path.is_symlink()]
    return _deeper(layout) if level else None


def _deeper(layout: Layout) -> Diagnostic:
    name = shown_name(layout.templates, layout.root)
    message = f"found folders that nest more than {DEEPEST_FOLDER} deep in '{name}'"
    return error("nesting-too-deep", message, None, "bring the templates up by a few levels")


def _template_fault(
    fault: Exception, filename: str | None, line: int, layout: Layout
) -> Diagnostic:
    match fault:
        case RecursionError():
            message = "it calls or includes itself without end"
        case SyntaxError():
            message = "its statements nest too deep"
        case _:
            message = str(fault) or type(fault).__name__
    span = None
    if filename is not None:
        source = read_text(Path(filename), layout.root, [], anywhere=True)
        span = source.line_span(line) if source else None
    return error(
        "template",
        f"the template cannot be filled: {message[:1].lower()}{message[1:]}",
        span,
        "compare it with the tool's own template of that name",
    )
