"""Names of files are what titles are called without signs; old names do not change."""

from __future__ import annotations

import pytest

from syllabus.model.slug import course_slug, file_slug, make_slug


@pytest.mark.parametrize(
    ("title", "language", "slug"),
    [
        ("Gäste über Größe", "de", "gaeste-ueber-groesse"),
        ("Gäste über Größe", "de-AT", "gaeste-ueber-groesse"),
        ("Ga\u0308ste", "de", "gaeste"),
        ("Älvsjö", "en", "alvsjo"),
        ("Smørrebrød, Łódź & Œuvre", "en", "smorrebrod-lodz-oeuvre"),
        ("2–5 pm/evening", "en", "2-5-pm-evening"),
        ("光学", "ja", ""),
    ],
)
def test_new_files_keep_every_letter(title: str, language: str, slug: str) -> None:
    assert file_slug(title, language) == slug


def test_names_that_others_know_are_as_ever() -> None:
    assert make_slug("Gäste über Größe") == "gaste-uber-groe"
    assert course_slug("Gäste über Größe") == "gaste-uber-groe"


def test_the_language_of_words_is_no_part_of_a_name() -> None:
    title = "On [Le Horla]{lang=fr}, [b]{ Lang = 'de' } and a[i]{x}"
    assert make_slug(title) == course_slug(title) == "on-le-horla-b-and-a-i-x"
    assert file_slug(title, "en") == "on-le-horla-b-and-a-i-x"
