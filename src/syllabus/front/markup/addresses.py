"""Where links lead: to an address, or to a place of the handout; nowhere else."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from syllabus.diagnostics import Diagnostic, error
from syllabus.model.places import SCHEME
from syllabus.on_demand import pattern
from syllabus.source import SourceFile, Span

LINK_SCHEMES = ("http", "https", "mailto")
"""Others can start programs: hyperref hands `run:` to the reader's machine."""

_LOCAL = pattern(r"[\w.%-]*(?:/[\w.%-]+)*\.md(?:#.*)?|[\w%-]+(?:#.*)?|#.+", re.IGNORECASE)
"""What leads to a place of the handout: a record's file, an `id`, a heading."""
_HOST = pattern(r"(?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?=[/?#]|\Z)", re.IGNORECASE)
_FILES = pattern(
    r"pdf|pptx?|key|odp|docx?|odt|rtf|xlsx?|ods|csv|tsv|txt|rst|tex|bib|html?|xml|json|ya?ml|ipynb"
    r"|py|jl|m|c|cpp|h|sh|nb|mat|zip|gz|tar|tgz|7z|png|jpe?g|gif|svg|webp|tiff?|eps|ps|mp3|mp4|mov"
    r"|avi|epub|dat|log|star|mrc",
    re.IGNORECASE,
)
"""What the names of files end with, for a link that names nothing but a file."""
_NUMBERED = {
    "doi": ("10.", "https://doi.org/"),
    "arxiv": ("", "https://arxiv.org/abs/"),
    "pmid": ("", "https://pubmed.ncbi.nlm.nih.gov/"),
}
"""Schemes that people write before the number of a paper, and what makes an address of it."""


def leads_within(target: str) -> bool:
    """Return whether a link's target is a place of the handout, which may not be there."""
    return _LOCAL.fullmatch(target) is not None


def check_link(target: str, source: SourceFile, root: Path, span: Span) -> Diagnostic | None:
    """Return a fault unless the target is an http, https or mailto address, or `leads_within`.

    `link-scheme`, `link-address`, or `link-to-file` for a file of the project in `root`, which
    readers do not get with the handout.
    """
    if leads_within(target):
        return None
    match = re.match(SCHEME, target)
    if match is None or (len(match[1]) == 1 and match[1].isalpha()):
        return _no_address(target, source, root, span)
    scheme, rest = match[1].lower(), target[match.end() :]
    if scheme not in LINK_SCHEMES:
        message = f"links to '{match[1]}:' are not allowed, expected http, https or mailto"
        begins, address = _NUMBERED.get(scheme, ("", ""))
        hints = (f"write '{address}{rest}'",) if address and rest.startswith(begins) else ()
        hints = ("put the file on the web and link to its address",) if scheme == "file" else hints
        return error("link-scheme", message, span, *hints)
    try:
        parts = urlsplit(target)
    except ValueError:
        parts = None
    if parts is None or not (parts.netloc or (parts.scheme == "mailto" and parts.path)):
        return error("link-address", f"'{target}' is not an address", span)
    return None


def _no_address(target: str, source: SourceFile, root: Path, span: Span) -> Diagnostic:
    """Return the fault of a target without a scheme."""
    path = unquote(re.split("[?#]", target)[0])
    host = _HOST.match(target)
    is_file = _FILES.fullmatch(PurePosixPath(path.replace("\\", "/")).suffix.lstrip("."))
    if _exists(path, source, root) or (is_file and not (host and host.end() < len(target))):
        return _file(target, span)
    if re.fullmatch(r"[^\s@/]+@[^\s@/]+\.[a-z]+", target, re.IGNORECASE):
        hint = f"did you mean 'mailto:{target}'?"
    elif re.match(r"10\.\d{4,9}/\S", target):
        hint = f"did you mean 'https://doi.org/{target}'?"
    elif host:
        hint = f"did you mean 'https://{target.removeprefix('//')}'?"
    else:
        hint = "a link starts with https://, or names a record's file or '#a-heading'"
    return error("link-scheme", f"the link '{target}' has no scheme", span, hint)


def _exists(path: str, source: SourceFile, root: Path) -> bool:
    try:
        return bool(path) and any(
            (folder / path).is_file() for folder in (source.path.parent, root)
        )
    except (OSError, ValueError):
        return False


def _file(target: str, span: Span) -> Diagnostic:
    return error(
        "link-to-file",
        f"the link '{target}' leads to a file, which readers do not get with the handout",
        span,
        "put the file on the web and link to its https:// address, or name it without a link",
    )
