"""References that somebody typed → entries of BibTeX, and citations in their place.

Only what is understood to its last word becomes an entry, in one of the styles that
`reference_styles` has. Everything else stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from syllabus.importing.reference_styles import (
    AUTHOR,
    BODY,
    EM,
    EM_END,
    LIKE_ONE,
    PEOPLE,
    STYLES,
    Person,
)
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
_DOI = pattern(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ARXIV = pattern(r"https?://arxiv\.org/(?:abs|pdf)/([\d.]+\d|[a-z-]+/\d+)(?:v\d+)?(?:\.pdf)?$")
_BETWEEN = (
    "a al and arxiv aufl auflage doi dx ed edn et http https in no of org p pages pp preprint s"
    " page seite seiten u und url vol abs pdf"
)
"""What stands between the fields of a reference, and in none of them."""
_MARK = pattern(r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)])\s+(?=\S)")
"""The number of a reference in a list that is none, by which the text may call it."""
_BEFORE = (
    pattern(rf"^(?P<prefix>[^;@\[\]]{{1,150}}? [Ii]n |[^\W\d][\w -]{{0,30}}: )(?={AUTHOR})"),
    pattern(r"^(?P<prefix>[^\W\d][\w -]{0,30}: )"),
)
_BEHIND = pattern(
    r"\s*(\([^()]*\d[^()]*(?:min|hrs?|hours?|h|pages?|pp?|Seiten?|Minuten|m)\b[^()]*\)\.?)\s*$"
)
_FIELDS = ("month", "journal", "booktitle", "volume", "number", "edition", "address", "publisher")
_SPECIAL = str.maketrans(
    {**{sign: f"\\{sign}" for sign in "&%#_$"}, "\\": "", "{": "", "}": "", "~": " ", "^": ""}
)


@dataclass(slots=True)
class FoundEntry:
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
    entries: dict[tuple[tuple[str, str], ...], FoundEntry] = field(default_factory=dict)
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
            case Paragraph(inlines):
                return Paragraph(self.cited(inlines) or inlines, block.tight)
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
        mark = _MARK.match(text)
        text = text[mark.end() :] if mark else text
        behind = _BEHIND.search(text)
        rest = text[: behind.start()] if behind else text
        before = (each.match(rest) for each in _BEFORE)
        for start in dict.fromkeys((0, *(each.end("prefix") for each in before if each))):
            entry = self._entry(rest[start:])
            if entry is None:
                continue
            prefix: tuple[Inline, ...] = ()
            if start:
                words = rest[:start].replace(EM, "").replace(EM_END, "").strip()
                prefix = (Text(words),)
            work = Cited((CitedKey(entry.key, prefix),))
            before_it = (Text(mark[0]),) if mark else ()
            return (*before_it, work, *((Text(f" {behind[1]}"),) if behind else ()))
        if LIKE_ONE.search(text) or re.search(rf"{AUTHOR}.*\(\d{{4}}[a-z]?\)", text):
            self.kept.append(plain(inlines).strip())
        return None

    def entry_for(self, key: str, inlines: tuple[Inline, ...]) -> FoundEntry:
        """Return the entry of a reference with this key, with its words alone if need be."""
        found = self._entry(" ".join(_marked(inlines).split()))
        if found is not None:
            return FoundEntry(found.kind, key, found.fields)
        words = _clean(plain(inlines)).rstrip(".")
        self.kept.append(f"the fields of {key}, whose text is its title: {words[:60]}")
        years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", words)
        year = {"year": years[-1]} if len({*years}) == 1 else {}
        return FoundEntry("misc", key, {"title": f"{{{words}}}", **year})

    def _entry(self, text: str) -> FoundEntry | None:
        for kind, shape in STYLES:
            match = shape.fullmatch(text)
            if match is None:
                continue
            found = {name: value for name, value in match.groupdict().items() if value}
            if kind == "article" and not (found.get("volume") or found.get("pages")):
                continue
            people = [
                each for name in PEOPLE if name in found for each in PEOPLE[name](found[name])
            ]
            if not people or any(BODY.search(" ".join(each)) for each in people):
                continue
            values = _values(kind, found, people)
            names = next(found[name] for name in PEOPLE if name in found)
            if _is_whole(text.replace(names, " ", 1), values):
                return self._known(kind, people[0][0], found["year"], values)
        return None

    def _known(self, kind: str, family: str, year: str, values: dict[str, str]) -> FoundEntry:
        same = tuple(sorted(values.items()))
        if same not in self.entries:
            self.entries[same] = FoundEntry(kind, self._key(family, year), values)
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


def _values(kind: str, found: dict[str, str], people: Sequence[Person]) -> dict[str, str]:
    """Return the fields of an entry as BibTeX has them."""
    author = " and ".join(f"{family}, {given}" for family, given in people)
    if "others" in found:
        author += " and others"
    values = {"author": author, "title": f"{{{_clean(found['title'])}}}", "year": found["year"]}
    if "issue" in found:
        found["number"] = found["issue"]
    for name in _FIELDS:
        if name in found:
            values[name] = _clean(found[name])
    if "pages" in found:
        values["pages"] = re.sub(r"[-–?]+", "--", found["pages"])
    if doi := found.get("doi", "").rstrip(".,"):
        values["doi"] = doi
    if "eprint" in found:
        values |= {"eprint": found["eprint"], "archiveprefix": "arXiv"}
    if url := found.get("url", "").rstrip(".,"):
        known, arxiv = _DOI.match(url), _ARXIV.match(url)
        if known is not None:
            values["doi"] = known[1]
        elif arxiv is not None and kind == "misc":
            values |= {"eprint": arxiv[1], "archiveprefix": "arXiv", "url": url}
        else:
            values["url"] = url.replace("%", "\\%").replace("#", "\\#")
    return values


def _is_whole(text: str, values: Mapping[str, str]) -> bool:
    """Return whether every word behind the names is in the fields, but for those between them."""
    kept = set(re.findall(r"[^\W_]+", " ".join(values.values()).casefold()))
    words = re.findall(r"[^\W_]+", re.sub(r"[^\x00-\uffff]", " ", text).casefold())
    return all(
        word in kept
        or word in _BETWEEN.split()
        or ((found := re.fullmatch(r"(\d+)(?:st|nd|rd|th|[a-z])", word)) and found[1] in kept)
        for word in words
    )


def _marked(inlines: Iterable[Inline]) -> str:
    """Return the words of a text with marks around what is emphasized."""
    pieces = []
    for inline in inlines:
        match inline:
            case Styled(Style.EMPHASIS, inner):
                pieces.append(f"{EM}{plain(inner).strip()}{EM_END}")
            case Link(inner, address):
                words = plain(inner)
                known = re.sub(r"\W", "", words) in re.sub(r"\W", "", address)
                pieces.append(address if known and "://" in address else words)
            case _:
                pieces.append(plain((inline,)))
    return re.sub(r'"([^"]+)"', r"“\1”", "".join(pieces))


def _clean(text: str) -> str:
    return " ".join(text.replace(EM, "").replace(EM_END, "").translate(_SPECIAL).split())


_BIBITEM = pattern(
    r"\\bibitem(?:\[[^\]]*\])?\{(?P<key>[^{}\s,]+)\}(?P<text>.*?)(?=\\bibitem|\\end\{)", re.S
)


def bibitems(source: str) -> dict[str, str]:
    r"""Return the entries of `thebibliography` by their keys, as LaTeX has them."""
    found = re.search(r"\\begin\{thebibliography\}.*?\\end\{thebibliography\}", source, re.S)
    if found is None:
        return {}
    return {each["key"]: each["text"].strip() for each in _BIBITEM.finditer(found[0])}
