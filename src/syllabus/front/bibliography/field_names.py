"""Names of fields that BibTeX, BibLaTeX and programs that write libraries have."""

from __future__ import annotations

import re
from difflib import get_close_matches

PRINTED = frozenset(
    re.findall(
        r"\w+",
        """
    author editor editora editorb editorc translator annotator commentator introduction
    foreword afterword holder bookauthor collaboration title subtitle titleaddon maintitle
    mainsubtitle booktitle booksubtitle journal journaltitle journalsubtitle issuetitle
    eventtitle eventdate series volume volumes number issue edition version chapter part
    pages pagetotal publisher address location institution school organization howpublished
    type note addendum year month date origdate origtitle origpublisher origlocation urldate
    isbn issn doi eprint eprinttype eprintclass archiveprefix primaryclass language venue
    pubstate crossref xdata
    """,
    )
)
"""What a reference is made of."""

_OTHERS = frozenset(
    re.findall(
        r"\w+",
        """
    abstract annotation annote keyword keywords file files lang langid langidopts
    hyphenation options shorthand shorttitle shortauthor shorteditor shortjournal
    shortseries sortkey sorttitle sortname sortyear sortshorthand presort label labeldate
    indextitle indexsorttitle entryset entrysubtype execute shorthandintro gender ids
    related relatedtype relatedstring relatedoptions xref eissn pissn issnl eisbn isrn
    issue_date authortype editortype editoratype nameaddon authorid owner timestamp
    creationdate modificationdate groups comment comments review rating readstatus ranking
    priority printed qualityassured citeseerurl day month_numeric numpages articleno acmid
    pmid pmcid lccn mrnumber mrclass mrreviewer zblnumber coden affiliation contents
    copyright price size notes library callnumber journalabbr journalabbreviation pagination
    bookpagination urls url eid articlenumber intype reprinttitle origlanguage key verba
    verbb verbc lista listb listc listd liste listf usera userb userc userd usere userf
    """,
    )
)
"""What programs and people keep beside it."""


def meant(name: str) -> str | None:
    """Return the field that a name is a misspelling of; None for a name that is known, or new."""
    if name in PRINTED or name in _OTHERS or not re.fullmatch(r"[a-z]{4,}", name):
        return None
    swapped = [each for each in PRINTED if sorted(each) == sorted(name)]
    near = swapped or get_close_matches(name, sorted(PRINTED), n=1, cutoff=0.8)
    return near[0] if near else None
