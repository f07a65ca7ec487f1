"""Whether there are words in the course's language."""

from __future__ import annotations

from syllabus.diagnostics import Diagnostic, note
from syllabus.front.records.course import CourseRecord
from syllabus.model.words import ENGLISH, has_words


def check_language(record: CourseRecord, faults: list[Diagnostic]) -> None:
    """Report a note if some words will be printed in English instead of the course's language."""
    given = {pair.key.value for pair in record.words}
    left = [key for key in ENGLISH if key not in given]
    if left and not has_words(record.language):
        message = f"there are no words of '{record.language}': {len(left)} are printed in English"
        hint = f"set them with 'words:' in course.yaml; the first is '{left[0]}'"
        faults.append(note("no-words-for-language", message, record.language_span, hint))
