"""French."""

from __future__ import annotations

from collections.abc import Mapping

from syllabus.model.words.punctuation import Punctuation

WORDS: Mapping[str, str] = {
    "contents": "Table des matières",
    "schedule": "Dates et sujets",
    "calendar": "Calendrier",
    "upcoming": "Prochaines séances",
    "past": "Séances passées",
    "references": "Références",
    "date": "Date",
    "time": "Heure",
    "stream": "Groupe",
    "topic": "Sujet",
    "cancelled": "annulée",
    "cancelled-for": "annulée\u00a0: {reason}",
    "meeting": "séance",
    "everyone": "tous",
    "undated": "à préciser",
    "join": "Rejoindre la séance",
    "recording": "Enregistrement de la séance",
    "passcode": "Code d’accès",
    "optional": "facultatif",
    "hour": "h",
    "minute": "min",
    "page": "page",
    "pages": "pages",
    "next-day": "le lendemain",
    "previous-day": "la veille",
    "members-edition": "Édition réservée aux membres\u00a0: contient des liens, à ne pas diffuser",
    "public-edition": "Édition publique",
    "no-dates": "Aucune date n’est encore fixée.",
    "no-upcoming": "Aucune séance n’est prévue pour le moment.",
    "no-past": "Aucune séance n’a encore eu lieu.",
    "changes": "Modifications",
    "changes-since": "Modifications depuis le {date}",
    "no-changes": "Rien n’a changé.",
    "first-handout": "Ceci est la première édition.",
    "change-new": "Ajout",
    "change-removed": "Suppression",
    "change-moved": "Déplacée",
    "change-restored": "Aura finalement lieu",
    "change-title": "Titre",
    "change-duration": "Durée",
    "change-recording": "Enregistrement ajouté",
    "change-no-recording": "Enregistrement supprimé",
    "part-new": "{part} (texte ajouté)",
    "part-removed": "{part} (texte supprimé)",
    "part-reworded": "{part} (texte modifié)",
    "prose": "Texte",
    "and-more": "et {count} de plus",
}
PUNCTUATION = Punctuation(colon="\u00a0: ", semicolon="\u00a0; ")
