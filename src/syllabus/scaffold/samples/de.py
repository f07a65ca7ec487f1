"""German."""

from __future__ import annotations

from syllabus.scaffold.samples.texts import SampleMeeting, Samples

SAMPLES = Samples(
    course="Unser Kurs",
    winter_break="Winterpause",
    general="""\
# Allgemeines

Zu jeder Sitzung gibt es einen kurzen Text zur Vorbereitung und einige Fragen, über die wir
sprechen. Eigene Fragen sind willkommen.

Alle können teilnehmen, und keine Sitzung setzt die vorige voraus.
""",
    meetings=(
        SampleMeeting(
            "Wie man einen Fachartikel liest",
            """\
## Lektüre

1. [@keshav2007] (30 min)

## Fragen

1. Lesen Sie den Artikel so, wie er selbst es empfiehlt. Was wussten Sie nach dem ersten der drei
   Durchgänge, was erst nach dem zweiten?
2. Welche Artikel sollten wir in diesem Kurs auf diese Weise lesen?
""",
        ),
        SampleMeeting(
            "Wie ein Fachartikel entsteht",
            """\
## Lektüre

1. [@mensh2017] (45 min)

## Fragen

1. Nehmen Sie einen Artikel, den Sie gut kennen. Welche der zehn Regeln verletzt er, und was ist
   damit gewonnen?
2. Beschreiben Sie den wichtigsten Beitrag Ihrer eigenen Arbeit in zehn Wörtern.
""",
        ),
    ),
)
