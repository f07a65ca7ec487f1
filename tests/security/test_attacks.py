"""Every attack in every field, through the real command: none gets through."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pytest
from tests.security.attacks import LEAKS, LINKS, LUA_LEAKS, SMUGGLES, WRITES, attacks
from tests.security.projects import NOW, all_bytes, codes, holding, prepare, project, squeezed
from tests.web.reading import check_safe

from syllabus.diagnostics import Severity
from syllabus.front.records.forms import LONGEST_TEXT
from syllabus.outputs.pdf.request import PreparedHandout
from syllabus.workspace.layout import Layout

ROOT = Path(__file__).parents[2]

PLACES = {
    "paragraph": "{}\n",
    "emphasis": "*{}*\n",
    "list item": "- {}\n",
    "quotation": "> {}\n",
    "heading": "## {}\n\nx\n",
    "deep heading": "## A\n\n### {}\n",
    "formula": "a ${}$ b\n",
    "displayed formula": "$$\n{}\n$$\n",
    "code": "`` {} ``\n",
    "fenced code": "````\n{}\n````\n",
    "code's language": "~~~{}\nx\n~~~\n",
    "indented code": "a\n\n    {}\n",
    "link's text": "[{}](https://example.org)\n",
    "link's target": "[x](<{}>)\n",
    "link's path": "[x](<https://example.org/{}>)\n",
    "link's title": "[x](https://example.org '{}')\n",
    "address": "<https://example.org/{}>\n",
    "bare address": "https://example.org/{}\n",
    "mail address": "[x](<mailto:{}>)\n",
    "picture's path": "![x](<{}>)\n",
    "picture's text": "![{}](dot.png)\n",
    "footnote": "a[^1]\n\n[^1]: {}\n",
    "footnote in place": "a^[{}]\n",
    "footnote's label": "a[^{0}]\n\n[^{0}]: x\n",
    "cell": "| a | b |\n|---|---|\n| {} | c |\n",
    "prefix": "[{} @hecht2017]\n",
    "suffix": "[@hecht2017, p. 3, {}]\n",
    "locator": "[@hecht2017, p. {}]\n",
    "locator in braces": "[@hecht2017, {{p. {}}}]\n",
    "narrative's locator": "@hecht2017 [{}]\n",
    "key": "@{{{}}}\n",
    "bare key": "@{}\n",
    "include": "~~~{{include}} {}\n~~~\n",
    "raw LaTeX": "```{{=latex}}\n{}\n```\n",
    "comment": "<!-- {} -->\n",
}
"""Where a text may hold an attack."""

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478da63f80f00010101005a4d6ff10000000049454e44ae426082"
)

MEETINGS = "syllabus/meetings"
GOOD: dict[str, str | bytes] = {
    f"{MEETINGS}/dot.png": DOT,
    "bib/good.bib": "@book{hecht2017, author={Hecht, E.}, title={Optics}, year={2017}}\n",
}


@dataclass
class Scene:
    """A hostile project, its surroundings, and the word that nobody may find."""

    folder: Path
    word: str
    new: Path
    standing: set[str] = field(default_factory=set)
    """The bodies that were not refused, by number of attack and place."""

    @property
    def layout(self) -> Layout:
        return Layout(self.folder / "project")


def bodies(texts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield a record for every attack in every place, by name."""
    for number, text in enumerate(texts):
        line = " ".join(text.split())
        for index, (place, form) in enumerate(PLACES.items()):
            words = text if place in ("paragraph", "formula", "fenced code") else line
            if "(<" in form:
                words = words.replace("<", "\\<").replace(">", "\\>")
            if place in ("address", "bare address", "link's path"):
                words = words.replace(" ", "")
            yield f"a{number:02}-{index:02}", form.format(words)
        # Every character by its number: no Markdown is left, the words themselves get through.
        yield f"a{number:02}-text", "".join(f"&#{ord(each)};" for each in line)


def front_matter(text: str) -> str:
    quoted = json.dumps(text)
    # Between dollars a title has a formula, whose commands are refused.
    titled = json.dumps(re.sub(r"(?<!\\)\$", r"\\$", text))
    address = json.dumps("https://example.org/" + "".join(text.split()))
    return (
        f"---\ndate: TBD\nwhen: {quoted}\ntitle: {titled}\ntopic: {titled}\n"
        f"status: cancelled\nreason: {quoted}\nstream: evil\n"
        f"join: {{url: {address}, passcode: {quoted}}}\n---\n"
    )


def course(chunks: list[str]) -> str:
    """Return a course with attacks in all its texts, and with every attack in some of them."""
    quoted = [json.dumps(chunk) for chunk in chunks]
    patterns = [json.dumps("y '" + chunk.replace("'", "''") + "'") for chunk in chunks]
    words = (
        *("schedule", "upcoming", "past", "references", "contents", "date", "time", "topic"),
        *("stream", "optional", "join", "recording", "passcode", "cancelled"),
    )
    lines = [f"  {word}: {quoted[index % len(chunks)]}" for index, word in enumerate(words)]
    return (
        f"title: {quoted[0]}\nauthor: [{', '.join(quoted)}]\nplace: {quoted[1]}\n"
        f"zone: Europe/Berlin\ntime: 18:00\nslug: optics\nstreams: {{evil: {quoted[2]}}}\n"
        f"dates: {{heading: {patterns[0]}, schedule: {patterns[1]}, title: {patterns[2]}}}\n"
        "words:\n" + "\n".join(lines) + "\n"
    )


def chunks_of(texts: tuple[str, ...]) -> list[str]:
    """Return all attacks in texts as long as a title may be."""
    chunks = [""]
    for text in texts:
        if len(chunks[-1]) + len(text) > LONGEST_TEXT - 20:
            chunks.append("")
        chunks[-1] += f"  {text}"
    return chunks


def library(number: int, text: str) -> str:
    fields = (
        "author", "editor", "title", "journal", "booktitle", "publisher", "address", "volume",
        "number", "pages", "year", "note", "url", "doi", "eprint", "edition", "series", "month",
    )  # fmt: skip
    values = "".join(f"  {field} = {{{text}}},\n" for field in fields)
    kind = "".join(filter(str.isalpha, text)) or "misc"
    return (
        f"@preamble{{{{{text}}}}}\n@string{{s{number} = {{{text}}}}}\n"
        f"@article{{evil{number},\n{values}}}\n"
        f"@{kind}{{kind{number}, title = s{number} # {{{text}}}, year = 2001}}\n"
        f"@book{{{text}, title = {{T}}}}\n"
    )


def hostile_files(new: Path) -> dict[str, str]:
    """Return files that programs of TeX look for beside a document or at home."""
    harm = f"system('echo x > {new}');\n"
    code = f"\\typeout{{found-me}}\\immediate\\write18{{echo x > {new}}}\\endinput\n"
    rc = dict.fromkeys(("latexmkrc", ".latexmkrc", "LatexMk"), harm)
    styles = ("hyperref.cfg", "amsgen.sty", "article.cls", "cmap.sty", "t1lmr.fd", "extra.tex")
    sets = "shell_escape = t\nopenin_any = a\nopenout_any = a\nTEXINPUTS = .;..//;$TEXINPUTS\n"
    return {**rc, **dict.fromkeys(styles, code), "texmf.cnf": sets}


def faulty(front: PreparedHandout) -> set[Path]:
    errors = [fault for fault in front.diagnostics if fault.severity is Severity.ERROR]
    return {fault.span.file.path for fault in errors if fault.span is not None}


def record(title: str, body: str) -> str:
    return f"---\ndate: TBD\ntitle: {title}\n---\n\n{body}\n"


def standing_bodies(root: Path, texts: tuple[str, ...]) -> dict[str, str]:
    """Return the bodies that are not refused, by number of attack and place."""
    standing = dict(bodies(texts))
    files: dict[str, str | bytes] = {
        f"{MEETINGS}/{name}.md": record(name, text) for name, text in standing.items()
    }
    for path in faulty(prepare(root, {**files, **GOOD})):
        del standing[path.stem]
    return standing


def standing_entries(root: Path, texts: tuple[str, ...]) -> dict[str, str | bytes]:
    """Return the libraries that are not refused, and records that cite them."""
    standing: dict[str, str | bytes] = {}
    for number, text in enumerate(texts):
        cites = f"[@evil{number}, p. 3] @kind{number}\n\n- [@evil{number}]"
        standing[f"bib/evil{number}.bib"] = library(number, text)
        standing[f"{MEETINGS}/evil{number}.md"] = record(f"B{number}", cites)
    for path in faulty(prepare(root, standing)):
        standing.pop(f"bib/{path.stem}.bib", None)
        standing.pop(f"{MEETINGS}/{path.stem}.md", None)
    return standing


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("scene")
    word = f"word{secrets.token_hex(8)}"
    (folder / "secret.txt").write_text(f"{word}\n")
    scene = Scene(folder, word, folder / "new.txt")
    texts = (*attacks(str(folder / "secret.txt"), str(scene.new)), *LINKS, "../../secret.txt")
    scratch = tmp_path_factory.mktemp("scratch")
    standing = standing_bodies(scratch / "bodies", texts)
    scene.standing = set(standing)
    entries = standing_entries(scratch / "entries", texts)
    chunks = chunks_of(texts)
    files: dict[str, str | bytes] = {
        **GOOD,
        **entries,
        "syllabus/course.yaml": course(chunks),
    }
    for number, chunk in enumerate(chunks):
        files[f"{MEETINGS}/front{number}.md"] = front_matter(chunk)
    for number, text in enumerate(texts):
        # What cannot be the name of a file is left out of it.
        stem = "".join(each for each in text if each not in "/\0\n")[:60]
        pieces = [body for name, body in standing.items() if name.startswith(f"a{number:02}-")]
        files[f"{MEETINGS}/{stem}-{number}.md"] = record(f"A{number}", "\n\n".join(pieces))
    places = ("", "syllabus", "syllabus/meetings", "build", "build/.work", "build/.work/tex")
    homes = ("home", "home/texmf/tex/latex/local", "home/.texlive/texmf-var")
    for place in (*(f"project/{place}" for place in places), *homes):
        for name, text in hostile_files(scene.new).items():
            (folder / place).mkdir(parents=True, exist_ok=True)
            (folder / place / name).write_text(text)
    (folder / "tmp").mkdir()
    project(scene.layout.root, files)
    return scene


def survivors(scene: Scene, place: str) -> int:
    index = list(PLACES).index(place)
    return sum(name.endswith(f"-{index:02}") for name in scene.standing)


def foreign_files(scene: Scene) -> set[Path]:
    """Return all that lies around but what a build may make: handouts and notes of them."""
    own = (scene.layout.build, scene.layout.history)
    paths = scene.folder.rglob("*")
    return {path for path in paths if not any(path.is_relative_to(each) for each in own)}


@pytest.fixture(scope="module", params=["pdflatex", "lualatex"])
def built(scene: Scene, request: pytest.FixtureRequest) -> Scene:
    before = foreign_files(scene)
    home = str(scene.folder / "home")
    hostile = f"{home}:{scene.layout.root}//:"
    environment = {
        "PATH": f"{scene.layout.root}:.:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": home,
        "TMPDIR": str(scene.folder / "tmp"),
        "XDG_CONFIG_HOME": home,
        # LuaTeX's caches of fonts take half a minute to make.
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
        **dict.fromkeys(("TEXINPUTS", "TEXINPUTS.pdflatex", "TEXMFDOTDIR"), hostile),
        **dict.fromkeys(("TEXMFCNF", "TEXMFHOME", "TEXMFVAR", "TEXMFCONFIG"), home),
        "LATEXMKRCSYS": f"{home}/latexmkrc",
        "openin_any": "a",
        "openout_any": "a",
        "shell_escape": "t",
        "max_print_line": "79",
    }
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "syllabus",
            "build",
            "--as-of",
            NOW,
            "--web",
            "--engine",
            request.param,
        ],
        cwd=scene.layout.root,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, re.findall(r".*: error: .*", run.stderr)[:5]
    assert scene.word not in run.stdout + run.stderr
    assert foreign_files(scene) == before, "something was made outside build/"
    return scene


def test_what_is_text_stays_and_what_is_no_text_is_refused(scene: Scene) -> None:
    count = len(attacks("", "")) + len(LINKS) + 1
    assert sum(name.endswith("-text") for name in scene.standing) == count
    for place in ("fenced code", "code", "indented code", "comment"):
        assert survivors(scene, place) == count, place
    for place in ("include", "raw LaTeX", "picture's path", "link's target"):
        assert survivors(scene, place) == 0, place
    for number in range(len(LEAKS) + len(WRITES) + len(SMUGGLES) + len(LUA_LEAKS) + 2):
        # `$a % $` ends the formula that it was put into: what is left is text.
        for place in ("formula", "displayed formula")[number == 7 :]:
            assert f"a{number:02}-{list(PLACES).index(place):02}" not in scene.standing


def test_no_file_of_ours_holds_the_secret(built: Scene) -> None:
    assert holding(built.layout.root, built.word) == []
    # The search itself can fail.
    assert holding(built.folder, built.word) == [built.folder / "secret.txt"]


def test_nothing_was_run_and_nothing_is_left(built: Scene) -> None:
    assert not built.new.exists()
    logs = [text for path, text in all_bytes(built.layout.build) if path.suffix == ".log"]
    assert logs
    assert b"found-me" not in b"".join(logs)
    assert list((built.folder / "tmp").iterdir()) == []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            place = (process / "cwd").readlink()
        except OSError:
            continue
        assert not place.is_relative_to(built.folder), process


def test_the_pdf_asks_nothing_of_a_readers_machine(built: Scene) -> None:
    with pikepdf.open(built.layout.build / "optics.pdf") as pdf:
        assert "/Names" not in pdf.Root or set(pdf.Root.Names.keys()) <= {"/Dests"}
        actions: list[pikepdf.Object] = [
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/S" in thing
        ]
        actions += [
            annotation.A for page in pdf.pages for annotation in page.get("/Annots", [])
            if "/A" in annotation
        ]  # fmt: skip
        kinds = {str(action.S) for action in actions if str(action.get("/Type")) != "/Group"}
        addresses = [str(action.URI) for action in actions if "/URI" in action]
    assert kinds <= {"/GoTo", "/URI"}
    assert addresses
    assert all(each.startswith(("https://", "http://", "mailto:")) for each in addresses)


def test_the_page_runs_and_loads_nothing_but_its_own(built: Scene) -> None:
    page = built.layout.build / "optics" / "index.html"
    read = check_safe(page.read_text(encoding="utf-8"))
    told = "".join(letters for _, letters in read.words.pieces)
    assert told.count(r"begininput") >= 10


def test_the_words_come_out_as_they_were_written(built: Scene) -> None:
    command = ["pdftotext", "-raw", str(built.layout.build / "optics.pdf"), "-"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    text = squeezed(run.stdout)
    for words in (r"\begin{input}{", "^^5cinput{", "{{7*7}}", "<<7*7>>", "%@syllabus", r"\iffalse"):
        assert text.count(words) >= 10, words


@pytest.mark.parametrize("link", [*LINKS, "JaVaScRiPt:alert(1)", "vbscript:x", "//example.org/x"])
def test_a_link_leads_to_the_web_or_to_a_letter(tmp_path: Path, link: str) -> None:
    for form in ("[a](<{}>)", "<{}>", "[a]: {}\n\n[a]"):
        text = form.format(link)
        front = prepare(
            tmp_path, {"syllabus/meetings/b.md": f"---\ndate: TBD\ntitle: A\n---\n{text}"}
        )
        written = front.document.text if front.document else ""
        assert "link-scheme" in codes(front) or r"\href" not in written
