"""Marked text: one string that carries its markup through citeproc, and its way back to nodes.

citeproc works on strings. Markup travels as single characters of Unicode's private planes, which no
text of a user holds after `clean`: a pair of them for emphasis and similar, one of them for every
formula, address, or run of nodes that the author of the handout wrote.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import field

from syllabus.front.bibliography.languages import LANGUAGES
from syllabus.model.document import (
    Emphasis,
    InLanguage,
    Inline,
    Link,
    Math,
    SmallCaps,
    Strong,
    Superscript,
    Text,
    plain_text,
)
from syllabus.on_demand import dataclass, pattern
from syllabus.source import Span

# Opening marks are even, the closing ones follow them.
NOCASE, ITALIC, BOLD, SMALL_CAPS, SUPERSCRIPT, SUBSCRIPT, PLAIN, AUTHOR = map(
    chr, range(0x10F000, 0x10F010, 2)
)
_FIRST_LANGUAGE = 0x10F010
_FIRST_LINK = 0x10F100
_LAST_LINK = 0x10FFFC
_FIRST_ATOM = 0xF0000
_LAST_ATOM = 0xFFFFD
MARKS = "[\U0010f000-\U0010fffd]"
ATOM = pattern("[\U000f0000-\U000ffffd]")
KEPT = "\U000ffffe"
"""Between characters of a field of which `tidy` would take one if they had met at a joint."""
_MEETING = pattern(rf" (?={MARKS}*[ ,;.])|[.?!…:;,](?={MARKS}*[.,;:?!])|[”’»](?={MARKS}*[.,])")
_ANY = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\U000f0000-\U000fffff\U0010f000-\U0010ffff]")
_MARK = pattern(MARKS)
_QUOTES = {"“": "”", "„": "“”"}
"""Quotation marks that begin a quotation, with those that end it."""
_DOI_PREFIX = pattern(r"https?://(?:dx\.)?doi\.org/\Z")


def closing(mark: str) -> str:
    """Return the mark that ends what `mark` begins."""
    return chr(ord(mark) + 1)


def marked(mark: str, text: str) -> str:
    """Return `text` between a pair of marks."""
    return f"{mark}{text}{closing(mark)}" if text else text


def in_language(tag: str, text: str) -> str:
    """Return `text` marked as in a language (BCP 47), if that is one of `LANGUAGES`."""
    if tag not in LANGUAGES:
        return text
    return marked(chr(_FIRST_LANGUAGE + 2 * LANGUAGES.index(tag)), text)


def clean(text: str) -> str:
    """Replace control characters and what would be taken for marks in a user's text."""
    return _ANY.sub("�", text)


def unmarked(text: str) -> str:
    """Return the text without markup; formulas and addresses stay as their character."""
    return _MARK.sub("", text)


def kept(text: str) -> str:
    """Return a field guarded against `tidy`, which is for what a style puts between fields."""
    return _MEETING.sub(lambda found: found[0] + KEPT, text)


def quotes_inside(text: str, outer: tuple[str, ...], inner: tuple[str, ...]) -> str:
    """Return text that will stand between the `outer` quotation marks, with inner ones for its own.

    Its own are of English or German, and guillemets where those are the outer ones. Quotations in
    its quotations have the outer ones again (CSL 1.0.2, "Quotes").
    """
    pairs = {**_QUOTES, "«": "»"} if outer[0].strip() == "«" else _QUOTES
    chars, opened = list(text), list[int]()
    for place, char in enumerate(text):
        if opened and char in pairs[text[opened[-1]]]:
            first = opened.pop()
            chars[first], chars[place] = outer if len(opened) % 2 else inner
            if char == "»" and not inner[0].endswith("\u00a0"):
                for beside in (first + 1, place - 1):
                    chars[beside] = chars[beside].strip()
        elif char in pairs:
            opened.append(place)
        elif char == "”":
            chars[place] = inner[1]
    for place in opened:
        chars[place] = inner[0] if text[place] == "“" else text[place]
    return "".join(chars)


def without(mark: str, text: str) -> str:
    """Return the text without one kind of mark."""
    return text.replace(mark, "").replace(closing(mark), "")


@dataclass(frozen=True, slots=True)
class Formula:
    """Math in TeX's notation."""

    tex: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address that is printed as `text`; `doi` says that the text is a bare DOI."""

    target: str
    text: str
    doi: bool = False


@dataclass(frozen=True, slots=True)
class Nodes:
    """Nodes that are nodes already: what is around a citation."""

    nodes: tuple[Inline, ...]


Atom = Formula | Address | Nodes


@dataclasses.dataclass(repr=False, eq=False)
class Atoms:
    """What single characters of a marked text stand for."""

    _atoms: list[Atom] = field(default_factory=list)
    _known: dict[Formula | Address, str] = field(default_factory=dict)
    _links: list[str] = field(default_factory=list)

    def add(self, atom: Atom) -> str:
        """Return the character that stands for `atom`."""
        if not isinstance(atom, Nodes) and atom in self._known:
            return self._known[atom]
        if _FIRST_ATOM + len(self._atoms) > _LAST_ATOM:
            return _words(atom)
        self._atoms.append(atom)
        char = chr(_FIRST_ATOM + len(self._atoms) - 1)
        if not isinstance(atom, Nodes):
            self._known[atom] = char
        return char

    def link(self, target: str, text: str) -> str:
        """Return marked text that is a link."""
        mark = _FIRST_LINK + 2 * len(self._links)
        if mark > _LAST_LINK:
            return text
        self._links.append(target)
        return marked(chr(mark), text)

    def targets(self) -> Iterator[str]:
        """Yield the addresses that were added."""
        yield from (atom.target for atom in self._atoms if isinstance(atom, Address))
        yield from self._links

    def plain(self, text: str) -> str:
        """Return the words of a marked text, without any markup."""
        return ATOM.sub(lambda found: _words(self._atom(found[0])), unmarked(text))

    def _atom(self, char: str) -> Atom:
        return self._atoms[ord(char) - _FIRST_ATOM]

    def inlines(self, text: str, span: Span) -> tuple[Inline, ...]:
        """Return the nodes of a marked text; every one gets `span`."""
        top: list[Inline] = []
        stack: list[tuple[str, list[Inline]]] = [("", top)]
        words: list[str] = []

        def flush() -> None:
            if words:
                stack[-1][1].append(Text("".join(words), span))
                words.clear()

        def close() -> None:
            flush()
            mark, children = stack.pop()
            stack[-1][1].extend(self._wrapped(mark, tuple(children), span))

        for char in text:
            code = ord(char)
            if code < _FIRST_ATOM:
                words.append(char)
            elif ATOM.match(char):
                atom = self._atom(char)
                if isinstance(atom, Formula):
                    flush()
                    stack[-1][1].append(Math(atom.tex, False, span))
                    continue
                if isinstance(atom, Nodes):
                    flush()
                    stack[-1][1].extend(atom.nodes)
                    continue
                shown = atom.text
                before = _DOI_PREFIX.search("".join(words)) if atom.doi else None
                if before:
                    shown = before[0] + shown
                    words[:] = ["".join(words)[: before.start()]] if before.start() else []
                flush()
                stack[-1][1].append(Link(atom.target, (Text(shown, span),), span))
            elif _MARK.match(char):
                if code % 2 == 0:
                    flush()
                    stack.append((char, []))
                elif any(closing(mark) == char for mark, _ in stack[1:]):
                    while closing(stack[-1][0]) != char:
                        close()
                    close()
            else:
                words.append(char)
        while len(stack) > 1:
            close()
        flush()
        return tuple(top)

    def _wrapped(self, mark: str, children: tuple[Inline, ...], span: Span) -> tuple[Inline, ...]:
        if not children:
            return ()
        if ord(mark) >= _FIRST_LINK:
            return (Link(self._links[(ord(mark) - _FIRST_LINK) // 2], children, span),)
        if ord(mark) >= _FIRST_LANGUAGE:
            return (InLanguage(LANGUAGES[(ord(mark) - _FIRST_LANGUAGE) // 2], children, span),)
        if mark == SUBSCRIPT:
            lowered = "".join(
                child.tex if isinstance(child, Math) else f"\\text{{{_math_text((child,))}}}"
                for child in children
            )
            return (Math(f"_{{{lowered}}}", False, span),)
        if mark == ITALIC:
            return (Emphasis(children, span),)
        if mark == BOLD:
            return (Strong(children, span),)
        if mark == SMALL_CAPS:
            return (SmallCaps(children, span),)
        if mark == SUPERSCRIPT:
            return (Superscript(children, span),)
        return children


def _words(atom: Atom) -> str:
    match atom:
        case Formula():
            return atom.tex
        case Address():
            return atom.text
        case Nodes():
            return plain_text(atom.nodes)


def _math_text(children: tuple[Inline, ...]) -> str:
    words = "".join(child.text for child in children if isinstance(child, Text))
    return "".join(char for char in words if char.isalnum() or char in " +-=()")
