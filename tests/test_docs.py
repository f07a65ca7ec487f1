"""What docs/ says is true: tables are as generated, examples work, links lead somewhere."""

from __future__ import annotations

import ast
import re
import runpy
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import pytest
from tests.security.test_pictures import png

from syllabus.cli import main
from syllabus.diagnostics import Diagnostic, Severity
from syllabus.front.check.accessible import check_accessible
from syllabus.front.records.definitions import course, meeting
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.workspace.layout import Layout

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SOURCES = ROOT / "src" / "syllabus"

FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w*)(?: (?P<where>\S+))?\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
RECORD = "syllabus/meetings/2021-04-15-lenses.md"
PROJECT = {
    "syllabus/course.yaml": (
        "title: Optics\nzone: Europe/Berlin\nday: Thursday\nstreams: {waves: Waves, rays: Rays}\n"
    ),
    RECORD: "---\ndate: 2021-04-15\ntime: 18:00\ntitle: Lenses\n---\n\nSee @hecht2017.\n",
    "syllabus/meetings/2021-04-29-mirrors.md": (
        "---\ndate: 2021-04-29\ntime: 18:00\ntitle: Mirrors\n---\n\n"
        "```{include} questions.md\n```\n"
    ),
    "syllabus/meetings/lens.png": png(2, 2, 2).decode("latin-1"),
    "syllabus/meetings/lens.svg": "<svg/>",
    "syllabus/sections/general.md": "# General Information\n",
    "syllabus/blocks/questions.md": "1. What is light?\n",
    "bib/library.bib": (
        "@book{hecht2017, author = {Hecht, Eugene}, title = {Optics}, year = {2017}}\n"
        "@book{born1999, author = {Born, Max and Wolf, Emil}, title = {Principles of Optics},\n"
        "  year = {1999}, doi = {10.1017/CBO9781139644181}}\n"
    ),
}
"""The course that examples are put into."""

NOT_IN_A_TEXT = {
    "uncited-faults",  # which counts others
    "ambiguous-link",  # takes three texts
    "speaker-clash",  # takes two
    *(
        "bad-file-name",
        "bad-history",
        "broken-picture",
        "broken-style",
        "doubtful-style",
        "duplicate-identifier",
        "file-too-large",
        "ignored-file",
        "unneeded-accept",
        "image-size",
        "material-size",
        "room-clash",
        "unknown-format",
        "unwritten-record",
    ),
    *("math-size", "nesting-too-deep", "not-utf-8", "picture-unreadable", "unreadable-file"),
    *("cannot-write", "disk-full", "work-unwritable"),
    *(
        "missing-character",
        "missing-font",
        "missing-package",
        "overfull-line",
        "overfull-page",
        "tex-error",
    ),
    *("formula-as-written", "latex-left-out", "picture-not-shown"),
    *("tex-failed", "tex-missing", "tex-timeout", "tex-too-large", "tex-too-old", "tex-unsettled"),
    *("undefined-command", "undefined-reference"),
    *("import-broken", "import-empty", "import-encrypted", "import-kind", "import-needs"),
    *("import-same-date", "import-size", "import-unreadable"),
    *("list-too-deep", "unprintable-character"),
    *("missing-join", "missing-recording", "no-hyphenation", "no-synctex", "text-too-long"),
    *(
        "unused-entry",
        "unused-template",
        "value-too-long",
        "meeting-without-id",
        "vanished-meeting",
    ),
    *(
        "broken-csv",
        "no-recipients",
        "row-without-address",
        "row-without-comment",
        "too-many-recipients",
    ),
    *("unclear-recipients", "missing-mail-setting", "mailing-runs"),
    *("mail-certificate", "mail-deferred", "mail-login", "mail-password", "mail-refused"),
    *(
        "mail-not-unknown",
        "mail-sender-refused",
        "mail-server",
        "mail-too-large",
        "mail-unknown",
        "mail-without-tls",
    ),
    "unknown-mail-server",
    *("foreign-files", "members-in-history", "unwritable-branch"),
    *("blocked-link", "dead-link", "insecure-link", "moved-link", "no-network"),
    *("broken-sheet", "duplicate-row", "sheet-conflict", "unknown-column", "unknown-row"),
    *("service-busy", "service-unreachable", "unexpected-answer", "unknown-work"),
}
"""Faults of machines, networks, raw LaTeX, whole files and courses: more than a line can show."""


@dataclass(frozen=True)
class Example:
    """A fenced block; `where` says what of a project it stands for."""

    page: str
    line: int
    language: str
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    def side(self, sign: str) -> str:
        """Return one side of an example that is a diff."""
        lines = self.text.splitlines()
        assert all(line[:1] in ("", " ", "+", "-") for line in lines), self
        return "".join(f"{line[1:]}\n" for line in lines if line[:1] in ("", " ", sign))


@cache
def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@cache
def _examples(name: str) -> list[Example]:
    text = _page(name)
    return [
        Example(name, text.count("\n", 0, found.start()) + 1, found[2], found[3] or "", found[4])
        for found in FENCE.finditer(text)
    ]


@cache
def _sections(name: str) -> dict[str, str]:
    """Return what stands below each `##` heading of a page."""
    text = FENCE.sub(lambda found: found[0].replace("\n#", "\n\\#"), _page(name))
    _, *pieces = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


# --- examples in a project -----------------------------------------------------------------


def _with_keys(text: str, keys: str) -> str:
    """Return YAML with keys put in place of those of the same name."""
    named = {line.partition(":")[0] for line in keys.splitlines()}
    kept = (line for line in text.splitlines() if line.partition(":")[0] not in named)
    return "".join(f"{line}\n" for line in (*kept, *keys.splitlines()))


def _placed(where: str, text: str) -> dict[str, str]:
    """Return the file that an example makes of the project's."""
    _, front, body = PROJECT[RECORD].split("---\n")
    match where:
        case "course.yaml":
            return {"syllabus/course.yaml": _with_keys(PROJECT["syllabus/course.yaml"], text)}
        case "front-matter":
            return {RECORD: f"---\n{_with_keys(front, text)}---\n{body}"}
        case "record":
            return {RECORD: text}
        case "body":
            return {RECORD: f"---\n{front}---\n\n{text}"}
        case _:
            assert "/" in where, where
            return {where: text}


def _write(files: Mapping[str, str], root: Path) -> None:
    for name, text in {**PROJECT, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("latin-1" if name.endswith(".png") else "utf-8"))


def _faults(
    files: Mapping[str, str], root: Path, accessible: bool = False
) -> tuple[Diagnostic, ...]:
    _write(files, root)
    prepared = prepare_handout(Layout(root), as_of="2021-04-14")
    asked_for = check_accessible(prepared.project) if accessible else ()
    return (*prepared.diagnostics, *asked_for)


FAULT_EXAMPLES = [
    (heading.strip("`"), example)
    for heading, text in _sections("reference/faults.md").items()
    for example in _examples("reference/faults.md")
    if example.text.replace("\n#", "\n\\#") in text
]


@pytest.mark.parametrize(("code", "example"), FAULT_EXAMPLES, ids=lambda each: str(each))
def test_an_example_has_its_fault_and_loses_it(code: str, example: Example, tmp_path: Path) -> None:
    accessible = "syllabus check --accessible" in _sections("reference/faults.md")[f"`{code}`"]
    found = _faults(_placed(example.where, example.side("-")), tmp_path / "found", accessible)
    assert code in {fault.code for fault in found}
    said = _sections("reference/faults.md")[f"`{code}`"]
    for fault in found:
        if fault.code == code:
            assert re.match(rf"\n\*\*(?:\w+ or )?{fault.severity}\b.*\*\* · ", said)
    left = _faults(_placed(example.where, example.side("+")), tmp_path / "mended", accessible)
    assert not [fault for fault in left if fault.code == code or fault.severity is Severity.ERROR]


def test_every_fault_that_a_line_can_show_has_an_example() -> None:
    assert {code for code, _ in FAULT_EXAMPLES} == _codes() - NOT_IN_A_TEXT


def _pages() -> list[str]:
    return sorted(page.relative_to(DOCS).as_posix() for page in _written())


def _written() -> Iterator[Path]:
    """Yield the pages, without the records of the examples."""
    examples = DOCS / "examples"
    return (page for page in DOCS.rglob("*.md") if not page.is_relative_to(examples))


def _of_a_project(page: str) -> list[Example]:
    """Return the examples of a page that are a file of a project, or a part of one."""
    return [
        each for each in _examples(page) if each.where and each.language not in ("console", "diff")
    ]


@pytest.mark.parametrize("page", [page for page in _pages() if _of_a_project(page)])
def test_the_examples_of_a_page_build(page: str, tmp_path: Path) -> None:
    examples = _of_a_project(page)
    files = {each.where: each.text for each in examples if "/" in each.where}
    cases = [files] + [
        {**files, **_placed(each.where, each.text)} for each in examples if "/" not in each.where
    ]
    faults = {
        (fault.code, fault.message, fault.span and fault.span.text)
        for number, case in enumerate(cases)
        for fault in _faults(case, tmp_path / str(number))
        if fault.severity is not Severity.NOTE and fault.code != "no-hyphenation"  # of this machine
    }
    assert not faults


# --- codes ---------------------------------------------------------------------------------


@cache
def _trees() -> dict[str, ast.Module]:
    paths = sorted(SOURCES.rglob("*.py"))
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in paths}


def _code_places(tree: ast.AST) -> dict[str, int]:
    """Return the functions and classes that take a fault's code, and as which argument."""
    places: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            fields = [each.target for each in node.body if isinstance(each, ast.AnnAssign)]
            names = [each.id for each in fields if isinstance(each, ast.Name)]
            if {"code", "severity"} <= set(names):
                places[node.name] = names.index("code")
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name == "__init__":
                    places |= _code_place(node.name, method)
        elif isinstance(node, ast.FunctionDef) and node.name != "__init__":
            places |= _code_place(node.name, node)
    return places


def _code_place(name: str, function: ast.FunctionDef) -> dict[str, int]:
    taken = [ast.unparse(each) for each in function.args.args if each.arg != "self"]
    return {name: taken.index("code: str")} if "code: str" in taken else {}


def _named(function: ast.expr) -> str:
    return getattr(function, "id", "") or getattr(function, "attr", "")


@cache
def _codes() -> frozenset[str]:
    return frozenset(_reported())


def _reported() -> Iterator[str]:
    """Yield the codes that the program reports; every one is written out where it is found."""
    common: dict[str, int] = {}
    classes: dict[str, ast.ClassDef] = {}
    for module in _trees().values():
        for top in module.body:
            name = getattr(top, "name", "")
            if isinstance(top, ast.ClassDef):
                classes[name] = top
            common |= {each: place for each, place in _code_places(top).items() if each == name}
    for name, tree in _trees().items():
        places = common | _code_places(tree)
        for base in (_named(each) for top in tree.body for each in getattr(top, "bases", ())):
            places |= _code_places(classes[base]) if base in classes else {}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            function, arguments = node.func, node.args
            if _named(function) == "partial":
                function, *arguments = arguments
            place = places.get(_named(function))
            if place is None:
                continue
            given = arguments[place]
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                yield given.value
            else:
                assert _named(given) == "code", f"{name}:{node.lineno} hides a fault's code"


def test_every_fault_is_explained_and_nothing_else() -> None:
    headings = [heading.strip("`") for heading in _sections("reference/faults.md")]
    assert headings == sorted(_codes())


# --- generated tables ----------------------------------------------------------------------

GENERATOR = runpy.run_path(str(DOCS / "generate.py"))


@pytest.mark.parametrize("page", _pages())
def test_what_is_generated_is_up_to_date(page: str) -> None:
    assert GENERATOR["rewritten"](_page(page)) == _page(page), "run: python docs/generate.py"


def test_every_table_stands_on_one_page() -> None:
    text = "".join(map(_page, _pages()))
    assert sorted(re.findall(r"<!-- generated: (.+) -->", text)) == sorted(GENERATOR["TABLES"])


def test_every_generated_row_says_something() -> None:
    for name, make in GENERATOR["TABLES"].items():
        assert not re.search(r"\|  \|$", make(), re.MULTILINE) or name == "bounds", name


def test_pages_point_to_keys_that_there_are() -> None:
    records = {"course": course.COURSE, "meeting": meeting.MEETING}
    keys = {f"{name}.{field.key}" for name, each in records.items() for field in each.fields}
    assert GENERATOR["MORE"].keys() <= keys


def _rows(page: str, heading: str) -> dict[str, str]:
    """Return the rows below a heading of a page that begin with a name in code."""
    found = re.findall(r"^\| `([^`]+)` \| (.*) \|$", _sections(page)[heading], re.MULTILINE)
    rows = dict(found)
    assert len(rows) == len(found), f"{page} says something twice"
    return rows


def test_every_command_is_explained_with_its_arguments() -> None:
    sections = _sections("reference/commands.md")
    assert [each for each in sections if each.startswith("`syllabus ")]
    for name in main.commands:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        section = sections[f"`syllabus {name}`"]
        assert f"<!-- generated: syllabus {name} -->" in section
        explained = section.partition("<!-- end -->")[2] + section.partition("<!-- gen")[0]
        for parameter in command.params:
            if isinstance(parameter, click.Argument):
                metavar = (parameter.metavar or "").strip("[]")
                assert all(f"`{each}`" in explained for each in metavar.split("|")), metavar


def test_no_page_names_an_option_that_there_is_not() -> None:
    known = {*main.context_settings["help_option_names"], "--citeproc"}  # which is pandoc's
    for command in (main, *(main.get_command(click.Context(main), name) for name in main.commands)):
        assert command is not None
        known.update(option for parameter in command.params for option in parameter.opts)
    for page in _pages():
        said = re.findall(r"`(--[^`\n]*)`|(syllabus (?!-C\S)[^`\n]*)", _page(page))
        for words in ("".join(each) for each in said):
            options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", words))
            assert options <= known, f"{page}: {words}"


def test_a_shell_takes_every_command_as_it_is_shown() -> None:
    pages = [page.read_text("utf-8") for page in (ROOT / "README.md", *DOCS.rglob("*.md"))]
    named = (main.get_command(click.Context(main), name) for name in main.commands)
    helps = [(command and command.epilog) or "" for command in named]
    shown = re.findall(r"^ *\$ (.+)$", "\n".join(pages), re.MULTILINE)
    shown += re.findall(r"^ +(syllabus .+?)(?:  .*)?$", "\n".join(helps), re.MULTILINE)
    assert len(shown) > 150
    read = subprocess.run(["bash", "-n"], input="\n".join(shown), capture_output=True, text=True)
    assert (read.returncode, read.stderr) == (0, "")


def test_every_template_is_listed() -> None:
    files = {path.name for path in (ROOT / "templates").iterdir()}
    assert set(_rows("reference/templates.md", "Files")) == files


def test_citations_are_printed_as_the_table_says(tmp_path: Path) -> None:
    rows = {
        written: printed
        for written, printed in _rows("reference/text.md", "Citations").items()
        if "full reference" not in printed
    }
    assert len(rows) > 4
    body = "".join(f"- A case: {written}\n" for written in rows)
    _write(_placed("body", body), tmp_path)
    document = prepare_handout(Layout(tmp_path), as_of="2021-04-14").document
    assert document is not None
    plain = document.text.replace(r"\&", "&").replace("~", " ")  # what keeps on one line
    found = re.findall(r"^A case: (.*)", plain, re.MULTILINE)
    assert found == list(rows.values())


# --- links ---------------------------------------------------------------------------------


def _anchors(path: Path) -> set[str]:
    """Return what headings are called in links, as GitHub does it."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *_written()]:
        text = re.sub(r"`[^`\n]*`", "", FENCE.sub("", page.read_text(encoding="utf-8")))
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            found = page.parent / name if name else page
            assert found.exists(), f"{page.name}: {target}"
            assert not anchor or anchor in _anchors(found), f"{page.name}: {target}"


def test_every_page_is_in_the_sites_menu_and_every_picture_on_a_page() -> None:
    settings = (DOCS / "mkdocs.yml").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^ +- (?:[^:\n]+: )?(\S+\.md)$", settings, re.MULTILINE)) == _pages()
    text = "".join(FENCE.sub("", _page(page)) for page in _pages())
    shown = set(re.findall(r"pictures/([\w-]+\.png)\)", text))
    assert shown == {picture.name for picture in (DOCS / "pictures").iterdir()}


def test_no_page_is_too_long_to_read() -> None:
    lengths = {page: _page(page).count("\n") for page in _pages()}
    del lengths["reference/faults.md"], lengths["reference/commands.md"]  # which are looked up
    assert max(lengths.values()) < 450, lengths


@pytest.mark.parametrize(
    ("page", "least"), [("explanation/promises.md", 40), ("explanation/trust.md", 15)]
)
def test_promises_name_tests_that_there_are(page: str, least: int) -> None:
    rows = re.findall(r"^\| .* \| (`.*) \|$", (DOCS / page).read_text("utf-8"), re.M)
    assert len(rows) > least
    for row in rows:
        files, written = re.findall(r"`((?:tests/[\w/]*)?\w+\.py)`", row), ""
        for name in files:
            paths = [ROOT / name] if "/" in name else list((ROOT / "tests").rglob(name))
            assert paths, name
            written += "".join(path.read_text(encoding="utf-8") for path in paths)
        for name in re.findall(r"`(test_\w+)`", row):
            assert f"def {name}(" in written, name
