"""What names a work: a DOI, a number of arXiv or PubMed, an ISBN, or an address, as pasted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from urllib.parse import parse_qsl, unquote, urlsplit

from syllabus.on_demand import dataclass, pattern

LONGEST = 2_000
"""Characters of what a user can name a work by."""

_DOI = pattern(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>\x00-\x1f\x7f]+")
_WHOLE_DOI = pattern(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"\x00-\x1f\x7f]+")
"""A DOI by itself, which may have angle brackets, as those of Wiley's older articles have."""
_BEHIND_DOI = pattern(
    r"(?:/(?:abstract|full|fulltext|full-text|pdf|epdf|pdfdirect|epub|meta|html|references|summary"
    r"|figures|tables)|\.(?:abstract|full|full-text|pdf|html|epub))+$"
)
"""What publishers put behind the DOI in the address of a page."""
_AROUND = (("<", ">"), ("(", ")"), ("[", "]"), ('"', '"'), ("\u201c", "\u201d"), ("'", "'"))
_ARXIV = pattern(
    r"(?P<new>\d{4}\.\d{4,5})(?P<version>v\d{1,3})?|(?P<old>[a-z-]{2,12}(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,3})?"
)
_ARXIV_DOI = pattern(r"10\.48550/arxiv\.", re.IGNORECASE)
_ISBN = pattern(r"(?:\d[ \u2010-\u2015-]?){9}[\dXx]|(?:\d[ \u2010-\u2015-]?){12}\d")
_PREFIX = pattern(
    r"(?:(?:urn:|info:)?(?P<name>doi)(?!\.org)\s*[:=/]?|(?P<other>arxiv(?!\.org)|isbn(?:-1[03])?|pmid"
    r"|pubmed(?!\.ncbi))\s*[:=]?)\s*",
    re.IGNORECASE,
)
_PUBMED = ("pubmed.ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov", "ncbi.nlm.nih.gov")


class IdentifierKind(Enum):
    """What a work is named by."""

    DOI = "DOI"
    ARXIV = "arXiv"
    ISBN = "ISBN"
    PMID = "PMID"
    URL = "URL"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A work by its number, without what people write around it, or by an address."""

    kind: IdentifierKind
    text: str

    def __str__(self) -> str:
        return self.text if self.kind is IdentifierKind.URL else f"{self.kind.value} {self.text}"


class NotRecognised(ValueError):
    """A text names no work; what it says tells why, and what to write."""


def join_words(words: Iterable[str]) -> list[str]:
    """Return arguments with a prefix of its own put before what it belongs to: PMID: 123."""
    joined: list[str] = []
    for word in words:
        before = joined[-1] if joined else ""
        if (found := _PREFIX.match(before)) and found.end() == len(before):
            joined[-1] = f"{before} {word}"
        else:
            joined.append(word)
    return joined


def read_identifier(written: str) -> Identifier:
    """Return what a text names; raises `NotRecognised`."""
    text = _bare(written)
    if len(text) > LONGEST:
        raise NotRecognised(f"found {len(text)} characters, expected a DOI or another number")
    if re.match(r"https?:", text, re.IGNORECASE):
        return _of_address(text)
    prefix = _PREFIX.match(text)
    rest = text[prefix.end() :] if prefix else text
    named = (prefix["name"] or prefix["other"]).lower()[:4] if prefix else ""
    if named in ("pmid", "pubm"):
        return _pmid(rest)
    if named == "arxi":
        return _arxiv(rest)
    if named == "isbn":
        return _isbn(rest)
    if _WHOLE_DOI.fullmatch(rest):
        return _doi(unquote(rest))
    if _DOI.match(rest):
        return _doi(rest)
    if named == "doi":
        raise NotRecognised(f"'{text}' is no DOI, expected 10.NUMBER/NAME")
    for host in (
        "doi.org/",
        "dx.doi.org/",
        "arxiv.org/",
        "www.",
        *(f"{each}/" for each in _PUBMED),
    ):
        if text.lower().startswith(host):
            return _of_address(f"https://{text}")
    if _ARXIV.fullmatch(text):
        return _arxiv(text)
    if _ISBN.fullmatch(text):
        return _isbn(text)
    if re.fullmatch(r"PMC\d+", text, re.IGNORECASE):
        raise NotRecognised(f"'{text}' is of PubMed Central; write the DOI or PMID of its page")
    if text.isascii() and text.isdigit() and len(text) <= 8:
        raise NotRecognised(f"'{text}' can be many a number; of PubMed, write PMID:{text}")
    raise NotRecognised(
        f"'{text}' is no DOI, arXiv number, ISBN, PMID or address; write it as"
        " 10.1038/s41592-020-01049-4, arXiv:2101.00001, ISBN 978-…, PMID:123 or https://…"
    )


def _bare(written: str) -> str:
    """Return a text without the quotation marks or brackets that all of it stands in."""
    text = written.strip()
    for opening, closing in _AROUND:
        if text.startswith(opening) and text.endswith(closing):
            text = text[1:-1].strip()
    return text


def find_doi(text: str) -> str | None:
    """Return the first DOI in a text."""
    found = _DOI.search(unquote(text))
    return None if found is None else _doi(found[0]).text


def _doi(text: str) -> Identifier:
    found = _WHOLE_DOI.fullmatch(text) or _DOI.match(text)
    assert found is not None
    doi = found[0].rstrip(".,;:'*\u201d\u2019")
    for opening, closing in ("()", "[]", "{}", "<>"):
        while doi.endswith(closing) and doi.count(closing) > doi.count(opening):
            doi = doi[:-1].rstrip(".,;:")
    if _ARXIV_DOI.match(doi):
        return _arxiv(doi.partition("/")[2][len("arxiv.") :])
    return Identifier(IdentifierKind.DOI, doi)


def _arxiv(text: str) -> Identifier:
    number = re.sub(r"(?:\.pdf|\s*\[[\w.-]+\])$", "", text.strip())
    number = re.sub(r"V(?=\d{1,3}$)", "v", number)
    if not _ARXIV.fullmatch(number):
        raise NotRecognised(f"'{text}' is no arXiv number, expected one such as 2101.00001")
    return Identifier(IdentifierKind.ARXIV, number)


def _pmid(text: str) -> Identifier:
    number = text.strip().strip("/")
    if not (number.isascii() and number.isdigit() and 1 <= len(number) <= 8):
        raise NotRecognised(f"'{text}' is no PMID, expected up to eight digits")
    return Identifier(IdentifierKind.PMID, number.lstrip("0") or "0")


def _isbn(text: str) -> Identifier:
    digits = re.sub(r"[\s\u2010-\u2015-]", "", text.strip()).upper()
    if not re.fullmatch(r"\d{9}[\dX]|97[89]\d{10}", digits):
        raise NotRecognised(f"'{text}' is no ISBN, expected 10 digits, or 13 that begin with 978")
    expected = _check_digit(digits[:-1])
    if digits[-1] != expected:
        raise NotRecognised(
            f"'{text}' is mistyped: with these digits before it, the last one would be {expected}"
        )
    return Identifier(IdentifierKind.ISBN, digits)


def _check_digit(digits: str) -> str:
    """Return the last digit of an ISBN (ISO 2108), X for ten."""
    if len(digits) == 9:
        rest = -sum(
            weight * int(each) for weight, each in zip(range(10, 1, -1), digits, strict=True)
        )
        return "0123456789X"[rest % 11]
    return str(-sum(int(each) * (1, 3)[place % 2] for place, each in enumerate(digits)) % 10)


def _of_address(address: str) -> Identifier:
    """Return the number that an address names, or the address itself."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("dx.")
    except ValueError:
        host = ""
    if not host or any(sign.isspace() or not sign.isprintable() for sign in address):
        raise NotRecognised(f"'{address}' is no address, expected https://…")
    if "@" in parts.netloc:
        raise NotRecognised(f"the address of {host} has a name or password in it; leave that out")
    path = unquote(parts.path).strip("/")
    if host == "doi.org" and _WHOLE_DOI.fullmatch(named := path.removeprefix("doi:")):
        return _doi(named)
    if host in ("arxiv.org", "export.arxiv.org"):
        number = re.sub(r"^(?:abs|pdf|html|format|ps)/", "", path).removesuffix(".pdf")
        if _ARXIV.fullmatch(number):
            return _arxiv(number)
    if f"www.{host}" in _PUBMED or host in _PUBMED:
        last = path.removeprefix("pubmed/").partition("/")[0]
        if last.isdigit():
            return _pmid(last)
    if doi := _DOI.search(path):
        named = _BEHIND_DOI.sub("", doi[0])
        if host in ("biorxiv.org", "medrxiv.org"):
            named = re.sub(r"v\d+$", "", named)
        return _doi(named)
    for _, value in parse_qsl(parts.query):
        if _DOI.fullmatch(value):
            return _doi(value)
    return Identifier(IdentifierKind.URL, address.partition("#")[0])
