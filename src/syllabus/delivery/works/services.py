"""Who knows a work by its number, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import fields
from pathlib import Path
from urllib.parse import quote, urlsplit

from syllabus.delivery.works.descriptions import (
    NotDescribed,
    meta_tags,
    of_arxiv,
    of_open_library,
    of_page,
    of_pubmed,
)
from syllabus.delivery.works.identifiers import (
    Identifier,
    IdentifierKind,
    NotRecognised,
    find_doi,
    read_identifier,
)
from syllabus.delivery.works.requests import Client, HostReply, Refused
from syllabus.diagnostics import error
from syllabus.on_demand import dataclass
from syllabus.source import SourceFile

_BIBTEX = "application/x-bibtex"
_TAGS = (
    ("citation_doi", ""),
    ("prism.doi", ""),
    ("bepress_citation_doi", ""),
    ("dc.identifier", ""),
    ("citation_arxiv_id", "arXiv:"),
    ("citation_pmid", "PMID:"),
    ("citation_isbn", "ISBN "),
)
"""Tags of a page that name a number, and what is to be written before it."""


@dataclass(frozen=True, slots=True)
class Services:
    """Where the services are."""

    doi: str = "https://doi.org"
    crossref: str = "https://api.crossref.org"
    arxiv: str = "https://export.arxiv.org"
    books: str = "https://openlibrary.org"
    pubmed: str = "https://eutils.ncbi.nlm.nih.gov"

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that are told whom to write to."""
        return frozenset(urlsplit(getattr(self, each.name)).netloc for each in fields(self))


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks whoever knows; each method returns the text of one entry, named by its address."""

    client: Client
    services: Services

    async def describe(self, wanted: Identifier) -> SourceFile:
        """Return what is said of a work, as BibTeX; raises `Refused`."""
        match wanted.kind:
            case IdentifierKind.DOI:
                return await self._doi(wanted.text)
            case IdentifierKind.ARXIV:
                return await self._arxiv(wanted.text)
            case IdentifierKind.ISBN:
                return await self._isbn(wanted.text)
            case IdentifierKind.PMID:
                return await self._pmid(wanted.text)
            case IdentifierKind.URL:
                return await self._page(wanted.text)

    async def _doi(self, doi: str) -> SourceFile:
        name = quote(doi, safe="/:;()._-")
        first: Refused
        try:
            reply = await self.client.get(f"{self.services.doi}/{name}", _BIBTEX)
            if "@" in reply.text and not _is_page(reply):
                return _source(reply, reply.text)
            said = "a page" if _is_page(reply) else "other text" if reply.text.strip() else "empty"
            first = _unusable(reply, f"it is {said}, not BibTeX")
        except Refused as refused:
            if refused.gone or refused.fault.code != "unexpected-answer":
                raise
            first = refused
        # Some publishers' servers know no other form than their page; Crossref has it as well.
        path = f"/works/{quote(doi, safe='')}/transform/{_BIBTEX}"
        try:
            reply = await self.client.get(f"{self.services.crossref}{path}", _BIBTEX)
        except Refused:
            raise first from None
        if "@" not in reply.text or _is_page(reply):
            raise first
        return _source(reply, reply.text)

    async def _arxiv(self, number: str) -> SourceFile:
        reply = await self.client.get(
            f"{self.services.arxiv}/api/query?id_list={quote(number)}&max_results=1",
            "application/atom+xml",
        )
        with _described(reply):
            return _source(reply, of_arxiv(reply.text, number))

    async def _isbn(self, isbn: str) -> SourceFile:
        path = f"/api/books?bibkeys=ISBN:{isbn}&format=json&jscmd=data"
        reply = await self.client.get(f"{self.services.books}{path}", "application/json")
        with _described(reply):
            return _source(reply, of_open_library(reply.text, isbn))

    async def _pmid(self, number: str) -> SourceFile:
        path = f"/entrez/eutils/esummary.fcgi?db=pubmed&id={number}&retmode=json"
        reply = await self.client.get(f"{self.services.pubmed}{path}", "application/json")
        with _described(reply):
            return _source(reply, of_pubmed(reply.text, number))

    async def _page(self, address: str) -> SourceFile:
        reply = await self.client.get(address, "text/html, */*;q=0.5", whole=False)
        if reply.kind in (_BIBTEX, "application/bibtex", "text/x-bibtex"):
            return _source(reply, reply.text)
        tags = meta_tags(reply.text)
        found = _named(tags)
        if found is not None:
            return await self.describe(found)
        with _described(reply):
            return _source(reply, of_page(tags, reply.address))


def _named(tags: Mapping[str, list[str]]) -> Identifier | None:
    """Return the number that a page names its work by."""
    for tag, prefix in _TAGS:
        for content in tags.get(tag, ()):
            known = find_doi(content) if not prefix else f"{prefix}{content}"
            with suppress(NotRecognised):
                return read_identifier(known or "")
    return None


@contextmanager
def _described(reply: HostReply) -> Iterator[None]:
    """Turn what an answer lacks into a fault."""
    try:
        yield
    except NotDescribed as found:
        if not str(found).startswith("it knows no"):
            raise _unusable(reply, str(found)) from None
        host = urlsplit(reply.address).hostname
        message = str(found).replace("it knows", f"{host} knows")
        hint = "look at the number once more"
        raise Refused(error("unknown-work", message, None, hint), gone=True) from None


def _unusable(reply: HostReply, said: str) -> Refused:
    host = urlsplit(reply.address).hostname
    message = f"the answer of {host} cannot be used: {said}"
    return Refused(error("unexpected-answer", message, None))


def _is_page(reply: HostReply) -> bool:
    text = reply.text.lstrip()
    is_html = reply.kind in ("text/html", "application/xhtml+xml") and not text.startswith("@")
    return is_html or text.startswith("<")


def _source(reply: HostReply, text: str) -> SourceFile:
    return SourceFile(Path("answer"), reply.address, text.replace("\r\n", "\n").replace("\r", "\n"))
