"""References that somebody typed → entries of BibTeX, and citations in their place.

Only what is understood to its last word becomes an entry: in APA's way, `Author, A. B. (2021).
Title. Journal, 18(2), 176–185. https://…`, as an article, a chapter or a book; in IEEE's way,
`A. B. Author, “Title,” Journal, vol. 18, no. 2, pp. 176–185, 2021.`; or a title with an address.
Everything else stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from syllabus.importing.tree import (
    Block,
    Cited,
    CitedKey,
    Code,
    Footnote,
    Formula,
    Inline,
    ItemList,
    Link,
    Members,
    Paragraph,
    Quotation,
    Style,
    Styled,
    Text,
    plain,
    walk,
)
from syllabus.on_demand import pattern

LONGEST_REFERENCE = 1_500
"""Characters; one with thirty authors has half of them."""
_FAMILY = (
    r"(?:(?:[Vv]an|[Vv]on|de|der|den|la|le|du|di|da|dos|del|ter|ten|zu) )*"
    r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’]+(?:[- ][A-ZÀ-ÖØ-ÞĀ-Ž][\w'’]+)*"
)
_INITIALS = r"[A-ZÀ-ÖØ-ÞĀ-Ž]\.(?:[ -]?[A-ZÀ-ÖØ-ÞĀ-Ž]\.)*"
_AUTHOR = rf"{_FAMILY}, {_INITIALS}"
_AUTHORS = rf"{_AUTHOR}(?:(?:, (?:& |and )?|,? & |,? and ){_AUTHOR})*"
_PAGES = r"[a-z]?\d+(?:[-–?][a-z]?\d+)?"
_URL = r"https?://[^\s()]+?"
_DOI = pattern(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ARXIV = pattern(r"https?://arxiv\.org/(?:abs|pdf)/([\d.]+\d|[a-z-]+/\d+)(?:v\d+)?(?:\.pdf)?$")
_EM, _EM_END = "\ue000", "\ue001"
_TAIL = r"\.?(?:\s*(?:doi:? ?)?(?P<url>" + _URL + r"))?\.?"
_HEAD = rf"(?P<authors>{_AUTHORS})(?P<others>,? et al\.)? \((?P<year>\d{{4}})[a-z]?\)\. "
_VOLUME = (
    rf"(?:,? (?<=, ){_EM}?(?P<volume>\d+){_EM_END}?(?![-–]))?"
    rf"(?:\((?P<number>\d+(?:[-–]\d+)?)\))?(?:,? ?(?:pp?\. ?)?(?P<pages>{_PAGES}))?{_TAIL}"
)
_ARTICLE = rf"{_HEAD}(?P<title>[^{_EM}]+?[?!]?)\.? "
_APA = (
    # The journal is set apart, at times with the volume, or begins with a capital.
    ("article", rf"{_ARTICLE}{_EM}(?P<journal>[A-Z][^{_EM_END}]*?),?{_EM_END}{_VOLUME}"),
    (
        "article",
        rf"{_ARTICLE}{_EM}(?P<journal>[A-Z][^{_EM_END}]*?), (?P<volume>\d+){_EM_END}"
        rf"(?:\((?P<number>\d+(?:[-–]\d+)?)\))?(?:,? ?(?P<pages>{_PAGES}))?{_TAIL}",
    ),
    ("article", rf"{_ARTICLE}(?P<journal>[A-Z][^{_EM}{_EM_END}.]*?){_VOLUME}"),
    (
        "incollection",
        rf"{_HEAD}(?P<title>[^{_EM}]+?[?!]?)\.? In {_EM}(?P<booktitle>[^{_EM_END}]+){_EM_END}"
        rf" \(pp?\. ?(?P<pages>{_PAGES})\)(?:\. (?P<publisher>[A-Z][\w&' -]+))?{_TAIL}",
    ),
    (
        "book",
        rf"{_HEAD}{_EM}(?P<title>[^{_EM_END}]+?)\.?{_EM_END}"
        rf"(?: \((?P<edition>\d+)(?:st|nd|rd|th) ed\.\))?"
        rf"\.? (?P<publisher>[A-Z][\w&' -]+){_TAIL}",
    ),
    (
        "misc",
        rf"{_HEAD}{_EM}?(?P<title>[^{_EM}{_EM_END}]+?)[.?!]?{_EM_END}?[.?!]? (?P<url>{_URL})\.?",
    ),
)
_IEEE_NAME = rf"{_INITIALS} {_FAMILY}"
_IEEE = (
    "article",
    rf"(?P<ieee>{_IEEE_NAME}(?:(?:, (?:and )?| and ){_IEEE_NAME})*), “(?P<title>[^”]+?),?” "
    rf"{_EM}?(?P<journal>[A-Z][^{_EM}{_EM_END},]+){_EM_END}?, vol\. (?P<volume>\d+)"
    rf"(?:, no\. (?P<number>\d+))?(?:, pp?\. (?P<pages>{_PAGES}))?,(?: [A-Z][a-z]{{2}}\.?)? "
    rf"(?P<year>\d{{4}}){_TAIL}",
)
_PATTERNS = [(kind, pattern(written)) for kind, written in (*_APA, _IEEE)]
_BEFORE = pattern(rf"^(?P<prefix>[^;@\[\]]{{1,150}}? [Ii]n |[^\W\d][\w -]{{0,30}}: )(?={_AUTHOR})")
_BEHIND = pattern(
    r"\s*(\([^()]*\d[^()]*(?:min|hrs?|hours?|h|pages?|pp?|Seiten?|Minuten|m)\b[^()]*\)\.?)\s*$"
)
_SPECIAL = str.maketrans(
    {**{sign: f"\\{sign}" for sign in "&%#_$"}, "\\": "", "{": "", "}": "", "~": " ", "^": ""}
)


@dataclass(slots=True)
class Entry:
    """An entry of BibTeX: its kind, and fields as they are to be printed."""

    kind: str
    key: str
    fields: Mapping[str, str]

    def text(self) -> str:
        """Return it as BibTeX has it."""
        width = max(map(len, self.fields))
        lines = [f"  {name:<{width}} = {{{value}}}," for name, value in self.fields.items()]
        return "\n".join((f"@{self.kind}{{{self.key},", *lines, "}"))


@dataclass(slots=True)
class TypedReferences:
    """The entries that were made of references, each once; `kept` are those that stay as text."""

    taken: set[str] = field(default_factory=set)
    entries: dict[tuple[tuple[str, str], ...], Entry] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    def replaced(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Return blocks with a citation for each item that is a reference."""
        return tuple(map(self._block, blocks))

    def _block(self, block: Block) -> Block:
        match block:
            case ItemList(items, start, lettered):
                return ItemList(tuple(map(self._item, items)), start, lettered)
            case Quotation(inner) | Members(inner):
                return replace(block, blocks=self.replaced(inner))
            case _:
                return block

    def _item(self, item: tuple[Block, ...]) -> tuple[Block, ...]:
        if not item or not isinstance(item[0], Paragraph):
            return self.replaced(item)
        found = self.cited(item[0].inlines)
        first = item[0] if found is None else Paragraph(found, item[0].tight)
        return (first, *self.replaced(item[1:]))

    def cited(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...] | None:
        """Return the citation in place of a reference; None for a text that is none."""
        if any(isinstance(each, Formula | Footnote | Cited | Code) for each in walk(inlines)):
            return None
        text = " ".join(_marked(inlines).split())
        if len(text) > LONGEST_REFERENCE:
            return None
        behind = _BEHIND.search(text)
        rest = text[: behind.start()] if behind else text
        before = _BEFORE.match(rest)
        for start in dict.fromkeys((0, before.end("prefix") if before else 0)):
            entry = self._entry(rest[start:])
            if entry is None:
                continue
            prefix: tuple[Inline, ...] = ()
            if start:
                words = rest[:start].replace(_EM, "").replace(_EM_END, "").strip()
                prefix = (Text(words),)
            work = Cited((CitedKey(entry.key, prefix),))
            return (work, Text(f" {behind[1]}")) if behind else (work,)
        if re.search(rf"{_AUTHOR}.*\(\d{{4}}[a-z]?\)", text):
            self.kept.append(plain(inlines).strip())
        return None

    def entry_for(self, key: str, inlines: tuple[Inline, ...]) -> Entry:
        """Return the entry of a reference with this key, with its words alone if need be."""
        found = self._entry(" ".join(_marked(inlines).split()))
        if found is not None:
            return Entry(found.kind, key, found.fields)
        words = _clean(plain(inlines)).rstrip(".")
        return Entry("misc", key, {"title": f"{{{words}}}"})

    def _entry(self, text: str) -> Entry | None:
        for kind, shape in _PATTERNS:
            match = shape.fullmatch(text)
            if match is None:
                continue
            found = {name: value for name, value in match.groupdict().items() if value}
            if kind == "article" and not (found.get("volume") or found.get("pages")):
                continue
            return self._known(kind, found)
        return None

    def _known(self, kind: str, found: dict[str, str]) -> Entry:
        if "ieee" in found:
            names = re.findall(rf"({_INITIALS}) ({_FAMILY})", found["ieee"])
            people = [(family, initials) for initials, family in names]
        else:
            pairs = re.findall(rf"({_FAMILY}), ({_INITIALS})", found["authors"])
            people = [(family, initials) for family, initials in pairs]
        author = " and ".join(f"{family}, {initials}" for family, initials in people)
        if "others" in found:
            author += " and others"
        values = {"author": author, "title": f"{{{_clean(found['title'])}}}", "year": found["year"]}
        for name in ("journal", "booktitle", "volume", "number", "edition", "publisher"):
            if name in found:
                values[name] = _clean(found[name])
        if "pages" in found:
            values["pages"] = re.sub(r"[-–?]", "--", found["pages"])
        if url := found.get("url", "").rstrip(".,"):
            doi, arxiv = _DOI.match(url), _ARXIV.match(url)
            if doi is not None:
                values["doi"] = doi[1]
            elif arxiv is not None and kind == "misc":
                values |= {"eprint": arxiv[1], "archiveprefix": "arXiv", "url": url}
            else:
                values["url"] = url.replace("%", "\\%").replace("#", "\\#")
        same = tuple(sorted(values.items()))
        if same not in self.entries:
            self.entries[same] = Entry(kind, self._key(people[0][0], found["year"]), values)
        return self.entries[same]

    def _key(self, family: str, year: str) -> str:
        letters = unicodedata.normalize("NFKD", family).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^a-z]", "", letters.lower()) or "work"
        for suffix in ("", *"bcdefghijklmnopqrstuvwxyz", *map(str, range(1000))):
            key = f"{stem}{year}{suffix}"
            if key.casefold() not in self.taken:
                self.taken.add(key.casefold())
                return key
        raise AssertionError("a source of so many works of one author and year is too large")


def _marked(inlines: Iterable[Inline]) -> str:
    """Return the words of a text with marks around what is emphasized."""
    pieces = []
    for inline in inlines:
        match inline:
            case Styled(Style.EMPHASIS, inner):
                pieces.append(f"{_EM}{plain(inner).strip()}{_EM_END}")
            case Link(inner, address):
                words = plain(inner)
                known = re.sub(r"\W", "", words) in re.sub(r"\W", "", address)
                pieces.append(address if known and "://" in address else words)
            case _:
                pieces.append(plain((inline,)))
    return "".join(pieces)


def _clean(text: str) -> str:
    return " ".join(text.replace(_EM, "").replace(_EM_END, "").translate(_SPECIAL).split())


_BIBITEM = pattern(
    r"\\bibitem(?:\[[^\]]*\])?\{(?P<key>[^{}\s,]+)\}(?P<text>.*?)(?=\\bibitem|\\end\{)", re.S
)


def bibitems(source: str) -> dict[str, str]:
    r"""Return the entries of `thebibliography` by their keys, as LaTeX has them."""
    found = re.search(r"\\begin\{thebibliography\}.*?\\end\{thebibliography\}", source, re.S)
    if found is None:
        return {}
    return {each["key"]: each["text"].strip() for each in _BIBITEM.finditer(found[0])}
