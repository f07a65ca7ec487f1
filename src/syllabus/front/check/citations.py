"""The works that a project cites, and the library that it cites them from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from syllabus.diagnostics import Diagnostic, Related, Severity, error, note
from syllabus.front.bibliography import Bibliography
from syllabus.front.bibliography.unknown import unknown_citation
from syllabus.front.check.citing import check_keys
from syllabus.front.check.entries import check_entries
from syllabus.front.check.references import check_brackets
from syllabus.model.document import Block, Citation, CitedWork, walk


def check_citations(
    blocks: Sequence[Block],
    bibliography: Bibliography,
    has_files: bool,
    strays: Sequence[Diagnostic],
    faults: list[Diagnostic],
) -> tuple[Diagnostic, ...]:
    """Report what is wrong with citations and with the entries that are cited.

    What is wrong with the other entries is one note that counts it, and comes back. `has_files`
    says whether there is a library at all: where there is none, that is the one fault, with the
    hints of `strays`, the notes of libraries that lie where nothing reads them.
    """
    nodes = tuple(walk(tuple(blocks)))
    works = [work for node in nodes if isinstance(node, Citation) for work in node.works]
    if works and not has_files:
        faults.append(
            error(
                "missing-file",
                f"bib/*.bib: found no such file, and '{works[0].key}' is cited",
                works[0].span,
                *(hint for stray in strays for hint in stray.hints),
                "put a BibTeX file into bib/, or name one in course.yaml: bibliography: FILE.bib",
            )
        )
    else:
        faults += strays
    if bibliography.is_whole:  # else they may be in the file that could not be read
        unknown = (
            work
            for work in works
            if work.key not in bibliography and work.key not in bibliography.unreadable
        )
        faults += [
            unknown_citation(bibliography, work, hinted=index < 20)
            for index, work in enumerate(unknown)
        ]
    keys = tuple(dict.fromkeys(work.key for work in works))
    elsewhere = _of_cited(bibliography, works, faults)
    check_entries(bibliography, keys, faults)
    check_keys(nodes, bibliography, faults)
    faults += check_brackets(nodes)
    return elsewhere


def _of_cited(
    bibliography: Bibliography, works: Iterable[CitedWork], faults: list[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """Report the faults of cited entries, and count those of others, which are returned.

    An entry that could not be read is an error where it is cited: there is nothing to print.
    """
    places: dict[str, CitedWork] = {}
    for work in works:
        places.setdefault(work.key, work)
    cited = bibliography.with_parents(places)
    elsewhere = []
    for key, fault in bibliography.faults:
        if key and key not in cited:
            elsewhere.append(fault)
        elif key in places and key not in bibliography:
            here = Related("it is cited here", places[key].span)
            faults.append(replace(fault, severity=Severity.ERROR, related=(here,)))
        else:
            faults.append(fault)
    if elsewhere:
        counts = Counter(fault.code for fault in elsewhere)
        listed = ", ".join(f"{code} ({count})" for code, count in counts.most_common())
        faults.append(
            note(
                "uncited-faults",
                f"in entries that nothing cites: {listed}",
                elsewhere[0].span,
                "syllabus check --unused shows them",
            )
        )
    return tuple(elsewhere)
