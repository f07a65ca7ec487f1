"""Nothing gets lost: any text in any field builds, and comes back out of the PDF."""

from __future__ import annotations

import json
import re
import string
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.security.attacks import TEMPLATE_WORDS, WORDS_OF_TEX
from tests.security.projects import FRONT, MEETING, NOW, build, codes, prepare, project, squeezed
from tests.security.test_attacks import DOT, MEETINGS, record
from tests.security.trees import Grower, printable_lines
from tests.web.reading import check_safe

from syllabus.cli.report import FORMATS, plain
from syllabus.diagnostics import Diagnostic, Severity, has_errors
from syllabus.front.markup import MarkupContext, parse_markdown
from syllabus.model.document import walk
from syllabus.outputs.pdf.page import make_page
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.source import SourceFile
from syllabus.workspace.layout import Layout

ESCAPED = str.maketrans(
    {sign: f"\\{sign}" for sign in string.punctuation}
    | {"(": "&#40;", "[": "&#91;"}  # behind a backslash they may begin a formula
)
IN_BIBTEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "{}%$&#_"}
    | {"\\": r"{\textbackslash}", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}"}
    | {'"': "{\\textquotedbl}", "'": "{\\textquotesingle}", "`": "{\\textasciigrave}"}
)

MEETING_KEYS = (
    "speaker: {0}",
    "speaker: {1}",
    "speaker: {{name: {1}, affiliation: {1}, url: {1}}}",
    "presenters: {0}",
    "room: {1}",
    "room: {{name: A, building: {1}, url: {1}}}",
    "materials: {{slides: {1}}}",
    "materials: [{{label: {1}, url: {1}}}]",
    "materials: {0}",
    "kind: {0}",
    "module: {1}",
    "times: {0}",
    "times: {{{1}: '9:00'}}",
    "times: {{a: {0}}}",
    "every: {0}",
    "every: week until {0}",
    "time: all day{0}",
)
COURSE_KEYS = (
    "people: {{a: {1}}}",
    "people: {0}",
    "contact: {1}",
    "assistants: {0}",
    "office_hours: {1}",
    "office_hours: {{day: {0}, time: {1}}}",
    "rota: {0}\npresenters: rota",
    "announcement: {{before: {1}, after: {1}}}",
    "room: {1}",
    "kinds: {{a: {1}}}",
    "kinds: {0}",
    "schedule: {0}",
    "schedule: {{columns: {{topic: {1}}}}}",
    "schedule: {{columns: [topic, {0}]}}",
    "numbering: {0}",
    "breaks: {0}\nschedule: {{breaks: shown}}",
)
"""Lines of front matter and of course.yaml, with a text as it is, {0}, or in quotes, {1}."""


def _in_meeting(line: str) -> Callable[[str], dict[str, str | bytes]]:
    front = FRONT.removesuffix("---\n\n")
    return lambda text: {MEETING: f"{front}{line.format(text, json.dumps(text))}\n---\n"}


def _in_course(line: str) -> Callable[[str], dict[str, str | bytes]]:
    course = "title: A\nzone: Europe/Berlin\ntime: 18:00\n"
    return lambda text: {"syllabus/course.yaml": f"{course}{line.format(text, json.dumps(text))}\n"}


FIELDS: dict[str, Callable[[str], dict[str, str | bytes]]] = {
    "title": lambda text: {MEETING: f"---\ndate: TBD\ntitle: {text}\n---\n"},
    "quoted title": lambda text: {MEETING: f"---\ndate: TBD\ntitle: {json.dumps(text)}\n---\n"},
    "front matter": lambda text: {MEETING: f"---\ndate: TBD\ntitle: A\n{text}\n---\n"},
    "date": lambda text: {MEETING: f"---\ndate: {text}\ntitle: A\n---\n"},
    "time": lambda text: {MEETING: f"---\ndate: 2021-04-15\ntime: {text}\ntitle: A\n---\n"},
    "duration": lambda text: {MEETING: f"---\ndate: TBD\nduration: {text}\ntitle: A\n---\n"},
    **{f"a meeting's {key}": _in_meeting(key) for key in MEETING_KEYS},
    **{f"a course's {key}": _in_course(key) for key in COURSE_KEYS},
    "due": lambda text: {MEETING: f"{FRONT}## A {{due={json.dumps(text)}}}\n\n1. x\n"},
    "record": lambda text: {MEETING: text},
    "body": lambda text: {MEETING: f"{FRONT}{text}"},
    "list": lambda text: {MEETING: f"{FRONT}- {text}"},
    "table": lambda text: {MEETING: f"{FRONT}|a|\n|-|\n|{text}|"},
    "formula": lambda text: {MEETING: f"{FRONT}${text}$"},
    "citation": lambda text: {MEETING: f"{FRONT}[{text} @a, {text}]", "bib/a.bib": "@book{a,}"},
    "link": lambda text: {MEETING: f"{FRONT}[{text}](<{text}>)"},
    "picture": lambda text: {MEETING: f"{FRONT}![{text}](<{text}>)"},
    "include": lambda text: {MEETING: f"{FRONT}```{{include}} {text}\n```"},
    "course": lambda text: {"syllabus/course.yaml": text},
    "course's title": lambda text: {"syllabus/course.yaml": f"title: {text}\nzone: UTC\n"},
    "macro": lambda text: {
        "syllabus/course.yaml": f"title: A\nzone: UTC\nmacros: {{a: {json.dumps(text)}}}\n"
    },
    "date pattern": lambda text: {
        "syllabus/course.yaml": f"title: A\nzone: UTC\ndates: {{title: {json.dumps(text)}}}\n"
    },
    "library": lambda text: {"bib/a.bib": text, MEETING: f"{FRONT}@a"},
    "entry": lambda text: {"bib/a.bib": f"@book{{a, {text}}}", MEETING: f"{FRONT}@a"},
    "entry's fields": lambda text: {
        "bib/a.bib": "@book{a, "
        + ", ".join(f"{field} = {{{text}}}" for field in ("author", "title", "year", "doi", "url"))
        + "}",
        MEETING: f"{FRONT}@a\n\n- [@a]",
    },
    "style": lambda text: {"syllabus/course.yaml": f"title: A\nzone: UTC\nstyle: {text}\n"},
}  # fmt: skip

PIECES = st.sampled_from(
    (*WORDS_OF_TEX, *TEMPLATE_WORDS, *"\n\t\r\x0b\x0c\x00\x85\u2028\ufeff\ufffe")
)
MARKUP = st.text(alphabet="*_`[]()<>!#-+.:|&;\\$@^{}~'\"%=/ \n0a")
TEXTS = st.one_of(
    st.text(), MARKUP, st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=8).map("".join)
)


@settings(max_examples=120)
@given(field=st.sampled_from(sorted(FIELDS)), text=TEXTS)
@example(field="body", text="&#10;&#10;a &#12; &#13;")
@example(field="date pattern", text="'")
@example(field="list", text="- 1. ^[a")
def test_any_text_gives_a_document_or_faults_with_a_place(field: str, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        front = prepare(Path(folder), FIELDS[field](text))
        if front.document is not None:
            faults: list[Diagnostic] = []
            page = make_page(BuildRequest(Layout(Path(folder)), NOW, history=False), front, faults)
            if page.html is not None:
                check_safe(page.html.decode())
            else:
                assert has_errors(faults)
    errors = [fault for fault in front.diagnostics if fault.severity is Severity.ERROR]
    assert bool(errors) == (front.document is None)
    for fault in front.diagnostics:
        check_spans(fault)
    for write in FORMATS.values():
        write(front.diagnostics, plain).encode()
    if front.document is not None:
        for number in range(1, front.document.text.count("\n") + 2):
            span = front.document.filled.place(number)
            assert span is None or 0 <= span.start <= span.end <= len(span.file.text)


def check_spans(fault: Diagnostic) -> None:
    for span in (fault.span, *(other.span for other in fault.related)):
        if span is not None:
            assert 0 <= span.start <= span.end <= len(span.file.text)
            assert 1 <= span.line <= len(span.file.line_starts)
            assert span.column >= 1


@settings(max_examples=150)
@given(text=TEXTS)
def test_what_is_read_lies_in_its_file(text: str) -> None:
    source = SourceFile(Path("/nonexistent/a.md"), "a.md", text)
    parsed = parse_markdown(source, 1, MarkupContext(Layout(Path("/nonexistent")), "en"))
    for node in walk(parsed.blocks):
        assert 0 <= node.span.start <= node.span.end <= len(text)


@pytest.mark.parametrize("sign", ["\x01", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f"])
def test_a_control_character_is_a_fault_with_its_place(tmp_path: Path, sign: str) -> None:
    front = prepare(tmp_path, {MEETING: f"{FRONT}one\n\n- t{sign}wo\n"})
    (fault,) = (fault for fault in front.diagnostics if fault.severity is Severity.ERROR)
    assert fault.code == "unprintable-character"
    assert fault.span is not None
    assert (fault.span.line, fault.span.column, fault.span.text) == (8, 4, sign)
    entry = f"@book{{a, title = {{T{sign}}}, author = {{B}}}}"
    files = {MEETING: f"{FRONT}@a\n", "bib/a.bib": entry}
    assert codes(prepare(tmp_path, files)) <= {"unprintable-character", "missing-field"}


@pytest.mark.parametrize("data", [b"a\xed\xa0\x80b", b"a\x00b", b"a\xffb", b"a\xc0\x80b"])
def test_bytes_that_are_no_text_are_a_fault_with_their_place(tmp_path: Path, data: bytes) -> None:
    for name in (MEETING, "syllabus/course.yaml", "bib/a.bib"):
        front = prepare(tmp_path, {name: FRONT.encode() + data})
        faults = [fault for fault in front.diagnostics if fault.code == "not-utf-8"]
        places = [(fault.span.file.name, fault.span.line) for fault in faults if fault.span]
        assert (name, 6) in places
        (tmp_path / name).unlink()


def words_of(pdf: Path) -> str:
    """Return a PDF's text as far as type does not change it: no space, quotes, dashes, dots."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"]
    return bare(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def bare(text: str) -> str:
    return re.sub(r"[\"'`´“”‘’‚„«»‹›…. ]", "", squeezed(text)).casefold()


def test_printable_text_comes_back_out_of_the_pdf(tmp_path: Path) -> None:
    """In titles, prose, code, links and works: two hundred texts of each, in one document."""
    lines = printable_lines(7, 200)
    body, entries, files = [], [], {}
    for number, line in enumerate(lines):
        escaped = line.translate(ESCAPED)
        body += [escaped, f"[{escaped}](https://example.org/)", "    " + line, f"@k{number}."]
        title = line.translate(IN_BIBTEX)
        entries.append(f"@book{{k{number}, title = {{{{{title}}}}}, year = 2000}}")
        files[f"{MEETINGS}/{number:03}.md"] = (
            f"---\ndate: TBD\ntitle: {json.dumps(line)}\nshow: schedule\n---\n"
        )
    files[MEETING] = FRONT + "\n\n<!-- -->\n\n".join(body)
    files["bib/a.bib"] = "\n".join(entries)
    outcome = build(project(tmp_path, files))
    assert outcome.path is not None, FORMATS["short"](outcome.diagnostics, plain)[-2000:]
    text = words_of(outcome.path)
    lost = {line: count for line in lines if (count := text.count(bare(line))) < 5}
    assert lost == {}


def test_all_that_commonmark_has_builds_in_any_nesting(tmp_path: Path) -> None:
    """And each line of the .tex is traced to a record's line, never back and forth."""
    files: dict[str, str | bytes] = {f"{MEETINGS}/dot.png": DOT}
    words = []
    for seed in range(40):
        grower = Grower(seed)
        text = grower.blocks()
        files[f"{MEETINGS}/tree{seed:02}.md"] = record(f"T{seed}", text)
        words += [word for word in grower.words if word in text]
    deep = "\n".join("   " * depth + f"1. deep{depth}" for depth in range(8))
    files[f"{MEETINGS}/deep.md"] = record("Deep", deep)
    layout = project(tmp_path, files)
    front = prepare(tmp_path, files)
    assert front.document is not None, FORMATS["human"](front.diagnostics, plain)[-3000:]
    last: dict[str, int] = {}
    for mark in front.document.filled.marks:
        span = mark.origin.span if mark.origin else None
        name, line = (span.file.name, span.line) if span else ("", 0)
        if "/tree" in name and line > 3:
            assert line >= last.get(name, 0), (name, line)
            last[name] = line
    outcome = build(layout)
    assert outcome.path is not None, FORMATS["human"](outcome.diagnostics, plain)[-3000:]
    text = words_of(outcome.path)
    assert [word for word in words if word not in text] == []
    assert "1deep0(a)deep1ideep2adeep3" in text
    assert "1deep4(a)deep5ideep6adeep7" in text
