"""Output to a terminal whose encoding is not UTF-8."""

from __future__ import annotations

import codecs
import sys
import unicodedata

_LIKE = dict(zip("→←–—─·•“”„‘’×≥≤", '><----*"""\'\'x><', strict=True))
"""What of ASCII stands for a character."""


def print_what_can_be() -> None:
    """Have characters that the terminal's encoding lacks replaced by like ones, or by "?"."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not stream.encoding.lower().startswith("utf"):
            codecs.register_error("syllabus-like", _like)
            reconfigure(errors="syllabus-like")


def _like(fault: UnicodeError) -> tuple[str, int]:
    """Return what stands for the characters that an encoding lacks, and where to go on."""
    assert isinstance(fault, UnicodeEncodeError)
    found = []
    for character in fault.object[fault.start : fault.end]:
        if 0xDC80 <= ord(character) <= 0xDCFF:  # a byte of a file's name
            found.append("?")
            continue
        letters = unicodedata.normalize("NFKD", _LIKE.get(character, character))
        found.append("".join(each for each in letters if each.isascii()) or "?")
    return "".join(found), fault.end
