"""Writes the generated parts of the pages, between `<!-- generated: NAME -->` and `<!-- end -->`.

    python docs/generate.py

Run it after a change of what a table is made from; a test fails as long as a page is out of date.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

import click

# Everything that this script reads of the program.
from syllabus.cli import main
from syllabus.cli.terminal import Exit
from syllabus.front.bibliography import Bibliography, Style, format_citations
from syllabus.front.bibliography.bibtex import load_bibliography
from syllabus.front.bibliography.styles import load_style
from syllabus.front.records.definitions import course, meeting
from syllabus.front.records.kinds import Either, Record, Several
from syllabus.model.document import (
    Citation,
    CitationForm,
    CitedWork,
    Emphasis,
    Inline,
    Link,
    plain_text,
)
from syllabus.model.words import ENGLISH, MODULES, words_for
from syllabus.outputs.history import files as handout_records
from syllabus.outputs.history.compare import ChangeKind
from syllabus.outputs.mail import views as mail
from syllabus.outputs.pdf import changes, months, view
from syllabus.outputs.web import view as web_page
from syllabus.source import SourceFile, Span

PAGES = Path(__file__).parent

MORE = {
    "course.accessible": "[Accessible PDFs](../how-to/accessible-pdf.md)",
    "course.announcement": "[Send mail](../how-to/mail.md#what-the-mail-says)",
    "course.also_in": "[Time zones](../how-to/time-zones.md)",
    "course.breaks": "[Plan a term](../how-to/plan-a-term.md#days-without-meetings)",
    "course.contents": "[Lay out the handout](../how-to/layout.md)",
    "course.dates": "[Lay out the handout](../how-to/layout.md#dates)",
    "course.handout": "[Lay out the handout](../how-to/layout.md)",
    "course.holidays": "[Plan a term](../how-to/plan-a-term.md#days-without-meetings)",
    "course.kinds": "[Kinds of your own](../how-to/deadlines.md#kinds-of-your-own)",
    "course.language": "[Languages](../how-to/languages.md)",
    "course.engine": "[Other scripts](../how-to/languages.md#other-scripts)",
    "course.macros": "[Formulas](../how-to/formulas.md#macros)",
    "course.mail": "[Send mail](../how-to/mail.md#send-it-from-here)",
    "course.people": "[People](../how-to/people.md)",
    "course.presenters": "[Turns](../how-to/people.md#people-who-take-turns)",
    "course.rota": "[Turns](../how-to/people.md#people-who-take-turns)",
    "course.raw_latex": "[Trust](../explanation/trust.md)",
    "course.reading_load": "[Reading load](text.md#readings-and-reading-load)",
    "course.recipients": "[Send mail](../how-to/mail.md#the-list-of-recipients)",
    "course.site": "[Publish the page](../how-to/publish.md#say-where-it-is)",
    "course.style": "[Citation styles](../how-to/citations.md#choose-a-style)",
    "course.words": "[Words](words.md)",
    "meeting.also_in": "[Time zones](../how-to/time-zones.md)",
    "meeting.id": "[Calendar](../how-to/calendar.md#when-something-changes)",
    "meeting.join": "[Editions](../how-to/share.md#two-editions)",
    "meeting.kind": "[Deadlines, exams and holidays](../how-to/deadlines.md)",
    "meeting.presenters": "[Turns](../how-to/people.md#people-who-take-turns)",
    "meeting.speaker": "[People](../how-to/people.md)",
    "meeting.recording": "[Editions](../how-to/share.md#two-editions)",
}
"""The page that says more of a key."""

BOUNDS = (
    (
        "a record, section or block, as a file",
        "{front.records.files:LARGEST_RECORD} bytes",
        "file-too-large",
    ),
    ("a library, as a file", "{front.records.files:LARGEST_LIBRARY} bytes", "file-too-large"),
    ("a sheet, as a file", "{scaffold.sheet.reading:LARGEST_SHEET} bytes", "broken-sheet"),
    (
        "what a service answers to `cite`",
        "{delivery.works.requests:LARGEST_ANSWER} bytes",
        "unexpected-answer",
    ),
    (
        "a citation style, as a file",
        "{front.bibliography.styles:LARGEST_STYLE} bytes",
        "broken-style",
    ),
    (
        "a text with all that it includes",
        "{front.markup.bounds:MAX_TEXT} characters, {front.markup.bounds:MAX_LINES} lines",
        "text-too-long",
    ),
    (
        "a paragraph, heading or cell",
        "{front.markup.positions:MAX_PARAGRAPH} characters",
        "text-too-long",
    ),
    ("a line of code", "{front.markup.bounds:MAX_CODE_LINE} characters", "text-too-long"),
    (
        "a heading; a title or another value in YAML",
        "{front.records.forms:LONGEST_TEXT} characters",
        "text-too-long",
    ),
    ("keys and values of one file in YAML", "{front.records.nodes:MOST_NODES}", "text-too-long"),
    ("keys of YAML inside each other", "{front.records.nodes:DEEPEST} deep", "nesting-too-deep"),
    ("a table", "{front.markup.parser:MAX_COLUMNS} columns", "text-too-long"),
    ("the cells of all tables of a text", "{front.markup.parser:MAX_CELLS}", "text-too-long"),
    ("blocks inside each other", "{front.markup.parser:MAX_NESTING} deep", "nesting-too-deep"),
    (
        "emphasis or links inside each other",
        "{front.markup.positions:MAX_INLINE_NESTING} deep",
        "nesting-too-deep",
    ),
    (
        "a title in the outline and the metadata of the PDF",
        "{writers.latex.text:LONGEST_PDF_STRING} characters; a longer one is cut short there",
        "",
    ),
    (
        "the files among the materials of a meeting",
        "{model.materials:LARGEST_MATERIAL} bytes together",
        "material-size",
    ),
    ("a file that is imported", "{importing.formats:LARGEST_SOURCE} bytes", "import-size"),
    ("text that is imported, as a file", "{importing.formats:LARGEST_TEXT} bytes", "import-size"),
    (
        "a document that is imported, unpacked",
        "{importing.archives:LARGEST_UNPACKED} bytes",
        "import-size",
    ),
    ("a table that is imported", "{importing.spreadsheets:MOST_ROWS} rows", "import-size"),
    ("a PDF that is imported", "{importing.portable:MOST_PAGES} pages", "import-size"),
    ("pandoc's reading of a document", "{importing.pandoc:PATIENCE} seconds", "import-broken"),
    ("a formula", "{writers.latex.math.tokens:MAX_LENGTH} characters", "math-size"),
    (
        "a formula with its macros written out",
        "{writers.latex.math.tokens:MAX_SIZE} tokens",
        "math-size",
    ),
    ("a picture, as a file", "{front.markup.resources:LARGEST_PICTURE} bytes", "image-size"),
    ("a picture", "{front.markup.pictures:WIDEST_PICTURE} pixels on a side", "image-size"),
    (
        "a picture",
        "{front.markup.pictures:LARGEST_RASTER} bytes of a PNG's pixels, unpacked",
        "image-size",
    ),
    (
        "a picture",
        "{front.markup.pictures:LONGEST_PAGE} points a side of a PDF's page",
        "image-size",
    ),
    (
        "pages of a PDF picture, and values in its objects",
        "{front.markup.pictures:DEEPEST_TREE} deep",
        "broken-picture",
    ),
    (
        "tables of objects of a PDF picture, each changed after the last",
        "{front.markup.pictures:MOST_TABLES}",
        "broken-picture",
    ),
    (
        "compressed objects of a PDF picture, written out",
        "{front.markup.pictures:LARGEST_OBJECTS} bytes, "
        "each at least {front.markup.pictures:SMALLEST_OBJECT}",
        "broken-picture",
    ),
    (
        "elements that a style takes for one work, its macros written out",
        "{front.bibliography.effort:MOST_ELEMENTS}; Chicago's styles take 3,047",
        "broken-style",
    ),
    (
        "elements of a style inside each other",
        "{front.bibliography.effort:DEEPEST_STYLE} deep",
        "broken-style",
    ),
    (
        "a text or an attribute of a style",
        "{front.bibliography.effort:LONGEST_WORDS} characters",
        "broken-style",
    ),
    (
        "steps of a template: turns of loops, calls, filters, printed values",
        "{outputs.sandbox:MOST_STEPS}",
        "template",
    ),
    (
        "a number that a template calculates; the values of a list that it makes",
        "{outputs.sandbox:LARGEST_PRODUCT}",
        "template",
    ),
    (
        "a text that a template makes, and all that it prints",
        "{outputs.sandbox:LARGEST_TEXT} characters",
        "template",
    ),
    (
        "the width to which a template pads a text",
        "{outputs.sandbox:WIDEST_FIELD} characters",
        "template",
    ),
    (
        "folders below `templates/`",
        "{front.records.files:DEEPEST_FOLDER} deep",
        "nesting-too-deep",
    ),
    (
        "folders below what `init --from` copies",
        "{front.records.files:DEEPEST_FOLDER} deep; deeper ones are ignored",
        "",
    ),
    (
        "meetings at one time that are compared with each other",
        "{front.check.meetings:MOST_AT_ONCE}",
        "meeting-date-clash",
    ),
)
"""What is bounded, by how much (`{MODULE:NAME}` stands for a value), and the fault that says so."""


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of Markdown."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    lines.insert(1, ("---",) * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def keys_table(record: Record, name: str) -> str:
    """Return the keys of a record, those of records inside it too."""
    return table(("key", "value", "meaning"), _key_rows(record, name))


def _key_rows(record: Record, name: str, before: str = "") -> Iterator[tuple[str, str, str]]:
    for field in record.fields:
        key = f"{before}{field.key}"
        meaning = ["**Required.**"] if field.required else []
        meaning.append(field.description)
        if more := MORE.get(f"{name}.{key}"):
            meaning.append(f"See {more}.")
        yield f"`{key}`", field.kind.expected, " ".join(meaning)
        kind = field.kind
        while isinstance(kind, (Several, Either)):
            kind = kind.item if isinstance(kind, Several) else kind.full
        if isinstance(kind, Record):
            yield from _key_rows(kind, name, f"{key}.")


def handout_record_table() -> str:
    """Return the keys of the record that a handout leaves, each once."""
    owners: dict[tuple[str, str], list[str]] = {}
    for record in (
        handout_records.HANDOUT,
        handout_records.SECTION,
        handout_records.MEETING,
        handout_records.PART,
    ):
        for field in record.fields:
            owners.setdefault((field.key, field.description), []).append(record.expected)
    return table(
        ("key", "of", "meaning"),
        ((f"`{key}`", ", ".join(whose), said) for (key, said), whose in owners.items()),
    )


def command_table(name: str) -> str:
    """Return how a command is called, and its arguments and options."""
    command = main if not name else main.get_command(click.Context(main), name)
    assert command is not None
    rows = [
        (_option(parameter), _help(parameter))
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
    ]
    if not name:
        rows.append(("`-h`, `--help`", "Show how a command is used, with examples, and stop."))
    pieces = [
        *(part for part in (_usage(name, command),) if part),
        table(("option", "does"), rows) if rows else "",
    ]
    return "\n".join(piece for piece in pieces if piece)


def _usage(name: str, command: click.Command) -> str:
    words = ["syllabus", name] if name else ["syllabus", "[OPTIONS]", "COMMAND", "…"]
    if name:
        words += (
            ["[OPTIONS]"]
            if any(isinstance(each, click.Option) and not each.hidden for each in command.params)
            else []
        )
        words += [
            each.metavar or each.name or ""
            for each in command.params
            if isinstance(each, click.Argument)
        ]
    return f"Usage: `{' '.join(words)}`\n"


def _option(option: click.Option) -> str:
    names = sorted(option.opts, key=len)
    metavar = option.metavar or ""
    if isinstance(option.type, click.Choice):
        metavar = names[-1].strip("-").upper()
    elif option.is_flag:
        metavar = ""
    return ", ".join(f"`{each}{f' {metavar}' if metavar else ''}`" for each in names)


def _help(option: click.Option) -> str:
    text = re.sub(
        r"(?<![\w`-])--?[a-zA-Z][a-z-]*", lambda found: f"`{found[0]}`", option.help or ""
    )
    if isinstance(option.type, click.Choice):
        *others, last = (f"`{each}`" for each in option.type.choices)
        text = f"{text.removesuffix('.')}: {', '.join(others)} or {last}."
    default = option.get_default(click.Context(main)) if option.show_default is True else None
    if default is not None:
        text = f"{text.removesuffix('.')}; `{default}` unless given."
    return text


def commands_table() -> str:
    """Return the commands with a line on each."""
    return table(
        ("command", "does"),
        (
            (f"[`syllabus {name}`](#syllabus-{name})", command.short_help or "")
            for name, command in sorted(main.commands.items())
        ),
    )


def words_table() -> str:
    """Return every word in every language."""
    languages = ["en", *(each for each in MODULES if each != "en")]
    words = [words_for(each) for each in languages]
    return table(
        ("key", *(f"`{each}`" for each in languages)),
        ((f"`{key}`", *(each[key] for each in words)) for key in ENGLISH),
    )


def values_table(*modules: Any) -> str:
    """Return what templates see: the fields of every class of modules that is a view."""
    classes = [
        each
        for module in modules
        for name, each in vars(module).items()
        if name.endswith("View") and each.__module__ == module.__name__
    ]
    names = {each.__name__: _spaced(each.__name__) for each in classes}
    pieces = []
    for each in sorted(classes, key=lambda each: names[each.__name__]):
        meanings = _meanings(each)
        rows = (
            (f"`{field}`", _type_name(kind, names), meanings.get(field, ""))
            for field, kind in each.__annotations__.items()
        )
        said = inspect.cleandoc(each.__doc__ or "")
        heading = names[each.__name__]
        pieces.append(f"### {heading}\n\n{said}\n\n{table(('value', 'is', 'meaning'), rows)}")
    return "\n".join(pieces)


def _spaced(name: str) -> str:
    """Return "Changed" for `ChangedView`, "Day meeting" for `DayMeetingView`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("View")).capitalize()


_KINDS = {
    "Latex": "LaTeX",
    "Html": "HTML",
    "str": "text",
    "int": "number",
    "bool": "true or false",
    "Mapping[str, str]": "texts by their keys",
    "Mapping[str, Html]": "HTML by its keys",
    "Punctuation": "`comma`, `semicolon`, `colon`, `opening`, `closing` and `space`",
}


def _type_name(kind: object, names: dict[str, str]) -> str:
    """Return "list of rows" for `tuple[RowView, ...]`, in words and links."""
    text = str(kind)
    optional = text.endswith(" | None")
    text = text.removesuffix(" | None")
    if found := re.fullmatch(r"tuple\[(.*), \.\.\.\]", text):
        return f"list of: {_type_name(found[1], names)}"
    if text in names:
        said = f"[{names[text].lower()}](#{names[text].lower().replace(' ', '-')})"
    else:
        said = _KINDS[text]
    return f"{said}, or None" if optional else said


def _meanings(owner: type) -> dict[str, str]:
    """Return the strings below the fields of a class or the members of an enumeration."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(owner))).body[0]
    assert isinstance(tree, ast.ClassDef)
    meanings = {}
    for before, node in zip(tree.body, tree.body[1:], strict=False):
        target = getattr(before, "target", None) or next(iter(getattr(before, "targets", ())), None)
        if (
            isinstance(target, ast.Name)
            and isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
        ):
            meanings[target.id] = inspect.cleandoc(str(node.value.value))
    return meanings


def members_table(owner: type[Enum], head: str) -> str:
    """Return the values of an enumeration and what each means."""
    meanings = _meanings(owner)
    return table((head, "means"), ((f"`{each.value}`", meanings[each.name]) for each in owner))


def bounds_table() -> str:
    """Return what is bounded, with the values that the program has."""

    def value(found: re.Match[str]) -> str:
        return f"{getattr(import_module(f'syllabus.{found[1]}'), found[2]):,}"

    return table(
        ("what", "at most", "fault"),
        (
            (
                what,
                re.sub(r"\{([\w.]+):(\w+)\}", value, most),
                f"[`{code}`](faults.md#{code})" if code else "",
            )
            for what, most, code in BOUNDS
        ),
    )


@cache
def works_list() -> str:
    """Return the entries of works.bib, each with its reference in APA."""
    text = (PAGES / "works.bib").read_text(encoding="utf-8")
    library, _ = load_bibliography([SourceFile(PAGES / "works.bib", "works.bib", text)])
    style = load_style("apa", PAGES, next(iter(_spans(library))))
    assert isinstance(style, Style)
    cited = [
        Citation((CitedWork(key, span, (), (), None, None, False),), CitationForm.FULL, span)
        for key, span in zip(library.keys(), _spans(library), strict=True)
    ]
    printed = format_citations(library, cited, style, "en-US")
    assert not printed.diagnostics, printed.diagnostics
    entries = re.findall(r"^% (.+)\n(@(?s:.+?)\n\})", text.partition("\n\n")[2], re.MULTILINE)
    return "\n".join(
        f"**{name}**\n\n```bibtex\n{entry}\n```\n\n> {_markdown(nodes)}\n"
        for (name, entry), nodes in zip(entries, printed.citations, strict=True)
    )


def _spans(library: Bibliography) -> Iterator[Span]:
    for key in library.keys():  # noqa: SIM118 - not a dict
        entry = library.entry(key)
        assert entry is not None
        yield entry.span


def _markdown(nodes: Iterable[Inline]) -> str:
    parts = []
    for node in nodes:
        match node:
            case Emphasis():
                parts.append(f"*{_markdown(node.children)}*")
            case Link():
                parts.append(f"<{node.target}>")
            case _:
                parts.append(plain_text((node,)))
    return "".join(parts)


TABLES: dict[str, Callable[[], str]] = {
    "bounds": bounds_table,
    "keys of a handout's record": handout_record_table,
    "keys of a meeting": partial(keys_table, meeting.MEETING, "meeting"),
    "keys of course.yaml": partial(keys_table, course.COURSE, "course"),
    "kinds of change": partial(members_table, ChangeKind, "kind"),
    "list of commands": commands_table,
    "status": partial(members_table, Exit, "status"),
    "syllabus": partial(command_table, ""),
    "values of LaTeX templates": partial(values_table, view, months, changes),
    "values of mail templates": partial(values_table, mail),
    "values of the web page": partial(values_table, web_page),
    "words": words_table,
    "works of every type": works_list,
    **{f"syllabus {name}": partial(command_table, name) for name in main.commands},
}
"""What can stand between markers, by its name there."""

_MARKED = re.compile(r"(<!-- generated: ([^\n]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def rewritten(text: str) -> str:
    """Return a page with what is generated written anew."""
    return _MARKED.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n{found[3]}", text)


def pages() -> list[Path]:
    """Return every page."""
    return sorted(page for page in PAGES.rglob("*.md") if "examples" not in page.parts)


if __name__ == "__main__":
    for page in pages():
        found = page.read_text(encoding="utf-8")
        if (written := rewritten(found)) != found:
            page.write_text(written, encoding="utf-8")
            print(f"docs/{page.relative_to(PAGES)}")
