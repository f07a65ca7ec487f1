"""Files that a project names, holds or leads to: nothing outside it is read or changed."""

from __future__ import annotations

import os
import shutil
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from tests.security.projects import COURSE, FRONT, MEETING, build, codes, holding, prepare, project

from syllabus.cli.report import FORMATS, plain
from syllabus.diagnostics import Severity
from syllabus.outputs.pdf.request import PreparedHandout

SECRET = "wordofthesecretfile"


def png(width: int, height: int) -> bytes:
    """Return a picture whose rows are all white, packed into almost nothing."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content
            + struct.pack(">I", zlib.crc32(kind + content))
        )  # fmt: skip

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * -(-width // 8)) * min(height, 20_000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a folder beside the project `tmp_path / "project"`, with files that hold a word."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "text.md").write_text(f"{SECRET}\n")
    (folder / "works.bib").write_text(f"@book{{a, title={{{SECRET}}}}}\n")
    (folder / "style.csl").write_text(f"<style>{SECRET}</style>")
    (folder / "picture.png").write_bytes(png(3, 3) + SECRET.encode())
    (folder / "record.md").write_text(f"---\ndate: TBD\ntitle: {SECRET}\n---\n")
    return folder


def said(front: PreparedHandout) -> str:
    return "".join(write(front.diagnostics, plain) for write in FORMATS.values())


@pytest.mark.parametrize("way", ["..", "absolute", "link", "linked folder", "home"])
def test_nothing_outside_the_project_is_read(tmp_path: Path, outside: Path, way: str) -> None:
    root = tmp_path / "project"
    reach = {
        "..": "../../../outside/{}",
        "absolute": f"{outside}/{{}}",
        "link": "link-{}",
        "linked folder": "linked/{}",
        "home": "~/{}",
    }[way]
    names = {each.name: reach.format(each.name) for each in outside.iterdir()}
    short = {name: path.removeprefix("../../") for name, path in names.items()}
    body = f"```{{include}} {names['text.md']}\n```\n\n![x](<{names['picture.png']}>)\n"
    text = f"{COURSE}bibliography: [{short['works.bib']}]\nstyle: {short['style.csl']}\n"
    layout = project(root, {"syllabus/course.yaml": text, MEETING: FRONT + body})
    for folder in (root, layout.meetings, layout.blocks):
        folder.mkdir(exist_ok=True)
        (folder / "linked").symlink_to(outside)
        for each in outside.iterdir():
            (folder / f"link-{each.name}").symlink_to(each)
    front = prepare(root, {})
    front = prepare(root, {"syllabus/course.yaml": text, MEETING: FRONT + body})
    assert front.document is None
    assert SECRET not in said(front)
    found = codes(front)
    assert found & {"include-outside-blocks", "missing-include"}
    assert found & {"image-outside-project", "missing-image"}
    assert found & {"style-outside-project", "unknown-style"}
    assert found & {"file-outside-project", "missing-file"}
    # The record that is a link out of the project.
    assert "file-outside-project" in found


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/stdin", "/proc/self/environ", "/"])
def test_devices_are_not_read(tmp_path: Path, name: str) -> None:
    body = f"```{{include}} {name}\n```\n\n![x](<{name}>)\n"
    text = f"{COURSE}bibliography: {name}\nstyle: {name}\n"
    front = prepare(tmp_path, {"syllabus/course.yaml": text, MEETING: FRONT + body})
    assert codes(front) >= {
        *("include-outside-blocks", "image-outside-project", "style-outside-project"),
        "file-outside-project",
    }


def test_a_pipe_in_the_project_is_not_waited_for(tmp_path: Path) -> None:
    body = "```{include} pipe.md\n```\n\n![x](pipe.png)\n"
    text = f"{COURSE}bibliography: pipe.bib\nstyle: pipe.csl\n"
    layout = project(tmp_path, {"syllabus/course.yaml": text, MEETING: FRONT + body})
    layout.blocks.mkdir()
    layout.templates.mkdir()
    for path in (
        *(tmp_path / "pipe.bib", tmp_path / "pipe.csl", layout.meetings / "pipe.png"),
        *(layout.blocks / "pipe.md", layout.meetings / "pipe.md", layout.templates / "title.tex"),
    ):
        os.mkfifo(path)
    front = prepare(tmp_path, {"syllabus/course.yaml": text, MEETING: FRONT + body})
    assert codes(front) >= {"unreadable-file", "missing-image", "unknown-style"}


NAMES = [
    "a\n\\input{x}.md", "a\r\\input{x}.md", "a\x1b]0;x\x07.md", "a\udcff.md", "a\u2028b.md",
    "a\u202eb.md",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_no_line_of_text_is_refused(tmp_path: Path, name: str) -> None:
    layout = project(tmp_path, {})
    layout.blocks.mkdir()
    (layout.meetings / name).write_text(FRONT)
    front = prepare(tmp_path, {})
    assert codes(front) == {"bad-file-name"}
    said(front).encode()
    assert FORMATS["short"](front.diagnostics, plain).replace("\n", "").isprintable()


def test_a_pictures_name_is_no_tex(tmp_path: Path) -> None:
    name = "a.png}\\input{x"
    front = prepare(tmp_path, {MEETING: f"{FRONT}![x](<{name.replace(chr(92), chr(92) * 2)}>)\n"})
    assert codes(front) == {"missing-image"}
    front = prepare(
        tmp_path,
        {
            f"syllabus/meetings/{name}": png(2, 2),
            MEETING: f"{FRONT}![x](<{name.replace(chr(92), chr(92) * 2)}>)\n",
        },
    )
    assert codes(front) == {"image-type"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.png", b"", "image-type"),
        ("a.png", b"%!PS-Adobe\n(x) run\n", "image-type"),
        ("a.svg", b"<svg/>", "image-type"),
        ("a.png", b"%PDF-1.4\n", "image-type"),
        ("a.png", png(60_000, 60_000), "image-size"),
    ],
)
def test_what_is_no_picture_is_refused(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    files: dict[str, str | bytes] = {
        f"syllabus/meetings/{name}": content,
        MEETING: f"{FRONT}![x]({name})\n",
    }
    assert codes(prepare(tmp_path, files)) == {code}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", png(40, 40)[:-30]),
        ("a.jpg", b"\xff\xd8\xff\xe0broken"),
        ("a.pdf", b"%PDF-1.4\nnot a PDF\n%%EOF\n"),
    ],
)
def test_a_broken_picture_is_a_fault_where_it_is_shown(
    tmp_path: Path, name: str, content: bytes
) -> None:
    layout = project(
        tmp_path,
        {f"syllabus/meetings/{name}": content, MEETING: f"{FRONT}One.\n\n![x]({name})\n"},
    )
    outcome = build(layout)
    assert outcome.path is None
    (fault,) = (fault for fault in outcome.diagnostics if fault.severity is Severity.ERROR)
    assert (fault.code, fault.span and fault.span.line) == ("broken-picture", 8)


def test_of_a_hostile_pdf_only_its_page_is_taken(tmp_path: Path) -> None:
    """And a picture that is as large as may be is set in time."""
    layout = project(
        tmp_path / "project",
        {
            "syllabus/meetings/large.png": png(12_000, 12_000),
            MEETING: f"{FRONT}![x](evil.pdf)\n\n![x](large.png)\n",
        },
    )
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(99, 99))
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(SECRET))
        pdf.Root.OpenAction = script
        pdf.Root.AA = pikepdf.Dictionary(WC=script)
        pdf.pages[0].AA = pikepdf.Dictionary(O=script)
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=script
        )
        pdf.pages[0].Annots = pikepdf.Array([note])
        pdf.attachments["evil.txt"] = SECRET.encode()
        pdf.docinfo["/Title"] = SECRET
        pdf.save(layout.meetings / "evil.pdf")
    assert holding(layout.meetings, SECRET)
    outcome = build(layout)
    assert outcome.path is not None, outcome.diagnostics
    assert set(holding(layout.build, SECRET)) == {layout.work / "tex" / "picture-1.pdf"}


def test_links_in_the_build_folder_lead_to_no_harm(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    for name in ("tex/thesis.tex", "letter.txt"):
        path = precious / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("the only copy")

    def unharmed() -> bool:
        kept = {path: path.read_text() for path in precious.rglob("*") if path.is_file()}
        return len(kept) == 2 and set(kept.values()) == {"the only copy"}

    layout = project(tmp_path / "project", {})
    layout.build.mkdir()
    layout.work.symlink_to(precious)
    assert build(layout).path is None
    assert unharmed()
    layout.work.unlink()
    layout.work.mkdir()
    (layout.work / "lock").symlink_to(precious / "letter.txt")
    assert build(layout).path is None
    assert unharmed()
    (layout.work / "lock").unlink()
    shutil.rmtree(layout.work / "tex", ignore_errors=True)  # where latexmk may have waited
    (layout.work / "tex").symlink_to(precious / "tex")
    (layout.work / "outputs.json").symlink_to(precious / "letter.txt")
    (layout.work / "members.json").symlink_to(precious / "letter.txt")
    for name in ("optics.pdf", "optics-2021-04-14.pdf"):
        (layout.build / name).symlink_to(precious / "letter.txt")
    assert build(layout).path is not None
    assert unharmed()
