"""Works by their numbers: what doi.org, arXiv, Open Library, PubMed and pages say of them."""

from syllabus.delivery.works.asking import ask_about
from syllabus.delivery.works.identifiers import (
    Identifier,
    IdentifierKind,
    NotRecognised,
    join_words,
    read_identifier,
)
from syllabus.delivery.works.requests import AskingLimits, Refused
from syllabus.delivery.works.services import Services

__all__ = [
    "AskingLimits",
    "Identifier",
    "IdentifierKind",
    "NotRecognised",
    "Refused",
    "Services",
    "ask_about",
    "join_words",
    "read_identifier",
]
