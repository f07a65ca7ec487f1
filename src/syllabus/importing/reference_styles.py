"""How references are typed: APA, MLA, Chicago, Vancouver, IEEE, ACM, BibTeX, and plain ones.

Each style is a regular expression of a whole reference. The groups are fields of BibTeX, and the
names of people in the way that the style has them: `apa` *Holm, P. A., & Lie, K.*, `ieee` *P. A.
Holm and K. Lie*, `first` *Holm, Pia, and Kari Lie*, `last` *Pia Holm and Kari Lie*, `bare` *Holm
PA, Lie K*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from syllabus.on_demand import pattern

EM, EM_END = "\ue000", "\ue001"
"""Around what is emphasized."""

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_FAMILY = (
    r"(?:(?:[Vv]an|[Vv]on|de|der|den|la|le|du|di|da|dos|del|ter|ten|zu) )*"
    rf"{_CAPITAL}[\w'’]+(?:[- ]{_CAPITAL}[\w'’]+)*"
)
_INITIALS = rf"{_CAPITAL}\.(?:[ -]*{_CAPITAL}\.)*"
AUTHOR = rf"{_FAMILY}, {_INITIALS}"
_AND = r"(?:&|and|und|et|y|e|en)"
_APA_NAMES = rf"(?P<apa>{AUTHOR}(?:(?:, (?:{_AND} )?|,? {_AND} ){AUTHOR})*)"
_IEEE_NAME = rf"{_INITIALS} {_FAMILY}"
_IEEE_NAMES = rf"(?P<ieee>{_IEEE_NAME}(?:(?:, (?:and )?| and ){_IEEE_NAME})*)"
_GIVEN = rf"{_CAPITAL}(?:\.|[\w'’]+)(?:[ -]{_CAPITAL}(?:\.|[\w'’]+))*"
_SURNAME = rf"(?:(?:van|von|de|der|den|la|di|da|del) )*{_CAPITAL}[\w'’]+(?:-{_CAPITAL}[\w'’]+)*"
_WHOLE = rf"{_GIVEN} {_SURNAME}"
_FIRST_NAMES = (
    rf"(?P<first>{_SURNAME}, {_GIVEN}(?:,? and {_WHOLE}|(?:, {_WHOLE})+,? and {_WHOLE})?"
    r"|[^\W\d_]+, [^\W\d_]+(?=, et al))"
)
_LAST_NAMES = rf"(?P<last>{_WHOLE}(?:,? and {_WHOLE}|(?:, {_WHOLE})+,? and {_WHOLE})?)"
_BARE_NAME = rf"{_SURNAME} {_CAPITAL}{{1,3}}"
_BARE_NAMES = rf"(?P<bare>{_BARE_NAME}(?:, {_BARE_NAME})*)"
_OTHERS = r"(?P<others>,? et al\.?|,? u\. ?a\.)?"

_PAGES = r"[a-z]?\d+(?:[-–?]+[a-z]?\d+)?"
_PP = r"(?:pp?\.|S\.|pages?|Seiten?) ?"
_URL = r"https?://[^\s()]+?"
_NUMBER = r"(?P<number>\d+(?:[-–]\d+)?)"
_NAME = r"[A-ZÀ-Þ][\w&'’ -]+"
_TAIL = rf"\.?(?:,?\s*(?:doi:? ?(?P<doi>10\.\d{{4,9}}/[^\s]+?)|(?:doi:? ?)?(?P<url>{_URL})))?\.?"
_DATE = r"(?: (?P<month>[A-Z][a-z]{2,8})\.?)?"

_HEAD = rf"{_APA_NAMES}{_OTHERS} \((?P<year>\d{{4}})[a-z]?\)[.:] "
_LAST_HEAD = rf"{_LAST_NAMES}{_OTHERS} \((?P<year>\d{{4}})[a-z]?\)[.:,] "
_VOLUME = (
    rf"(?:,? (?<=, ){EM}?(?P<volume>\d+){EM_END}?(?![-–]))?"
    rf"(?:\({_NUMBER}\))?(?:,? ?(?:{_PP})?(?P<pages>{_PAGES}))?{_TAIL}"
)
_ARTICLE = rf"{_HEAD}(?P<title>[^{EM}]+?[?!]?)\.? "
_QUOTED = r"“(?P<title>[^”]+?)[.,]?”[.,]?"
_JOURNAL = rf"{EM}(?P<journal>[A-Z][^{EM}{EM_END}]+?)[,.]?{EM_END}[,.]?"
_BOOK = rf"{EM}(?P<title>[^{EM}{EM_END}]+?)[.,]?{EM_END}"
_BOOKTITLE = rf"{EM}(?P<booktitle>[^{EM}{EM_END}]+?)[,.]?{EM_END}[,.]?"
_EDITION = r"(?P<edition>\d+)(?:st|nd|rd|th|\.) (?:ed|edn|Aufl|Auflage|éd)\.?"
_PUBLISHER = (
    r"\b(?:Press|Presses|Verlag|Books?|Publish\w+|Éditions?|Editions?|Edizioni|Ediciones|Springer"
    r"|Wiley|Elsevier|Routledge|Penguin|Pearson|Sage|Norton|Birkhäuser|De Gruyter|Suhrkamp)\b"
)
_PUBLISHED = rf"(?:(?P<address>{_NAME}): )?(?P<publisher>{_NAME})"

_STYLES = (
    # APA: the journal is set apart, at times with the volume, or begins with a capital.
    ("article", rf"{_ARTICLE}{EM}(?P<journal>[A-Z][^{EM_END}]*?),?{EM_END}{_VOLUME}"),
    (
        "article",
        rf"{_ARTICLE}{EM}(?P<journal>[A-Z][^{EM_END}]*?), (?P<volume>\d+){EM_END}"
        rf"(?:\({_NUMBER}\))?(?:,? ?(?:{_PP})?(?P<pages>{_PAGES}))?{_TAIL}",
    ),
    ("article", rf"{_ARTICLE}(?P<journal>[A-Z][^{EM}{EM_END}.]*?){_VOLUME}"),
    (
        "incollection",
        rf"{_HEAD}(?P<title>[^{EM}]+?[?!]?)\.? In:? {_BOOKTITLE}"
        rf" \({_PP}(?P<pages>{_PAGES})\)(?:\. {_PUBLISHED})?{_TAIL}",
    ),
    (
        "book",
        rf"{_HEAD}{_BOOK}(?: \({_EDITION}\))?\.? {_PUBLISHED}{_TAIL}",
    ),
    ("misc", rf"{_HEAD}{EM}?(?P<title>[^{EM}{EM_END}]+?)[.?!]?{EM_END}?[.?!]? (?P<url>{_URL})\.?"),
    (
        "misc",
        rf"{_HEAD}{EM}?(?P<title>[^{EM}{EM_END}]+?)[.?!]?{EM_END}?[.?!]? {EM}?"
        rf"(?:arXiv preprint,? )?arXiv: ?(?P<eprint>\d{{4}}\.\d{{4,5}}){EM_END}?\.?",
    ),
    # IEEE
    (
        "article",
        rf"{_IEEE_NAMES}{_OTHERS}, {_QUOTED} {_JOURNAL} vol\. (?P<volume>\d+)(?:, no\. {_NUMBER})?"
        rf"(?:, {_PP}(?P<pages>{_PAGES}))?,{_DATE} (?P<year>\d{{4}}){_TAIL}",
    ),
    (
        "inproceedings",
        rf"{_IEEE_NAMES}{_OTHERS}, {_QUOTED} in {_BOOKTITLE},?{_DATE} (?P<year>\d{{4}})"
        rf"(?:, {_PP}(?P<pages>{_PAGES}))?{_TAIL}",
    ),
    # MLA
    (
        "article",
        rf"{_FIRST_NAMES}{_OTHERS}\.? {_QUOTED} {_JOURNAL} vol\. (?P<volume>\d+)"
        rf"(?:, no\. {_NUMBER})?,{_DATE} (?P<year>\d{{4}})(?:, {_PP}(?P<pages>{_PAGES}))?{_TAIL}",
    ),
    ("book", rf"{_FIRST_NAMES}{_OTHERS}\.? {_BOOK}\.? {_PUBLISHED}, (?P<year>\d{{4}}){_TAIL}"),
    # Chicago, by author and date
    (
        "article",
        rf"{_FIRST_NAMES}{_OTHERS}\.? (?P<year>\d{{4}})[a-z]?\. {_QUOTED} {_JOURNAL}"
        rf" (?P<volume>\d+)(?: \({_NUMBER}\)|, no\. {_NUMBER.replace('number', 'issue')})?"
        rf"(?:: ?(?P<pages>{_PAGES}))?{_TAIL}",
    ),
    (
        "book",
        rf"{_FIRST_NAMES}{_OTHERS}\.? (?P<year>\d{{4}})[a-z]?\. {_BOOK}\.?(?: {_EDITION})?"
        rf" {_PUBLISHED}{_TAIL}",
    ),
    # ACM
    (
        "article",
        rf"{_LAST_NAMES}{_OTHERS}\.? (?P<year>\d{{4}})\. (?P<title>[^{EM}.]+?[?!]?)\.? {_JOURNAL}"
        rf" (?P<volume>\d+)(?:, {_NUMBER})?(?: \(\d{{4}}\))?(?:, (?P<pages>{_PAGES}))?{_TAIL}",
    ),
    (
        "inproceedings",
        rf"{_LAST_NAMES}{_OTHERS}\.? (?P<year>\d{{4}})\. (?P<title>[^{EM}.]+?[?!]?)\.? In"
        rf" {_BOOKTITLE}(?: {_PUBLISHED})?(?:, (?P<pages>{_PAGES}))?{_TAIL}",
    ),
    # Vancouver
    (
        "article",
        rf"{_BARE_NAMES}{_OTHERS}\. (?P<title>[^{EM}.]+?[?!]?)[.]? {EM}?(?P<journal>[A-Z][^{EM}"
        rf"{EM_END}.;]+?)\.?{EM_END}?\.? (?P<year>\d{{4}}){_DATE};(?P<volume>\d+)"
        rf"(?:\({_NUMBER}\))?(?:: ?(?P<pages>{_PAGES}))?{_TAIL}",
    ),
    # BibTeX's plain style, of most lists in LaTeX: Pia Holm. Slow modes. *Waves*, 18(2):1–8, 2021.
    (
        "article",
        rf"{_LAST_NAMES}{_OTHERS}\. (?P<title>[^{EM}.]+?[?!]?)\.? {_JOURNAL} (?P<volume>\d+)"
        rf"(?:\({_NUMBER}\))?(?::(?P<pages>{_PAGES}))?,{_DATE} (?P<year>\d{{4}}){_TAIL}",
    ),
    (
        "inproceedings",
        rf"{_LAST_NAMES}{_OTHERS}\. (?P<title>[^{EM}.]+?[?!]?)\.? In {_BOOKTITLE}"
        rf"(?: pages? (?P<pages>{_PAGES}))?[.,](?: {_PUBLISHED},)?{_DATE} (?P<year>\d{{4}}){_TAIL}",
    ),
    (
        "book",
        rf"{_LAST_NAMES}\. {_BOOK}\.? {_PUBLISHED}"
        rf",{_DATE} (?P<year>\d{{4}}){_TAIL}",
    ),
    # As APA has it, with whole names
    (
        "article",
        rf"{_LAST_HEAD}(?P<title>[^{EM}]+?[?!]?)\.? {_JOURNAL}{_VOLUME.replace('(?<=, )', '')}",
    ),
    ("book", rf"{_LAST_HEAD}{_BOOK}(?: \({_EDITION}\))?\.? {_PUBLISHED}{_TAIL}"),
    # Plain ones, of books, where the name or the publisher is surely one: Pia Holm, *Waves*
    # (Fjord Press, 2021)
    (
        "book",
        rf"{_LAST_NAMES},? {_BOOK},? \((?=[^()]*{_PUBLISHER}){_PUBLISHED},? (?P<year>\d{{4}})\)"
        rf"{_TAIL}",
    ),
    ("book", rf"{_APA_NAMES},? {_BOOK},? \({_PUBLISHED},? (?P<year>\d{{4}})\){_TAIL}"),
    ("misc", rf"{_APA_NAMES},? {_BOOK},? \((?P<year>\d{{4}})\){_TAIL}"),
)  # fmt: skip
STYLES = tuple((kind, pattern(written)) for kind, written in _STYLES)
"""Kinds of entries, and what each reference of a style is as a whole."""

LIKE_ONE = pattern(
    rf"^(?:{AUTHOR}|{_BARE_NAME}[,.]|{_SURNAME}, {_GIVEN}[,. ]|{_IEEE_NAME},"
    rf"|{_WHOLE}(?:, {EM}|\.| \(\d))"
    rf"(?=.*(?:{EM}|{EM_END}|“|pp?\.|S\.|doi|\d;\d)).*\b(?:19|20)\d\d\b"
)
"""What looks like a reference that a list of those not understood has."""

Person = tuple[str, str]
"""The family name of a person, and the others."""


def _inverted(text: str) -> list[Person]:
    return [(family, given) for family, given in re.findall(rf"({_FAMILY}), ({_INITIALS})", text)]


def _initials_first(text: str) -> list[Person]:
    return [(family, given) for given, family in re.findall(rf"({_INITIALS}) ({_FAMILY})", text)]


def _whole(text: str) -> list[Person]:
    names = re.split(r",? and |, ", text)
    found = (re.fullmatch(rf"({_GIVEN}) ({_SURNAME})", name) for name in names)
    return [(each[2], each[1]) for each in found if each]


def _first_inverted(text: str) -> list[Person]:
    found = re.match(rf"({_SURNAME}), ({_GIVEN})(?:,? and |, |$)", text)
    if found is None:
        return []
    rest = text[found.end() :]
    return [(found[1], found[2]), *(_whole(rest) if rest else [])]


def _bare(text: str) -> list[Person]:
    pairs = re.findall(rf"({_SURNAME}) ({_CAPITAL}{{1,3}})\b", text)
    return [(family, " ".join(f"{each}." for each in letters)) for family, letters in pairs]


PEOPLE: Mapping[str, Callable[[str], list[Person]]] = {
    "apa": _inverted,
    "ieee": _initials_first,
    "first": _first_inverted,
    "last": _whole,
    "bare": _bare,
}
"""How the names of each group are read."""
BODY = pattern(
    r"\b(?:universit\w*|institut\w*|department|ministry|office|agency|council|committee|association"
    r"|society|college|school|press|group|center|centre|bank|commission|museum|united"
    r"|see|read|cf|from|also|chapter|chapters|section|pages|review|watch|optional|final|exam)\b",
    re.IGNORECASE,
)
"""What stands in the name of no person: of a body that has a work written, or before a name."""
