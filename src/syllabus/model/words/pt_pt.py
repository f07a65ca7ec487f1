"""Portuguese as Portugal writes it."""

from __future__ import annotations

from collections.abc import Mapping

from syllabus.model.words import pt

WORDS: Mapping[str, str] = {
    **pt.WORDS,
    "contents": "Índice",
    "upcoming": "Próximas sessões",
    "past": "Sessões anteriores",
    "time": "Hora",
    "speaker": "Orador(a)",
    "speakers": "Oradores",
    "contact": "Contacto",
    "time-open": "hora a anunciar",
    "cancelled": "cancelada",
    "cancelled-for": "cancelada: {reason}",
    "meeting": "sessão",
    "kind-exam": "Exame",
    "no-deadlines": "De momento não há nada a entregar.",
    "join": "Participar na sessão",
    "recording": "Gravação da sessão",
    "passcode": "Código de acesso",
    "members-edition": "Edição para membros: contém ligações para as sessões; não divulgar",
    "no-upcoming": "De momento não há sessões previstas.",
    "no-past": "Ainda não se realizou nenhuma sessão.",
    "change-moved": "Remarcada",
    "held": "Realizadas",
    "change-restored": "Realiza-se, afinal",
    "handout-attached": "O programa segue em anexo: {file}",
    "next-meeting": "Próxima sessão",
    "calendar-feed": "Agenda de todas as sessões",
    "over": "terminada",
}
