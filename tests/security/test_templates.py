"""Templates without end, in other encodings, and in folders without end."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.security.projects import NOW, codes, prepare, project

from syllabus.cli import main
from syllabus.diagnostics import Severity
from syllabus.front.records.files import DEEPEST_FOLDER
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.outputs.pdf.watch import HandoutWatch
from syllabus.outputs.templates import default_templates

DOUBLED = "<% set x = 'ab' %>" + "<% set x = x @ x %>" * 40
LONG = "<% set l = range(99999)|list %><% for a in l %>"
HOSTILE = {
    # turns
    "range": "<% for i in range(10**12) %><% endfor %>",
    "nested": "<% for a in range(99999) %><% for b in range(99999) %><% endfor %><% endfor %>",
    "nested by a filter": f"{LONG}<< range(99999)|list|length >><% endfor %>",
    "look for": f"{LONG}<% if a in l %><% endif %><% endfor %>",
    "a test": f"{LONG}<% if a is in l %><% endif %><% endfor %>",
    "slices": f"{LONG}<< l[::2]|length >><% endfor %>",
    "methods": f"{LONG}<< l.count(1) >><% endfor %>",
    "recursive loop": "<% for a in [1] recursive %><< loop([1, 2]) >><% endfor %>",
    "sum": "<< ([[1] * 9] * 99999)|sum(start=[]) >>",
    # calls
    "macro": "<% macro f() %><< f() >><% endmacro %><< f() >>",
    "macros": "<% macro f(n) %><% if n %><< f(n - 1) ~ f(n - 1) >><% endif %><% endmacro %>"
    "<< f(60) >>",
    "include": '<% include "handout.tex" %>',
    "itself": '<% include "title.tex" %>',
    # growth
    "times": "<< 'a' * 10**10 >>",
    "times times": "<< ('a' * 99999) * 99999 >>",
    "list": "<< [1] * 10**10 >>",
    "power": "<< 10**10**10 >>",
    "negative power": "<< (-10)**(10**9) >>",
    "plus": DOUBLED.replace("@", "+") + "<< x|length >>",
    "tilde": DOUBLED.replace("@", "~") + "<< x|length >>",
    "lists in lists": "<% set x = [1] %>" + "<% set x = [x, x] %>" * 40 + "<< x >>",
    "extend": "<% set x = [1] %>" + "<% set _ = x.extend(x) %>" * 40 + "<< x|length >>",
    "printed": "<% macro f(x) %><< x >><< x >><% endmacro %>"
    f"<< {'f(' * 40}'ab'{')' * 40} >>",
    # widths
    "percent": '<< "%0999999999d" % 1 >>',
    "percent star": '<< "%*d" % (999999999, 1) >>',
    "percent point": '<< "%.999999999f" % 1 >>',
    "percent of one": '<< "%(a)999999999s" % {"a": 1} >>',
    "format filter": '<< "%0999999999d"|format(1) >>',
    "format": '<< "{:>999999999}".format(1) >>',
    "format, not printed": '<< "{:9999999999999}".format(1)|length >>',
    "format map, not printed": '<< "{a:9999999999999}".format_map({"a": 1})|length >>',
    "format elsewhere": "<< ['{:9999999999999}'.format]|map(attribute='x')|list >>"
    "<% set f = '{:9999999999999}'.format %><< f(1)|length >>",
    "format inside": '<< "{:>{}}".format(1, 999999999) >>',
    "format map": '<< "{a:>999999999}".format_map({"a": 1}) >>',
    "center": "<< 'a'.center(2000000000) >>",
    "center filter": "<< 'a'|center(2000000000) >>",
    "ljust": "<< 'a'.ljust(2000000000) >>",
    "zfill": "<< 'a'.zfill(2000000000) >>",
    "tabs": "<< '\\t'.expandtabs(2000000000) >>",
    "indent": "<< 'a'|indent(2000000000, true) >>",
    "replace": "<< ('a' * 99999)|replace('a', 'b' * 99999) >>",
    "replace method": "<< ('a' * 99999).replace('a', 'b' * 99999) >>",
    "join": "<< range(99999)|join('b' * 99999) >>",
    "join method": "<< ('b' * 99999).join(['a'] * 99999) >>",
    "batch": "<< [1]|batch(2000000000, 0)|list >>",
    # Python's own words
    "deep brackets": "<< " + "(" * 9_000 + "1" + ")" * 9_000 + " >>",
    "deep loops": "<% for a in [1] %>" * 60 + "<% endfor %>" * 60,
    "key": '<< "%(a)s" % {} >>',
    "index": "<< ''.join(1, 2) >>",
    "lookup": '<< "{3}".format(1) >>',
    "random words": "<< lipsum(10**6) >>",
    # beyond the sandbox
    "class": "<< handout.__class__.__mro__ >>",
    "subclasses": "<< ''.__class__.__base__.__subclasses__() >>",
    "globals": "<< cycler.__init__.__globals__.os.system('echo x') >>",
    "attr": "<< ''|attr('__class__') >>",
    "format globals": "<< '%s'.format.__globals__ >>",
}  # fmt: skip


@pytest.mark.parametrize("template", HOSTILE.values(), ids=HOSTILE)
def test_a_template_without_end_or_beyond_its_sandbox_is_a_fault(
    tmp_path: Path, template: str
) -> None:
    front = prepare(tmp_path, {"templates/title.tex": f"x\n{template}\n"})
    (fault,) = (fault for fault in front.diagnostics if fault.severity is Severity.ERROR)
    assert (fault.code, fault.span and fault.span.file.name) == ("template", "templates/title.tex")
    assert "Error" not in fault.message


@pytest.mark.parametrize("name", ["email.txt", "email.html"])
@pytest.mark.parametrize("form", ["<< 'a'|center(2000000000) >>", "\udcff", "\0"])
def test_a_mails_template_is_bounded_too(tmp_path: Path, name: str, form: str) -> None:
    project(tmp_path, {f"templates/{name}": form.encode("utf-8", "surrogateescape")})
    run = CliRunner().invoke(main, ["-C", str(tmp_path), "email", "--as-of", "2021-04-14"])
    assert isinstance(run.exception, SystemExit), run.exception
    assert f"templates/{name}:1" in run.stderr


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le", "utf-32-be", "cp037"])
def test_a_template_in_another_encoding_is_a_fault_at_its_line(
    tmp_path: Path, encoding: str
) -> None:
    front = prepare(tmp_path, {"templates/title.tex": "Größe\n".encode(encoding)})
    assert codes(front) == {"not-utf-8"}
    (fault,) = (fault for fault in front.diagnostics if fault.code == "not-utf-8")
    assert fault.span
    assert fault.span.file.name == "templates/title.tex"
    for command in ("check", "list", "calendar"):
        run = CliRunner().invoke(main, ["-C", str(tmp_path), command])
        assert isinstance(run.exception, SystemExit | None)


@pytest.fixture
def shallow(tmp_path: Path) -> Iterator[Path]:
    """Return a folder that is removed at once: Python's own way to do so recurses too deep."""
    yield tmp_path / "p"
    subprocess.run(["rm", "-rf", tmp_path / "p"], check=True)


def nest(folder: Path, depth: int) -> None:
    """Make folders in each other, deeper than a path may be long."""
    folder.mkdir(parents=True, exist_ok=True)
    here = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


@pytest.mark.parametrize(
    "folder", ["templates", "bib", "syllabus", "syllabus/meetings", "syllabus/blocks", "build", "."]
)
def test_folders_without_end_are_passed_over(shallow: Path, folder: str) -> None:
    project(shallow, {"templates/title.tex": "x\n"})
    nest(shallow / folder, 1_500)
    for command in (["check"], ["list"], ["build", "--tex"], ["calendar"], ["clean"]):
        run = CliRunner().invoke(main, ["-C", str(shallow), *command])
        assert isinstance(run.exception, SystemExit | None), command
    other = str(shallow.parent / "q")
    run = CliRunner().invoke(main, ["init", other, "--from", str(shallow)])
    assert isinstance(run.exception, SystemExit | None)


BROKEN = {
    "a link out": ("title.tex", None, "file-outside-project"),
    "a link out in mail": ("email.txt", None, "file-outside-project"),
    "an encoding": ("title.tex", "Größe".encode("latin-1"), "not-utf-8"),
    "an encoding in mail": ("email.html", "Größe".encode("utf-16"), "not-utf-8"),
    "syntax": ("schedule.tex", b"<% if %>", "template"),
    "syntax in mail": ("email.txt", b"<% for %>", "template"),
    "syntax where it is included": ("title.tex", b"<% include 'x/y.tex' %>", "template"),
    "depth": ("/".join("d" * (DEEPEST_FOLDER + 1)) + "/a.tex", b"", "nesting-too-deep"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_with_a_template_is_told_once_by_check_too(tmp_path: Path, name: str) -> None:
    file, text, code = BROKEN[name]
    layout = project(
        tmp_path / "p", {"templates/x/y.tex": "<% endfor %>", "templates/logo": b"\xff"}
    )
    (tmp_path / "outside").write_text("x")
    path = layout.templates / file
    path.parent.mkdir(parents=True, exist_ok=True)
    if text is None:
        path.symlink_to(tmp_path / "outside")
    else:
        path.write_bytes(text)
    for command in (["check", "--format", "json"], ["build", "--tex"], ["email", "--as-of", NOW]):
        run = CliRunner().invoke(main, ["-C", str(layout.root), *command])
        assert run.exit_code == 1, command
        assert (
            f"{run.stdout}{run.stderr}".count(f'"{code}"' if "json" in command else f"[{code}]")
            == 1
        )
    watch = HandoutWatch(BuildRequest(layout, NOW, stop_before_tex=True))
    outcome = watch.build(lambda _: None, lambda _: None)
    assert [each.code for each in outcome.diagnostics if each.severity is Severity.ERROR] == [code]


def test_templates_in_as_many_folders_as_may_be_are_read(tmp_path: Path) -> None:
    folders = "/".join("d" * DEEPEST_FOLDER)
    include = f'<% include "{folders}/a" %>'
    front = prepare(
        tmp_path, {"templates/title.tex": include, f"templates/{folders}/a": "\\relax\n"}
    )
    assert codes(front) == set()
    assert front.document
    assert front.document.own_templates


@pytest.mark.parametrize("suffix", ["", ".txt", ".tex"])
def test_a_document_with_a_template_of_the_projects_own_is_known_for_one(
    tmp_path: Path, suffix: str
) -> None:
    """Also where it is read without having an ending that says what it is."""
    plain = prepare(tmp_path / "a", {"templates/unread.tex": "x"}).document
    assert plain
    assert not plain.programs
    own = {"templates/schedule.tex": f'<% include "a{suffix}" %>', f"templates/a{suffix}": "x"}
    handout = (default_templates() / "handout.tex").read_text()
    for files in (own, {f"templates/handout{suffix or '.tex'}": handout}):
        document = prepare(tmp_path / f"b{len(files)}", files).document
        assert document
        assert document.programs == (suffix != ".txt" or files is own)


def test_what_templates_do_still_works(tmp_path: Path) -> None:
    template = (
        "<% for a in [1, 2, 3] %><< loop.index >>/<< loop.length >><< ', ' if not loop.last >>"
        "<% else %>none<% endfor %> << 'a' ~ 1 ~ 'b' >> << '%03d' % 7 >> << 'x'|center(5) >>"
        " << ['a', 'b']|join('-') >> << {'k': 'v'}.items()|list|length >> << 2 ** 10 >>"
        " << 'abc'[1:] >> << 1 in [1] >> << 'b' is in 'abc' >> << [3, 1]|sort|first >>\n"
    )
    front = prepare(tmp_path, {"templates/title.tex": template})
    assert front.document, front.diagnostics
    text = front.document.text
    assert "1/3, 2/3, 3/3 a1b 007   x   a-b 1 1024 bc True True 1" in text
    assert DEEPEST_FOLDER >= 20
