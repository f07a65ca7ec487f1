"""What looks like a fence for members and is none: an error, wherever it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.security.projects import COURSE, FRONT, MEETING, codes, prepare, project

from syllabus.cli import main
from syllabus.diagnostics import Severity

BIB = "@book{a, author = {A B}, title = {T}, year = {2000}}\n"
BODIES = [
    "*::: members SECRET :::*",
    "**::: members SECRET :::**",
    "~~::: members SECRET :::~~",
    '"::: members SECRET :::"',
    "“::: members SECRET :::”",
    "(::: members SECRET :::)",
    "[::: members SECRET :::](https://a.example)",
    "![::: members SECRET :::](a.png)",
    "^[::: members SECRET :::]",
    "a[^1]\n\n[^1]: x ::: members SECRET :::",
    "$::: members SECRET$",
    "$$\n::: members SECRET\n$$",
    "|::: members SECRET :::|\n|-|\n|a|",
    "|a|\n|-|\n|x|::: members SECRET :::|",
    "<div>::: members SECRET :::</div>",
    "a<br>::: members SECRET",
    "：：： members\nSECRET\n：：：",
    "﹕﹕﹕ members\nSECRET",
    ":：: members\nSECRET",
    ": : : members\nSECRET\n: : :",
    ":\u200b:: members\nSECRET",
    "x:::members SECRET",
    "- a\n  - *::: Members SECRET*",
    "> *::: {.members} SECRET*",
    "> > *:::: members SECRET*",
    "# ::: members SECRET",
    "a —::: members SECRET",
    "`::: members SECRET :::`",
    "`x` ::: members SECRET",
    "*::: mitglieder SECRET*",
    "*::: private SECRET*",
    "::: members\na\n:::\n\n*::: members SECRET :::*",
    "<!-- a --> *::: members SECRET* <!-- b -->",
    "    ::: members\n    SECRET",
    "[@a, ::: members SECRET]",
    '[a](https://a.example "::: members SECRET")',
    "*::: members\nSECRET\n:::*",
    "&#58;&#58;&#58; members\nSECRET",
    "&#x3A;&#x03a;&#58; members SECRET",
    "&colon;&colon;&colon; members SECRET",
    "a &#58;:: members SECRET",
    "&#65306;&ratio;&#xfe55; members SECRET",
    "&Colon;: members SECRET",
    *(f"a {sign * 3} members SECRET" for sign in "\u02d0\u0589\u05c3\u205a\u2237\ufe30\uff1a"),
    "a ::\u00a0: members SECRET",
    ":*:*: members SECRET",
    "::: member\nSECRET\n:::",
    "a :::member SECRET",
    "a ::: memebrs SECRET",
    "a ::: Mitgleider SECRET",
    "a ::: privat SECRET",
    "a ::: members-only SECRET",
    "::: private\nSECRET\n:::",
    "*::: staff SECRET :::*",
    "|::: staff SECRET|\n|-|\n|a|",
    "<div>::: staff SECRET</div>",
    '<div class="members">\nSECRET\n</div>',
    "a <span\nid='x' class='note members'>SECRET</span>",
    "[SECRET]{.members}",
    "[SECRET]{#a .note .members key=1}",
    "```{members}\nSECRET\n```",
    "- a\n\n  ~~~ {.members}\n  SECRET\n  ~~~",
    "````{members} SECRET\n```\nx\n```\n````",
    "：：： staff\nSECRET\n：：：",
    "- ：：： staff\n  SECRET",
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("place", ["record", "section", "block"])
def test_what_looks_like_a_fence_is_an_error(tmp_path: Path, body: str, place: str) -> None:
    files = {"bib/a.bib": BIB, MEETING: f"{FRONT}{body}\n"}
    if place == "section":
        files |= {MEETING: FRONT, "syllabus/sections/a.md": f"# A\n\n{body}\n"}
    if place == "block":
        include = "```{include} a.md\n```\n"
        files |= {MEETING: FRONT + include, "syllabus/blocks/a.md": f"{body}\n"}
    front = prepare(tmp_path, files)
    faults = [fault for fault in front.diagnostics if fault.severity is Severity.ERROR]
    assert {"unread-fence", "unknown-fence", "unclosed-fence"} & {fault.code for fault in faults}
    assert all(fault.span for fault in faults)
    assert front.document is None


SECRET = "'*::: members SECRET :::*'"
ESCAPED = r'"*\x3a\u003a: members SECRET"'


@pytest.mark.parametrize(
    "files",
    [
        {"syllabus/course.yaml": f"{COURSE}place: {SECRET}\n"},
        {"syllabus/course.yaml": f"{COURSE}words: {{schedule: {SECRET}}}\n"},
        {"syllabus/course.yaml": f"{COURSE}streams: {{a: {SECRET}}}\n"},
        {MEETING: FRONT.replace("Lenses", SECRET)},
        {MEETING: FRONT.replace("title:", f"topic: {SECRET}\ntitle:")},
        {MEETING: FRONT.replace("title:", f"status: cancelled\nreason: {SECRET}\ntitle:")},
        {MEETING: FRONT.replace("title:", f"when: {SECRET}\ntitle:")},
        {"syllabus/course.yaml": f"{COURSE}words: {{schedule: {ESCAPED}}}\n"},
        {"syllabus/course.yaml": f"{COURSE}streams: {{a: {ESCAPED}}}\n"},
        {MEETING: FRONT.replace("Lenses", ESCAPED)},
        {MEETING: FRONT.replace("title:", f"room: {ESCAPED}\ntitle:")},
        {"bib/a.bib": BIB.replace("{T}", "{T ::: members SECRET}"), MEETING: f"{FRONT}@a\n"},
        {"bib/a.bib": BIB.replace("{T}", "{T {:}{:}: members SECRET}"), MEETING: f"{FRONT}@a\n"},
        {"bib/a.bib": BIB.replace("title", "note = {:::members SECRET}, title")},
    ],
    ids=range(14),
)
def test_values_and_fields_have_no_fences(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    front = prepare(tmp_path, files)
    assert "unread-fence" in codes(front)
    assert front.document is None
    for command in (
        ["build", "--public", "--tex"], ["check"], ["list"], ["diff"],
        ["calendar", "--public"], ["email", "--public"],
    ):  # fmt: skip
        run = CliRunner().invoke(main, ["-C", str(tmp_path), *command])
        assert isinstance(run.exception, SystemExit | None)
        assert run.exit_code != 0
    written = [path for path in (tmp_path / "build").rglob("*") if path.is_file()]
    assert all(b"SECRET" not in path.read_bytes() for path in written)


@pytest.mark.parametrize(
    "body",
    [
        "::: members\nSECRET\n:::\n\nMembers are many.",
        ":::: members\n::: members\nSECRET\n:::\n::::\nmembers",
        "- a\n\n  ::: members\n  SECRET\n  :::\n",
        "`::: members` and ``::: members``",
        "```\n::: members\nshown\n:::\n```",
        "> ```\n> *::: members shown*\n> ```",
        "\\::: members",
        "<!--\n::: members\nSECRET\n:::\n-->",
        "std::members and C::member",
        "The answer::: no",
        "a :: b ::: c",
        "Times: 8:00: members come early",
        "`dplyr:::filter` and `:::filter()` of R, lubridate:::interval",
        "R&#58; A &#38; B&#58;&#58; C, members; 时间：成员 a ∷ b",
        "```\n*::: staff*\n```",
        "`{.members}` and ``<div class=members>``",
        "````\n```{members}\nshown\n```\n````",
        "```{python}\nmembers\n```\n\n$\\{.5, m\\}$",
    ],
)
def test_fences_and_what_shows_them_are_read(tmp_path: Path, body: str) -> None:
    files = {"bib/a.bib": BIB, MEETING: f"{FRONT}{body}\n"}
    assert codes(prepare(tmp_path, files)) == set()
    project(tmp_path, files)
    run = CliRunner().invoke(main, ["-C", str(tmp_path), "build", "--public", "--tex"])
    assert run.exit_code == 0
    assert all(b"SECRET" not in path.read_bytes() for path in (tmp_path / "build").glob("*.tex"))
