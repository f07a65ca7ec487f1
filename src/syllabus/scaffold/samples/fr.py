"""French."""

from __future__ import annotations

from syllabus.scaffold.samples.texts import SampleMeeting, Samples

SAMPLES = Samples(
    course="Notre cours",
    winter_break="vacances d'hiver",
    general="""\
# Informations générales

Pour chaque séance, nous proposons un court texte à lire au préalable et quelques questions à
discuter. Apportez aussi les vôtres.

Tout le monde est bienvenu, et l'on peut suivre chaque séance sans avoir assisté à la précédente.
""",
    meetings=(
        SampleMeeting(
            "Comment lire un article",
            """\
## Lectures

1. [@keshav2007] (30 min)

## Questions

1. Lisez l'article en suivant ses propres conseils. Que saviez-vous après la première des trois
   lectures, et qu'avez-vous compris seulement à la deuxième ?
2. Quels articles devrions-nous lire de cette façon pendant ce cours ?
""",
        ),
        SampleMeeting(
            "Comment naît un article",
            """\
## Lectures

1. [@mensh2017] (45 min)

## Questions

1. Prenez un article que vous connaissez bien. Laquelle des dix règles enfreint-il, et qu'y
   gagne-t-il ?
2. Résumez en dix mots la contribution principale de votre propre travail.
""",
        ),
    ),
)
