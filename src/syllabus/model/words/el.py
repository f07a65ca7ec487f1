"""Greek."""

from __future__ import annotations

from collections.abc import Mapping

from syllabus.model.words.punctuation import Punctuation

WORDS: Mapping[str, str] = {
    "contents": "Περιεχόμενα",
    "schedule": "Ημερομηνίες και θέματα",
    "calendar": "Ημερολόγιο",
    "upcoming": "Προσεχείς συναντήσεις",
    "past": "Προηγούμενες συναντήσεις",
    "references": "Βιβλιογραφία",
    "date": "Ημερομηνία",
    "time": "Ώρα",
    "stream": "Ομάδα",
    "topic": "Θέμα",
    "cancelled": "ακυρώθηκε",
    "cancelled-for": "ακυρώθηκε: {reason}",
    "meeting": "συνάντηση",
    "everyone": "όλοι",
    "undated": "θα ανακοινωθεί",
    "join": "Σύνδεση στη συνάντηση",
    "recording": "Καταγραφή της συνάντησης",
    "passcode": "Κωδικός πρόσβασης",
    "optional": "προαιρετικά",
    "hour": "ώ.",
    "minute": "λ.",
    "page": "σελίδα",
    "pages": "σελίδες",
    "next-day": "την επόμενη ημέρα",
    "previous-day": "την προηγούμενη ημέρα",
    "members-edition": "Έκδοση για μέλη: περιέχει συνδέσμους, παρακαλούμε μην την κοινοποιείτε",
    "public-edition": "Δημόσια έκδοση",
    "no-dates": "Δεν έχουν οριστεί ακόμη ημερομηνίες.",
    "no-upcoming": "Προς το παρόν δεν έχουν προγραμματιστεί συναντήσεις.",
    "no-past": "Δεν έχουν πραγματοποιηθεί ακόμη συναντήσεις.",
    "changes": "Αλλαγές",
    "changes-since": "Αλλαγές από τις {date}",
    "no-changes": "Δεν άλλαξε τίποτα.",
    "first-handout": "Αυτή είναι η πρώτη έκδοση.",
    "change-new": "Νέο",
    "change-removed": "Αφαιρέθηκε",
    "change-moved": "Μετατέθηκε",
    "change-restored": "Τελικά θα πραγματοποιηθεί",
    "change-title": "Τίτλος",
    "change-duration": "Διάρκεια",
    "change-recording": "Προστέθηκε καταγραφή",
    "change-no-recording": "Αφαιρέθηκε η καταγραφή",
    "part-new": "{part} (νέο κείμενο)",
    "part-removed": "{part} (αφαιρέθηκε)",
    "part-reworded": "{part} (τροποποιήθηκε)",
    "prose": "Κείμενο",
    "and-more": "και {count} ακόμη",
}
PUNCTUATION = Punctuation(semicolon="· ")
