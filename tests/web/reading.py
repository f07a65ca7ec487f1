"""What a page says, read as people do, and held against the words of the PDF."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates"

VOID = {"br", "hr", "img", "meta", "link", "path", "circle", "use"}
ONLY_HERE = {"skip", "ways", "here", "add", "local", "above", "edition", "notes", "sign"}
"""Classes of what a page has and paper does not, or at another place."""

FORMULA, NUMBER, PAGE = 600, 8, 4
"""Letters that a PDF may have in place of a formula, an item's number, a page's number."""


@dataclass
class Words:
    """Pieces of a page's text; before each, as many letters of the PDF may stand as `room` says."""

    pieces: list[tuple[int, str]] = field(default_factory=list)
    room: int = 0

    def say(self, text: str) -> None:
        if letters := bare(text):
            self.pieces.append((self.room, letters))
            self.room = 0

    def leave(self, room: int) -> None:
        self.room = max(self.room, room)


class PageReader(HTMLParser):
    """Reads a page: its `words`, its footnotes' words, and all its elements with attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words = Words()
        self.notes: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[tuple[str, str]] = []
        self.head = ""
        self.feed(page)
        self.close()
        assert self.open == [], self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.elements.append((tag, found))
        kind = next(iter(set(found.get("class", "").split()) & ONLY_HERE), "")
        if tag in ("head", "script", "style", "svg", "math", "footer") or found.get("role") in (
            *("math", "doc-backlink", "doc-noteref"),
        ):
            kind = "left out"
        if tag == "li" and kind == "" and any(each == "notes" for _, each in self.open):
            self.notes.append("")
        if tag == "math" or found.get("role") == "math":
            self.words.leave(FORMULA)
        elif found.get("role") == "doc-noteref" or (
            tag == "li" and next((each for each, _ in reversed(self.open)), "") == "ol"
        ):
            self.words.leave(NUMBER)
        elif tag == "img":
            self.words.leave(FORMULA)
        if tag not in VOID:
            self.open.append((tag, kind))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self.open.pop()
        assert opened == tag, (opened, tag)
        if tag == "thead":
            self.head = bare(self.head)
        if tag == "li" and any(each == "nav" for each, _ in self.open):
            self.words.leave(PAGE)
        if tag == "tr":  # a table that goes on says its head again
            self.words.leave(len(self.head) + NUMBER * 2)

    def handle_data(self, data: str) -> None:
        kinds = [kind for _, kind in self.open if kind]
        if "notes" in kinds and "left out" not in kinds and self.notes:
            self.notes[-1] += data
        if kinds:
            return
        if any(tag == "thead" for tag, _ in self.open):
            self.head += data
        if any(tag == "table" for tag, _ in self.open) and not self.head:
            self.head = ""
        self.words.say(data)


MATH = "math mrow mi mn mo mtext mspace mfrac msqrt mroot mstyle mpadded mphantom msub msup"
MATH += " msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd"
ELEMENTS = set(
    "html head meta title link style script body a svg symbol path circle use header nav main"
    " section article footer details summary h1 h2 h3 h4 h5 h6 p ul ol li table caption thead tbody"
    " tr th td div span b i em strong s ins sup sub code pre blockquote figure figcaption img br hr"
    f" time bdi small {MATH}".split()
)
ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "srcset", "data", "poster"}
_BESIDE = re.compile(r"[\w.-]+\.(?:ics|png|jpe?g)")
_HOLDS = re.compile(r"data:(?:image/(?:png|jpeg)|text/calendar;charset=utf-8);base64,[\w+/=]*")


def check_safe(page: str) -> PageReader:
    """Return a page that runs and loads nothing but what is its own."""
    read = PageReader(page)
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert [kind for kind, _ in scripts] == [' type="application/ld+json"', ""]
    assert json.loads(scripts[0][1])["@type"] == "Course"
    assert scripts[1][1] == (TEMPLATES / "page.js").read_text(encoding="utf-8")
    (policy,) = (each["content"] for tag, each in read.elements if "http-equiv" in each)
    digest = b64encode(sha256(scripts[1][1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    for tag, attributes in read.elements:
        assert tag in ELEMENTS
        assert not any(key.startswith("on") or key == "style" for key in attributes), attributes
        for key in set(attributes) & ADDRESSES:
            target = attributes[key]
            allowed = ("http://", "https://", "mailto:", "#")
            own = _BESIDE.fullmatch(target) or _HOLDS.fullmatch(target)
            assert own or target.lower().startswith(allowed), target
            canonical = attributes.get("rel") == "canonical"  # says where it is, and loads nothing
            assert own or target[:1] == "#" or (tag, key) == ("a", "href") or canonical
    places = [each["id"] for _, each in read.elements if "id" in each]
    assert len(places) == len(set(places))
    links = {each["href"][1:] for _, each in read.elements if each.get("href", "")[:1] == "#"}
    assert links <= set(places), links - set(places)
    return read


def bare(text: str) -> str:
    """Return the letters and digits of a text alone: hyphens and ends of lines are the paper's."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in plain if each.isalnum())


def pdf_words(pdf: Path, notice: str) -> str:
    """Return the letters of a PDF without the lines at the end of its pages."""
    command = ["pdftotext", "-raw", str(pdf), "-"]
    read = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    said = re.escape(" ".join(notice.split()))
    footer = re.compile(rf"(?:^|\s)(?:{said} )?\d+(?: {said})?$")
    pages = (footer.sub("", " ".join(page.split())) for page in read.split("\f"))
    return bare(" ".join(pages))


def differs(page: PageReader, paper: str) -> str | None:
    """Return where the words of a page are not those of a PDF in order; None if they all are."""
    for note in page.notes:
        found = paper.find(bare(note))
        if found < 0:
            return f"a footnote: {note}"
        paper = paper[:found] + paper[found + len(bare(note)) :]
    places, furthest = {0}, 0
    for index, (room, piece) in enumerate(page.words.pieces):
        after = set()
        for place in places:
            start = place
            while (start := paper.find(piece, start, place + room + len(piece))) >= 0:
                after.add(start + len(piece))
                start += 1
        if not after:
            before = "".join(each for _, each in page.words.pieces[max(0, index - 4) : index])
            return (
                f"…{before[-80:]} | {piece[:80]} | {paper[max(furthest - 60, 0) : furthest]}"
                f" | {paper[furthest : furthest + 120]}"
            )
        places, furthest = after, max(after)
    left = len(paper) - max(places)
    return f"the PDF goes on: {paper[-left:][:200]}" if left > page.words.room else None
