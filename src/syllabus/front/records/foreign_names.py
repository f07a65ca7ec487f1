"""What people call keys and kinds in the other languages of a course: both are English here.

Capitals and accents count for nothing. Words of `kind` are those of English, too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

MEETING_KEYS: Mapping[str, str] = {
    "date": "Datum Tag Termin jour fecha día data giorno dag datum ημερομηνία ημέρα 日付 日にち",
    "time": "Uhrzeit Zeit Beginn heure horaire hora horario ora orario horário tijd tijdstip uur"
    " ώρα 時間 時刻",
    "duration": "Dauer durée duración durata duração duur διάρκεια 所要時間",
    "title": "Thema Titel Titre sujet thème tema título asunto titolo argomento assunto onderwerp"
    " τίτλος θέμα 題名 題目 テーマ タイトル",
    "topic": "Kurztitel",
    "speaker": "Dozent Dozentin Referent Referentin Vortragende Vortragender Sprecher Sprecherin"
    " intervenant intervenante orateur oratrice conférencier conférencière enseignant enseignante"
    " ponente orador oradora profesor profesora docente relatore relatrice palestrante professor"
    " professora spreker ομιλητής ομιλήτρια 講師 発表者",
    "room": "Raum Ort Saal Hörsaal Zimmer salle lieu amphi sala aula lugar luogo stanza local zaal"
    " lokaal plaats ruimte αίθουσα χώρος 教室 場所 会場",
    "stream": "Gruppe Zug groupe grupo gruppo turma groep ομάδα グループ",
    "kind": "Art Typ genre tipo soort είδος 種類",
    "status": "Zustand Stand statut estado stato estado toestand κατάσταση 状態",
    "reason": "Grund raison motif motivo razón motivo reden λόγος 理由",
    "materials": "Folien Unterlagen Skript diapositives supports documents diapositivas materiales"
    " apuntes diapositive dispense apontamentos materiaal υλικό 資料",
    "recording": "Aufzeichnung Aufnahme enregistrement grabación registrazione gravação opname"
    " βιντεοσκόπηση 録画",
    "module": "Modul Kapitel Abschnitt módulo modulo hoofdstuk ενότητα",
}
"""Keys of records."""

COURSE_KEYS: Mapping[str, str] = {
    "title": "Titel Kurs Name titre cours título curso titolo corso vak τίτλος μάθημα 題名 科目",
    "author": "Dozent Dozentin Lehrende Autor auteur enseignant enseignante profesor profesora"
    " docente autore professor professora διδάσκων 担当教員",
    "place": "Ort lieu lugar luogo local plaats τόπος 場所",
    "room": "Raum Saal Hörsaal salle amphi sala aula zaal lokaal αίθουσα 教室",
    "language": "Sprache langue idioma lengua lingua língua taal γλώσσα 言語",
    "zone": "Zeitzone fuseau zona fuso tijdzone ζώνη",
    "day": "Tag Wochentag jour día giorno dia dag ημέρα 曜日",
    "time": "Uhrzeit Zeit Beginn heure horaire hora horario ora orario tijd ώρα 時間",
    "duration": "Dauer durée duración durata duração duur διάρκεια",
    "breaks": "Ferien vacances vacaciones vacanze pausa férias vakantie διακοπές 休み",
    "holidays": "Feiertage fériés festivos festivi feriados feestdagen αργίες 祝日",
    "streams": "Gruppen groupes grupos gruppi turmas groepen ομάδες",
    "bibliography": "Literatur bibliographie bibliografía bibliografia literatuur βιβλιογραφία",
    "office_hours": "Sprechstunde Sprechzeiten permanence tutorías ricevimento spreekuur",
}
"""Keys of course.yaml."""

KIND_WORDS: Mapping[str, str] = {
    "exam": "midterm final quiz test Klausur Prüfung Test Zwischenprüfung examen partiel contrôle"
    " interrogation prueba parcial esame verifica compito prova exame tentamen toets εξέταση"
    " διαγώνισμα 試験 テスト",
    "deadline": "homework assignment due paper Abgabe Abgabetermin Frist Hausaufgabe rendu échéance"
    " devoir entrega plazo tarea consegna scadenza prazo tarefa inleveren προθεσμία 提出 締切 課題",
    "holiday": "vacation break off Feiertag Ferien férié vacances congé festivo vacaciones vacanza"
    " feriado férias vrij vakantie feestdag αργία διακοπές 休日 祝日 休講",
    "event": "workshop excursion trip party Veranstaltung Ausflug Exkursion événement sortie"
    " atelier evento excursión taller gita excursão εκδήλωση excursie 行事",
    "meeting": "lecture class seminar session talk Vorlesung Sitzung Seminar Vortrag séance cours"
    " exposé clase sesión charla lezione seminario aula sessão palestra college bijeenkomst les"
    " διάλεξη μάθημα 授業 講義",
}
"""Kinds of records."""


def meant_by(word: str, words: Mapping[str, str]) -> str | None:
    """Return what a word stands for in one of these tables; None if it is in no line."""
    wanted = _folded(word)
    for name, others in words.items():
        if wanted in map(_folded, others.split()):
            return name
    return None


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(each for each in letters if not unicodedata.combining(each)).strip()
