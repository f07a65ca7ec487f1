"""Spanish."""

from __future__ import annotations

from syllabus.scaffold.samples.texts import SampleMeeting, Samples

SAMPLES = Samples(
    course="Nuestro curso",
    winter_break="vacaciones de fin de año",
    general="""\
# Información general

Para cada sesión hay un texto breve que conviene leer antes y algunas preguntas para conversar.
También son bienvenidas las preguntas propias.

Todo el mundo puede participar, y ninguna sesión exige haber asistido a la anterior.
""",
    meetings=(
        SampleMeeting(
            "Cómo leer un artículo",
            """\
## Lecturas

1. [@keshav2007] (30 min)

## Preguntas

1. Lea el artículo siguiendo sus propios consejos. ¿Qué sabía después de la primera de las tres
   lecturas, y qué supo solo después de la segunda?
2. ¿Qué artículos deberíamos leer de esta manera en el curso?
""",
        ),
        SampleMeeting(
            "Cómo se escribe un artículo",
            """\
## Lecturas

1. [@mensh2017] (45 min)

## Preguntas

1. Elija un artículo que conozca bien. ¿Cuál de las diez reglas incumple, y qué gana con ello?
2. Resuma en diez palabras la aportación principal de su propio trabajo.
""",
        ),
    ),
)
