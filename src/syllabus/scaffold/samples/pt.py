"""Portuguese, as in Brazil."""

from __future__ import annotations

from syllabus.scaffold.samples.texts import SampleMeeting, Samples

SAMPLES = Samples(
    course="Nosso curso",
    winter_break="recesso de fim de ano",
    general="""\
# Informações gerais

Para cada encontro há um texto curto para ler antes e algumas perguntas para discutir. Traga
também as suas.

Todos são bem-vindos, e nenhum encontro depende do anterior.
""",
    meetings=(
        SampleMeeting(
            "Como ler um artigo",
            """\
## Leituras

1. [@keshav2007] (30 min)

## Perguntas

1. Leia o artigo seguindo os conselhos que ele mesmo dá. O que você sabia depois da primeira das
   três leituras, e o que só descobriu na segunda?
2. Quais artigos deveríamos ler dessa maneira neste curso?
""",
        ),
        SampleMeeting(
            "Como nasce um artigo",
            """\
## Leituras

1. [@mensh2017] (45 min)

## Perguntas

1. Escolha um artigo que você conheça bem. Qual das dez regras ele desrespeita, e o que ganha com
   isso?
2. Resuma em dez palavras a principal contribuição do seu próprio trabalho.
""",
        ),
    ),
)
