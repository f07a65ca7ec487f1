"""Portuguese, as in Portugal."""

from __future__ import annotations

from syllabus.scaffold.samples.texts import SampleMeeting, Samples

SAMPLES = Samples(
    course="O nosso curso",
    winter_break="férias de Natal",
    general="""\
# Informações gerais

Para cada sessão há um texto curto para ler antes e algumas perguntas para debater. Traga também
as suas.

Todos são bem-vindos, e nenhuma sessão depende da anterior.
""",
    meetings=(
        SampleMeeting(
            "Como ler um artigo",
            """\
## Leituras

1. [@keshav2007] (30 min)

## Perguntas

1. Leia o artigo seguindo os conselhos que ele próprio dá. O que sabia depois da primeira das três
   leituras, e o que só percebeu na segunda?
2. Que artigos deveríamos ler desta forma neste curso?
""",
        ),
        SampleMeeting(
            "Como nasce um artigo",
            """\
## Leituras

1. [@mensh2017] (45 min)

## Perguntas

1. Escolha um artigo que conheça bem. Qual das dez regras desrespeita, e o que ganha com isso?
2. Resuma em dez palavras o principal contributo do seu próprio trabalho.
""",
        ),
    ),
)
