"""Projects with faults, written in Markdown with the faults they must have.

A case is a `##` heading in `tests/faults/*.md` and the fenced blocks below it; each block is a
file, named after the language:

    ```yaml syllabus/course.yaml
    titel: Optics     # error: 1 [unknown-key] "did you mean 'title'?"
    ```

A remark `# severity: column [code]` at the end of a line, with a part of the message or of a
hint in quotes where that matters, expects a fault there; it is taken out before the file is
written.
A block `faults` lists those that have no place in a file, and a block `moment` gives the moment at
which the course is looked at. What `accessible.md` has is looked at as by `check --accessible`. A
block `said` has all that `syllabus check` says of the case, word by word. Files above the first
case are in every case that does not bring its own; a block `diff` changes lines of one. After the
name, `latin-1` writes the file in that encoding, and `-> TARGET` makes it a link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from syllabus.diagnostics import Diagnostic
from syllabus.front.check import advise, check_project
from syllabus.front.check.accessible import check_accessible
from syllabus.model.timeline import resolve_moment
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.workspace.layout import Layout

CASES = Path(__file__).parent / "faults"
BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w+)(?: (?P<name>\S+))?(?: (?P<option>[^\n]+))?\n"
    r"(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
REMARK = re.compile(
    r"[ \t]*# (?P<severity>error|warning|note):(?: (?P<column>\d+))? \[(?P<code>[a-z0-9-]+)\]"
    r'(?: "(?P<text>[^"]*)")?(?=[ \t]*(?:$|#))'
)


@dataclass(frozen=True)
class Expected:
    """A fault that a case must have; `name` is empty for one without a place."""

    name: str
    line: int
    column: int
    severity: str
    code: str
    text: str = ""

    def __str__(self) -> str:
        place = f"{self.name}:{self.line}:{self.column}: " if self.name else ""
        return f"{place}{self.severity} [{self.code}]" + (f' "{self.text}"' if self.text else "")

    def matches(self, fault: Diagnostic) -> bool:
        said = "\n".join((fault.message, *fault.hints))
        return replace(self, text="") == _found(fault) and self.text in said


@dataclass(frozen=True)
class Case:
    title: str
    blocks: tuple[re.Match[str], ...]


def _cases() -> list[Case]:
    cases = []
    for path in sorted(CASES.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        blocks = list(BLOCK.finditer(text))
        # A record's own headings are inside of blocks.
        headings = [
            heading
            for heading in re.finditer(r"^## (.+)$", text, re.MULTILINE)
            if not any(block.start() < heading.start() < block.end() for block in blocks)
        ]
        ends = [heading.start() for heading in headings[1:]] + [len(text)]
        common = [block for block in blocks if block.start() < headings[0].start()]
        for heading, end in zip(headings, ends, strict=True):
            own = [block for block in blocks if heading.end() < block.start() < end]
            names = {block["name"] for block in own}
            changed = {block["name"] for block in own if block["language"] == "diff"}
            inherited = [block for block in common if block["name"] not in names - changed]
            assert own, heading[1]
            cases.append(Case(f"{path.stem}: {heading[1]}", (*inherited, *own)))
    return cases


def _remarks(block: re.Match[str]) -> tuple[str, list[Expected]]:
    """Return a block's text without its remarks, and what they expect."""
    lines, expected = [], []
    for number, line in enumerate(block["text"].splitlines(), start=1):
        for remark in REMARK.finditer(line):
            place = (block["name"] or "", number, int(remark["column"] or 0))
            if block["language"] == "faults":
                place = ("", 0, 0)
            expected.append(
                Expected(*place, remark["severity"], remark["code"], remark["text"] or "")
            )
        lines.append(REMARK.sub("", line))
    return "\n".join((*lines, "")), expected


def _found(fault: Diagnostic) -> Expected:
    span = fault.span
    place = ("", 0, 0) if span is None else (span.file.name, span.line, span.column)
    return Expected(*place, str(fault.severity), fault.code)


def _write(block: re.Match[str], text: str, root: Path) -> None:
    path = root / block["name"]
    path.parent.mkdir(parents=True, exist_ok=True)
    option = block["option"] or "utf-8"
    if option.startswith("-> "):
        path.symlink_to(option.removeprefix("-> "))
    elif option == "absent":
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(text.encode(option))


def _changed(text: str, diff: str) -> str:
    """Return a file's text with lines of it replaced."""
    lines = diff.splitlines(keepends=True)
    old = "".join(line[1:] or line for line in lines if line[0] != "+")
    new = "".join(line[1:] or line for line in lines if line[0] != "-")
    assert text.count(old) == 1, old
    return text.replace(old, new)


def _said(fault: Diagnostic) -> str:
    span = fault.span
    place = "" if span is None else f"{span.file.name}:{span.line}:{span.column}: "
    hints = "".join(f"\n  hint: {hint}" for hint in fault.hints)
    return f"{place}{fault.severity}: {fault.message} [{fault.code}]{hints}"


def _check_said(case: Case, root: Path) -> None:
    said = []
    for block in case.blocks:
        if block["language"] == "said":
            said.append(block["text"].rstrip("\n"))
        elif block["language"] == "diff":
            path = root / block["name"]
            path.write_text(_changed(path.read_text("utf-8"), block["text"]), "utf-8")
        else:
            _write(block, block["text"], root)
    faults = prepare_handout(Layout(root), "2027-01-01").diagnostics
    assert "\n".join(map(_said, faults)) == "\n".join(said)
    # One cause gives one message. It says where the mistake is, and what to write.
    (fault,) = faults
    assert fault.span is not None or "/" in fault.message
    assert fault.hints or "expected" in fault.message


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case.title)
def test_project_has_the_faults_it_says(case: Case, tmp_path: Path) -> None:
    if any(block["language"] == "said" for block in case.blocks):
        _check_said(case, tmp_path)
        return
    expected: list[Expected] = []
    moment = None
    for block in case.blocks:
        text, remarks = _remarks(block)
        expected += remarks
        if block["language"] == "moment":
            moment = text.strip()
        elif block["language"] != "faults":
            _write(block, text, tmp_path)
    project = check_project(Layout(tmp_path))
    faults = project.diagnostics
    if moment is not None and project.course is not None:
        zone = project.course.zone
        faults += advise(project, resolve_moment(moment, None, zone, datetime.now(zone)))
    if case.title.startswith("accessible: "):
        faults = (*faults, *check_accessible(project))
    unexpected = []
    for fault in faults:
        match = next((each for each in expected if each.matches(fault)), None)
        if match is None:
            hints = " | ".join(fault.hints)
            unexpected.append(f"{_found(fault)} {fault.message} ({hints})")
        else:
            expected.remove(match)
    missing = [str(each) for each in expected]
    assert (missing, unexpected) == ([], []), "\n".join(
        (*(f"missing: {each}" for each in missing), *(f"unexpected: {each}" for each in unexpected))
    )
