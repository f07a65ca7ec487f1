"""Entry types of BibTeX and BibLaTeX → CSL types (BibLaTeX manual 2.1; CSL 1.0.2, appendix III)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from syllabus.front.bibliography.library import Entry
from syllabus.on_demand import pattern

_KINDS: Mapping[str, str] = {
    "article": "article-journal", "suppperiodical": "article-journal", "book": "book",
    "mvbook": "book", "booklet": "pamphlet", "inbook": "chapter", "bookinbook": "chapter",
    "suppbook": "chapter", "incollection": "chapter", "suppcollection": "chapter",
    "collection": "book", "mvcollection": "book", "reference": "book", "mvreference": "book",
    "inreference": "entry-encyclopedia", "proceedings": "book", "mvproceedings": "book",
    "inproceedings": "paper-conference", "conference": "paper-conference", "manual": "book",
    "misc": "document", "online": "webpage", "electronic": "webpage", "www": "webpage",
    "webpage": "webpage", "patent": "patent", "periodical": "periodical", "report": "report",
    "techreport": "report", "thesis": "thesis", "phdthesis": "thesis", "mastersthesis": "thesis",
    "bachelorsthesis": "thesis", "unpublished": "manuscript", "software": "software",
    "program": "software", "softwareversion": "software", "codefragment": "software",
    "dataset": "dataset", "data": "dataset", "artwork": "graphic", "image": "graphic",
    "figure": "figure", "audio": "song", "music": "song", "video": "motion_picture",
    "movie": "motion_picture", "film": "motion_picture", "map": "map",
    "performance": "performance", "speech": "speech", "talk": "speech", "lecture": "speech",
    "presentation": "speech", "poster": "speech", "slides": "speech", "preprint": "article",
    "standard": "standard", "letter": "personal_communication", "interview": "interview",
    "podcast": "broadcast", "review": "review", "legislation": "legislation",
    "legal": "treaty", "jurisdiction": "legal_case", "commentary": "book",
    "newspaper": "article-newspaper", "magazine": "article-magazine", "blog": "post-weblog",
    "course": "document", "other": "document", "custom": "document", "set": "document",
    "xdata": "document",
}  # fmt: skip

_WORDS: tuple[tuple[str, str], ...] = (
    (
        r"\b(talk|lecture|keynote|presentation|slides|seminar|poster|colloquium|tutorial at)\b",
        "speech",
    ),
    (r"\b(video|youtube|vimeo|film|movie|recording|webinar)\b", "motion_picture"),
    (r"\b(podcast|radio|television)\b", "broadcast"),
    (r"\b(dataset|data set)\b", "dataset"),
    (r"\b(software|source code|computer program|github|python package)\b", "software"),
    (r"\b(blog|weblog)\b", "post-weblog"),
    (r"\b(thesis|dissertation)\b", "thesis"),
    (r"\b(preprint|arxiv|biorxiv|medrxiv|chemrxiv)\b", "article"),
)

_GENRES: Mapping[str, str] = {
    "phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis", "mathesis": "Master’s thesis",
    "candthesis": "Candidate thesis", "bathesis": "Bachelor’s thesis",
    "bachelorsthesis": "Bachelor’s thesis", "techreport": "Technical report",
    "resreport": "Research report", "software": "Computer software", "datacd": "CD-ROM",
    "audiocd": "Audio CD", "patent": "Patent", "patentde": "German patent",
    "patenteu": "European patent", "patentfr": "French patent", "patentuk": "British patent",
    "patentus": "U.S. patent", "patreq": "Patent request",
}  # fmt: skip
_GENRE_KEYS = ("phdthesis", "mathesis", "bathesis", "techreport", "resreport")
_TRANSLATED: Mapping[str, tuple[str, ...]] = {
    "de": ("Dissertation", "Masterarbeit", "Bachelorarbeit", "Technischer Bericht",
           "Forschungsbericht"),
    "el": ("Διδακτορική διατριβή", "Μεταπτυχιακή εργασία", "Πτυχιακή εργασία", "Τεχνική έκθεση",
           "Ερευνητική έκθεση"),
    "es": ("Tesis doctoral", "Tesis de máster", "Trabajo de fin de grado", "Informe técnico",
           "Informe de investigación"),
    "fr": ("Thèse de doctorat", "Mémoire de master", "Mémoire de licence", "Rapport technique",
           "Rapport de recherche"),
    "it": ("Tesi di dottorato", "Tesi di laurea magistrale", "Tesi di laurea",
           "Rapporto tecnico", "Rapporto di ricerca"),
    "ja": ("博士論文", "修士論文", "卒業論文", "技術報告書", "研究報告書"),
    "nl": ("Proefschrift", "Masterscriptie", "Bachelorscriptie", "Technisch rapport",
           "Onderzoeksrapport"),
    "pt": ("Tese de doutorado", "Dissertação de mestrado", "Trabalho de conclusão de curso",
           "Relatório técnico", "Relatório de pesquisa"),
    "pt-pt": ("Tese de doutoramento", "Dissertação de mestrado", "Trabalho de fim de curso",
              "Relatório técnico", "Relatório de investigação"),
}  # fmt: skip
"""`_GENRE_KEYS` in the other languages that have words, as BibLaTeX translates its own strings."""
_SAME_GENRE = {"mastersthesis": "mathesis", "bachelorsthesis": "bathesis"}
_SUBTYPES = {
    "magazine": "article-magazine",
    "newspaper": "article-newspaper",
    "preprint": "article",
}
_PREPRINT_SERVERS = pattern(
    r"\b(arxiv|biorxiv|medrxiv|chemrxiv|corr|psyarxiv|preprint)\b", re.IGNORECASE
)


_ARXIV_NUMBER = pattern(
    r"(?:https?://arxiv\.org/abs/|arxiv:)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?",
    re.IGNORECASE,
)


def is_known(kind: str) -> bool:
    """Return whether an entry type means something to us."""
    return kind in _KINDS or kind.startswith("custom")


def names() -> Collection[str]:
    """Return the entry types that mean something to us."""
    return _KINDS.keys()


def csl_type(entry: Entry) -> str:
    """Return the CSL type of an entry, from its type and what its fields say of it."""
    kind = _KINDS.get(entry.kind, "document")
    if entry.kind in ("article", "periodical", "suppperiodical"):
        subtype = entry.value("entrysubtype").strip().lower()
        if subtype in _SUBTYPES:
            return _SUBTYPES[subtype]
        journal = entry.value("journaltitle", "journal")
        if entry.kind == "article" and (
            _PREPRINT_SERVERS.search(journal) or (not journal and is_eprint(entry))
        ):
            return "article"
    if kind in ("document", "manuscript", "webpage"):
        return _told_by_words(entry, kind)
    return kind


def genre(entry: Entry, language: str) -> str:
    """Return what kind of work the entry says it is, as TeX; empty if it does not.

    `language` (BCP 47) is that of the words for types that BibTeX and BibLaTeX name by a key.
    """
    said = entry.value("type").strip()
    if said:
        return _translated(said.lower(), language) or _GENRES.get(said.lower(), said)
    if not entry.kind.endswith("thesis") and entry.kind != "techreport":
        return ""
    return _translated(entry.kind, language) or _GENRES.get(entry.kind, "")


def _translated(key: str, language: str) -> str:
    known = language.lower()
    words = _TRANSLATED.get(known) or _TRANSLATED.get(known.split("-")[0], ())
    return dict(zip(_GENRE_KEYS, words, strict=False)).get(_SAME_GENRE.get(key, key), "")


def is_arxiv(number: str) -> bool:
    """Return whether a number has the form of arXiv's (arxiv.org, "Understanding identifiers")."""
    return _ARXIV_NUMBER.fullmatch(number.strip()) is not None


def is_eprint(entry: Entry) -> bool:
    """Return whether the entry stands in an archive of preprints."""
    number = entry.value("eprint")
    archive = entry.value("eprinttype", "archiveprefix").lower()
    return bool(number) and (archive == "arxiv" or (not archive and is_arxiv(number)))


def _told_by_words(entry: Entry, kind: str) -> str:
    words = " ".join(
        entry.value(name) for name in ("type", "howpublished", "note", "titleaddon")
    ).lower()
    words = re.sub(r"\\url\s*\{[^}]*\}|https?://\S+", " ", words)
    for wanted, found in _WORDS:
        if re.search(wanted, words):
            return found
    if kind == "manuscript":
        return "speech" if entry.value("eventtitle", "eventdate", "venue") else kind
    if is_eprint(entry):
        return "article"
    published = entry.value("publisher", "institution", "isbn", "doi")
    address = entry.value("url") or re.search(
        r"\\url|https?://", entry.value("howpublished", "note")
    )
    return "webpage" if kind == "document" and address and not published else kind
