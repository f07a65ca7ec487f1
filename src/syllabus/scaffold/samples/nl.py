"""Dutch."""

from __future__ import annotations

from syllabus.scaffold.samples.texts import SampleMeeting, Samples

SAMPLES = Samples(
    course="Onze cursus",
    winter_break="wintervakantie",
    general="""\
# Algemene informatie

Voor elke bijeenkomst is er een korte tekst om vooraf te lezen, en een paar vragen om over te
praten. Neem ook eigen vragen mee.

Iedereen is welkom, en elke bijeenkomst is ook zonder de vorige te volgen.
""",
    meetings=(
        SampleMeeting(
            "Hoe je een artikel leest",
            """\
## Literatuur

1. [@keshav2007] (30 min)

## Vragen

1. Lees het artikel volgens zijn eigen advies. Wat wist je na de eerste van de drie leesrondes, en
   wat pas na de tweede?
2. Welke artikelen zouden we in deze cursus zo moeten lezen?
""",
        ),
        SampleMeeting(
            "Hoe een artikel ontstaat",
            """\
## Literatuur

1. [@mensh2017] (45 min)

## Vragen

1. Neem een artikel dat je goed kent. Welke van de tien regels overtreedt het, en wat levert dat
   op?
2. Vat de belangrijkste bijdrage van je eigen werk samen in tien woorden.
""",
        ),
    ),
)
