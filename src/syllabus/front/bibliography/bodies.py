"""Whether a name without braces is that of a body, told by its words."""

from __future__ import annotations

import re

_WORDS = frozenset({
    # words that no person is called, in the languages of handouts
    "organization", "organisation", "university", "institute", "institution", "association",
    "society", "committee", "consortium", "collaboration", "ministry", "department", "agency",
    "council", "commission", "foundation", "corporation", "federation", "authority", "academy",
    "administration", "laboratory", "laboratories", "initiative", "partnership", "parliament",
    "government", "inc", "inc.", "ltd", "ltd.", "llc", "gmbh", "e.v.", "s.a.", "contributors",
    "developers", "team", "nations", "museum", "library", "bureau", "secretariat", "project",
    "taskforce", "workshop", "programme", "center", "centre", "network", "group", "college",
    "universität", "institut", "gesellschaft", "verein", "verband", "ministerium", "bundesamt",
    "hochschule", "akademie", "stiftung", "université", "société", "ministère", "organisationen",
    "fondation", "comité", "universidad", "instituto", "sociedad", "ministerio", "organización",
    "fundación", "università", "istituto", "società", "ministero", "organizzazione", "fondazione",
    "universidade", "sociedade", "ministério", "organização", "fundação", "universiteit",
    "instituut", "vereniging", "stichting", "ministerie",
})  # fmt: skip


def is_body(name: str) -> bool:
    """Return whether a name of several words, without a comma, is that of a body."""
    words = re.sub(r"[{}]", "", name).lower().replace("~", " ").split()
    return len(words) > 1 and any(word in _WORDS for word in words)
