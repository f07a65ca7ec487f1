"""Italian."""

from __future__ import annotations

from syllabus.scaffold.samples.texts import SampleMeeting, Samples

SAMPLES = Samples(
    course="Il nostro corso",
    winter_break="vacanze invernali",
    general="""\
# Informazioni generali

Per ogni incontro ci sono un breve testo da leggere prima e alcune domande di cui discutere.
Portate anche le vostre.

La partecipazione è aperta a tutti, e nessun incontro presuppone il precedente.
""",
    meetings=(
        SampleMeeting(
            "Come si legge un articolo",
            """\
## Letture

1. [@keshav2007] (30 min)

## Domande

1. Leggete l'articolo seguendo i suoi stessi consigli. Che cosa sapevate dopo la prima delle tre
   letture, e che cosa avete capito solo con la seconda?
2. Quali articoli dovremmo leggere in questo modo durante il corso?
""",
        ),
        SampleMeeting(
            "Come nasce un articolo",
            """\
## Letture

1. [@mensh2017] (45 min)

## Domande

1. Prendete un articolo che conoscete bene. Quale delle dieci regole infrange, e che cosa ci
   guadagna?
2. Riassumete in dieci parole il contributo principale del vostro lavoro.
""",
        ),
    ),
)
