"""Jinja templates: `<< value >>`, `<% statement %>`, `<# comment #>`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.loaders import split_template_path
from jinja2.utils import missing

from syllabus.diagnostics import Diagnostic, error, nearest_hint
from syllabus.front.records import read_text
from syllabus.front.records.files import DEEPEST_FOLDER, files_below
from syllabus.on_demand import pattern
from syllabus.outputs.sandbox import CountingSandbox
from syllabus.source import SourceFile, real_path, shown_name
from syllabus.workspace.cache import key_of, open_cache
from syllabus.workspace.files import read_file
from syllabus.workspace.layout import Layout
from syllabus.writers.latex import Latex, escape_text
from syllabus.writers.latex.origins import END, without_anchors

_PACKAGE = Path(__file__).parents[1]

_Made = TypeVar("_Made")

BY_VALUE = "*"
"""Stands for the templates whose names are known only when one is filled."""
_KEPT = "\x04"
"""Stands in an empty line that is to stay; no text of a record has such a character."""
_PRINTED = pattern(r"\\begin\{(?:verbatim|Verbatim|lstlisting|filecontents)\*?\}")
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
    environment = environment_for(name, layout, {} if read is None else read)
    filled = tried(lambda: environment.get_template(name).render(values), environment, layout)
    return _without_spare_lines(filled) if isinstance(filled, str) else filled


def named_in(text: str, environment: Environment) -> tuple[str, ...]:
    """Return which templates a template names; `BY_VALUE` for one that only a value names."""
    kept = open_cache("names of templates", "")
    key = key_of(text)
    found: tuple[str, ...] | None = kept.find(key)
    if found is None:
        from jinja2.meta import find_referenced_templates

        named = find_referenced_templates(environment.parse(text))
        found = tuple(sorted({each or BY_VALUE for each in named}))
        kept.put(key, found)
    return found


def environment_for(name: str, layout: Layout, read: dict[str, SourceFile]) -> CountingSandbox:
    """Return what fills the template of a name, and keeps in `read` what it reads for it."""
    latex = name.endswith(".tex")
    return CountingSandbox(
        _only_latex if latex else _as_it_is,
        extensions=[_LineMarks] if latex else [],
        bytecode_cache=_Compiled(name),
        loader=_Loader(layout, read),
        undefined=_Unknown,
        autoescape=name.endswith(".html"),
        optimized=False,  # looking for constants takes longer than all that they would save
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


def tried(
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
        return _missing_template(fault, layout)
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
            if leads_out(layout):
                raise _Refused(outside(layout))
            if len(name.parts) > DEEPEST_FOLDER + 1:
                raise _Refused(deeper(layout))
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
    """Return a text with one empty line where templates left several; those of values stay."""
    return re.sub(r"\n{3,}", "\n\n", text).replace(_KEPT, "")


class _LineMarks(Extension):
    """Puts a mark before each line of a template of the project's, so that TeX's faults find it."""

    def filter_stream(self, stream: TokenStream) -> TokenStream | Iterator[Token]:
        """Mark the lines of what a template prints as it stands."""
        tools = Path(stream.filename or "").parent == default_templates()
        return stream if tools else _with_marks(stream)


def _with_marks(stream: TokenStream) -> Iterator[Token]:
    fresh, before = True, ""
    for token in stream:
        if token.type == "data":
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
    """Return what a template prints; code in it may have several empty lines."""
    if isinstance(value, str) and "\n\n\n" in value:
        return type(value)(value.replace("\n\n", f"\n{_KEPT}\n"))
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


def are_ours(layout: Layout) -> bool:
    """Return whether the project's templates are those of the tool, as in its own repository."""
    return real_path(layout.templates) == default_templates()


def leads_out(layout: Layout) -> bool:
    """Return whether the folder of templates is a link to one outside of the project."""
    inside = real_path(layout.templates).is_relative_to(real_path(layout.root))
    return not inside and not are_ours(layout)


def outside(layout: Layout) -> Diagnostic:
    """Return the fault of such a link."""
    name = shown_name(layout.templates, layout.root)
    message = f"'{name}' leads out of the project"
    return error("file-outside-project", message, None, "put the folder itself there")


def deeper(layout: Layout) -> Diagnostic:
    """Return the fault of a template that lies too deep."""
    name = shown_name(layout.templates, layout.root)
    message = f"found folders that nest more than {DEEPEST_FOLDER} deep in '{name}'"
    return error("nesting-too-deep", message, None, "bring the templates up by a few levels")


def _missing_template(fault: TemplateNotFound, layout: Layout) -> Diagnostic:
    name, place = str(fault), _place_in_template(fault, layout)
    span = None
    if place is not None:
        source = read_text(Path(place[0]), layout.root, [], anywhere=True)
        span = source.line_span(place[1]) if source else None
    own = files_below(layout.templates)
    known = {path.relative_to(layout.templates).as_posix() for path in own}
    known |= {path.name for path in default_templates().iterdir()}
    hints = nearest_hint(name, sorted(known)) or ("the name counts from templates/",)
    return error("template", f"there is no template '{name}'", span, *hints)


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
