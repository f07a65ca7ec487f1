"""Works are recognised in any way in which people paste their numbers."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from syllabus.delivery.works import IdentifierKind, NotRecognised, join_words, read_identifier

DOI = "10.1016/S0031-8914(42)80035-X"
SICI = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"


@pytest.mark.parametrize(
    ("written", "kind", "text"),
    [
        (DOI, IdentifierKind.DOI, DOI),
        (f"doi: {DOI}.", IdentifierKind.DOI, DOI),
        ("https://doi.org/10.1016/S0031-8914%2842%2980035-X", IdentifierKind.DOI, DOI),
        ("(https://dx.doi.org/10.1038/nmeth.1)".strip("()"), IdentifierKind.DOI, "10.1038/nmeth.1"),
        ("10.1038/x(see)).", IdentifierKind.DOI, "10.1038/x(see)"),
        ("https://onlinelibrary.wiley.com/doi/abs/10.1002/abc.123/full?x=1", IdentifierKind.DOI,
         "10.1002/abc.123"),
        ("https://x.example/?doi=10.1002/abc", IdentifierKind.DOI, "10.1002/abc"),
        ("10.48550/arXiv.1909.05215", IdentifierKind.ARXIV, "1909.05215"),
        ("arXiv:2101.00001v2", IdentifierKind.ARXIV, "2101.00001v2"),
        ("arXiv:2101.00001v2 [cs.LG]", IdentifierKind.ARXIV, "2101.00001v2"),
        ("https://arxiv.org/pdf/hep-th/9901001.pdf", IdentifierKind.ARXIV, "hep-th/9901001"),
        ("978-0-521-64222-4", IdentifierKind.ISBN, "9780521642224"),
        ("ISBN 0 521 64222 1", IdentifierKind.ISBN, "0521642221"),
        ("PMID: 00123", IdentifierKind.PMID, "123"),
        ("https://pubmed.ncbi.nlm.nih.gov/123/", IdentifierKind.PMID, "123"),
        ("doi.org/10.1000/X", IdentifierKind.DOI, "10.1000/X"),
        ("HTTPS://DOI.ORG/doi:10.1000/X", IdentifierKind.DOI, "10.1000/X"),
        ("(doi:10.1000/x)", IdentifierKind.DOI, "10.1000/x"),
        ("“info:doi/10.1000/x”", IdentifierKind.DOI, "10.1000/x"),
        (SICI, IdentifierKind.DOI, SICI),
        (f"<https://doi.org/{quote(SICI)}>", IdentifierKind.DOI, SICI),
        (SICI.replace("<", "%3C").replace(">", "%3E"), IdentifierKind.DOI, SICI),
        ("https://link.springer.com/content/pdf/10.1007/s1-2.pdf", IdentifierKind.DOI,
         "10.1007/s1-2"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.1v2.full.pdf", IdentifierKind.DOI,
         "10.1101/2020.01.01.1"),
        ("https://doi-org.proxy.uni.example/10.1000/ü", IdentifierKind.DOI, "10.1000/ü"),
        ("arxiv.org/abs/2101.00001v2", IdentifierKind.ARXIV, "2101.00001v2"),
        ("ARXIV:2101.00001V2", IdentifierKind.ARXIV, "2101.00001v2"),
        ("math.GT/0309136", IdentifierKind.ARXIV, "math.GT/0309136"),
        ("https://arxiv.org/abs/math.GT/0309136v1?x=1", IdentifierKind.ARXIV, "math.GT/0309136v1"),
        ("0-8044-2957-x", IdentifierKind.ISBN, "080442957X"),
        ("pubmed.ncbi.nlm.nih.gov/123", IdentifierKind.PMID, "123"),
        ("https://x.example/a#b", IdentifierKind.URL, "https://x.example/a"),
    ],
)  # fmt: skip
def test_a_work_is_recognised_as_it_is_pasted(
    written: str, kind: IdentifierKind, text: str
) -> None:
    found = read_identifier(written)
    assert (found.kind, found.text) == (kind, text)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("978-0-521-64222-5", "the last one would be 4"),
        ("0521642222", "the last one would be 1"),
        ("12345", "write PMID:12345"),
        ("zernike1942", "is no DOI"),
        ("doi:11.1/x", "no DOI"),
        ("arXiv:21", "no arXiv number"),
        ("file:///etc/passwd", "is no DOI"),
        ("http://", "no address"),
        ("https://x.example/a b", "no address"),
        ("https://ada:secret@x.example/a", "the address of x.example has a name or password"),
        ("PMC123", "the DOI or PMID of its page"),
        ("x" * 3000, "3000 characters"),
    ],
)
def test_what_names_no_work_is_told(written: str, said: str) -> None:
    with pytest.raises(NotRecognised, match=re.escape(said)):
        read_identifier(written)


def test_a_word_of_its_own_belongs_to_the_number_behind_it() -> None:
    assert join_words(["PMID:", "123", "doi", DOI, DOI]) == ["PMID: 123", f"doi {DOI}", DOI]
