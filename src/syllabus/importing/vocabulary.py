"""What headings, columns and remarks of schedules are called in the nine languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import Enum
from functools import cache

from syllabus.on_demand import pattern


class ColumnRole(Enum):
    """What a column of a schedule holds."""

    DATE = "date"
    TIME = "time"
    TOPIC = "topic"
    STREAM = "stream"
    SPEAKER = "speaker"
    ROOM = "room"
    READINGS = "readings"
    MATERIALS = "materials"
    DUE = "due"
    WORK = "work"
    END = "end"
    WEEK = "week"
    OTHER = "other"


def folded(text: str) -> str:
    """Return a text in small letters, without accents and marks at its ends."""
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(unicodedata.normalize("NFC", letters).split()).strip(" .:;,*–-—")


def _words(text: str) -> tuple[str, ...]:
    return tuple(folded(each.replace("_", " ")) for each in text.split())


COLUMNS: Mapping[str, Mapping[ColumnRole, tuple[str, ...]]] = {
    "en": {
        ColumnRole.DATE: _words("date dates day days when"),
        ColumnRole.TIME: _words("time times hour hours start from begin begins"),
        ColumnRole.END: _words("to until end ends"),
        ColumnRole.TOPIC: _words(
            "topic topics title subject lecture session theme content contents description meeting"
            " talk activity summary event class agenda module"
        ),
        ColumnRole.STREAM: _words("stream streams group groups track audience level"),
        ColumnRole.SPEAKER: _words(
            "speaker speakers presenter presenters lecturer lecturers instructor who discussant"
            " leader leaders lead leads teacher host moderator facilitator chair"
        ),
        ColumnRole.ROOM: _words("room location place where venue building"),
        ColumnRole.READINGS: _words(
            "reading readings pre-reading pre-readings preparation literature text texts paper"
            " papers chapter chapters textbook read required_reading"
        ),
        ColumnRole.MATERIALS: _words(
            "slides slide materials material notes links link handout handouts recording"
            " recordings video videos code resources url"
        ),
        ColumnRole.DUE: _words("due deadline deadlines due_date due_dates assignments_due"),
        ColumnRole.WORK: _words(
            "assignment assignments homework hw homeworks problem_set problem_sets exercise"
            " exercises deliverables lab labs"
        ),
        ColumnRole.WEEK: _words("week weeks no nr number session_no # lecture_no wk"),
    },
    "de": {
        ColumnRole.DATE: _words("datum tag termin wann termine"),
        ColumnRole.TIME: _words("uhrzeit zeit beginn uhr von"),
        ColumnRole.END: _words("bis ende"),
        ColumnRole.TOPIC: _words(
            "thema themen titel inhalt vorlesung sitzung veranstaltung vortrag"
        ),
        ColumnRole.STREAM: _words("gruppe gruppen zug zielgruppe"),
        ColumnRole.SPEAKER: _words(
            "referent referentin referenten referat vortragende vortragender dozent dozentin wer"
            " sprecher leitung"
        ),
        ColumnRole.ROOM: _words("raum ort saal horsaal seminarraum zimmer wo"),
        ColumnRole.READINGS: _words("lekture literatur lesestoff text texte vorbereitung"),
        ColumnRole.MATERIALS: _words(
            "folien material materialien unterlagen links aufzeichnung skript"
        ),
        ColumnRole.DUE: _words("abgabe abgaben fallig frist abgabetermin abgabefrist"),
        ColumnRole.WORK: _words(
            "ubung ubungen hausaufgabe hausaufgaben blatt ubungsblatt aufgaben"
        ),
        ColumnRole.WEEK: _words("woche kw nr nummer wochen"),
    },
    "fr": {
        ColumnRole.DATE: _words("date jour quand dates"),
        ColumnRole.TIME: _words("heure horaire heures debut"),
        ColumnRole.END: _words("fin"),
        ColumnRole.TOPIC: _words("sujet titre theme seance cours contenu expose thematique"),
        ColumnRole.STREAM: _words("groupe groupes public parcours"),
        ColumnRole.SPEAKER: _words(
            "intervenant intervenante intervenants orateur oratrice conferencier enseignant qui"
        ),
        ColumnRole.ROOM: _words("salle lieu ou amphi amphitheatre local"),
        ColumnRole.READINGS: _words("lecture lectures textes bibliographie a_lire"),
        ColumnRole.MATERIALS: _words("diapositives supports support documents liens materiel"),
        ColumnRole.DUE: _words("rendu rendus echeance a_rendre"),
        ColumnRole.WORK: _words("devoir devoirs exercices td tp"),
        ColumnRole.WEEK: _words("semaine no numero n° semaines"),
    },
    "es": {
        ColumnRole.DATE: _words("fecha dia cuando fechas"),
        ColumnRole.TIME: _words("hora horario horas"),
        ColumnRole.TOPIC: _words("tema temas titulo contenido sesion clase asunto charla"),
        ColumnRole.STREAM: _words("grupo grupos publico"),
        ColumnRole.SPEAKER: _words("ponente ponentes orador profesor profesora docente quien"),
        ColumnRole.ROOM: _words("sala salon lugar aula donde"),
        ColumnRole.READINGS: _words("lectura lecturas textos bibliografia"),
        ColumnRole.MATERIALS: _words("diapositivas materiales material enlaces apuntes"),
        ColumnRole.DUE: _words("entrega entregas plazo"),
        ColumnRole.WORK: _words("tarea tareas ejercicios"),
        ColumnRole.WEEK: _words("semana num numero semanas"),
    },
    "it": {
        ColumnRole.DATE: _words("data giorno quando date"),
        ColumnRole.TIME: _words("ora orario ore"),
        ColumnRole.TOPIC: _words("argomento argomenti titolo tema lezione contenuto seminario"),
        ColumnRole.STREAM: _words("gruppo gruppi"),
        ColumnRole.SPEAKER: _words("relatore relatrice relatori docente chi"),
        ColumnRole.ROOM: _words("aula luogo dove stanza sala"),
        ColumnRole.READINGS: _words("lettura letture testi bibliografia"),
        ColumnRole.MATERIALS: _words("diapositive materiale materiali dispense link"),
        ColumnRole.DUE: _words("consegna consegne scadenza scadenze"),
        ColumnRole.WORK: _words("compiti esercizi"),
        ColumnRole.WEEK: _words("settimana n numero"),
    },
    "pt": {
        ColumnRole.DATE: _words("data dia quando datas"),
        ColumnRole.TIME: _words("hora horario horas"),
        ColumnRole.TOPIC: _words("tema topico assunto titulo aula conteudo sessao palestra"),
        ColumnRole.STREAM: _words("grupo turma publico"),
        ColumnRole.SPEAKER: _words(
            "palestrante orador apresentador professor professora docente quem"
        ),
        ColumnRole.ROOM: _words("sala local lugar onde"),
        ColumnRole.READINGS: _words("leitura leituras textos bibliografia"),
        ColumnRole.MATERIALS: _words("slides materiais material links apontamentos"),
        ColumnRole.DUE: _words("entrega entregas prazo"),
        ColumnRole.WORK: _words("tarefa tarefas exercicios"),
        ColumnRole.WEEK: _words("semana numero n"),
    },
    "nl": {
        ColumnRole.DATE: _words("datum dag wanneer data"),
        ColumnRole.TIME: _words("tijd uur tijdstip aanvang"),
        ColumnRole.TOPIC: _words("onderwerp titel college bijeenkomst les inhoud thema"),
        ColumnRole.STREAM: _words("groep groepen doelgroep"),
        ColumnRole.SPEAKER: _words("spreker sprekers docent wie presentator"),
        ColumnRole.ROOM: _words("zaal lokaal collegezaal kamer plaats waar locatie ruimte"),
        ColumnRole.READINGS: _words("literatuur lezen leesstof teksten"),
        ColumnRole.MATERIALS: _words("dia's slides materiaal materialen links"),
        ColumnRole.DUE: _words("inleveren deadline"),
        ColumnRole.WORK: _words("opdracht opdrachten huiswerk"),
        ColumnRole.WEEK: _words("week weken nr nummer"),
    },
    "el": {
        ColumnRole.DATE: _words("ημερομηνια ημερα ποτε ημερομηνιες"),
        ColumnRole.TIME: _words("ωρα ωρες"),
        ColumnRole.TOPIC: _words("θεμα τιτλος διαλεξη μαθημα περιεχομενο"),
        ColumnRole.STREAM: _words("ομαδα ομαδες"),
        ColumnRole.SPEAKER: _words("ομιλητης ομιλητρια εισηγητης διδασκων ποιος"),
        ColumnRole.ROOM: _words("αιθουσα αμφιθεατρο τοποθεσια χωρος που"),
        ColumnRole.READINGS: _words("αναγνωσματα βιβλιογραφια αναγνωση"),
        ColumnRole.MATERIALS: _words("διαφανειες υλικο σημειωσεις"),
        ColumnRole.DUE: _words("παραδοση προθεσμια"),
        ColumnRole.WORK: _words("εργασια εργασιες"),
        ColumnRole.WEEK: _words("εβδομαδα αρ"),
    },
    "ja": {
        ColumnRole.DATE: _words("日付 日 日程 日時 月日 開催日"),
        ColumnRole.TIME: _words("時間 時刻 開始"),
        ColumnRole.TOPIC: _words("トピック 内容 テーマ 題目 タイトル 講義 議題"),
        ColumnRole.STREAM: _words("グループ 対象"),
        ColumnRole.SPEAKER: _words("講師 発表者 担当 講演者 担当者"),
        ColumnRole.ROOM: _words("教室 講義室 部屋 場所 会場"),
        ColumnRole.READINGS: _words("文献 参考文献 予習 読み物"),
        ColumnRole.MATERIALS: _words("資料 スライド 教材"),
        ColumnRole.DUE: _words("締切 提出"),
        ColumnRole.WORK: _words("課題 宿題"),
        ColumnRole.WEEK: _words("週 回"),
    },
}
"""The names of columns, as `folded` gives them."""

CANCELLED = (
    *("cancelled", "canceled", "called off", "abgesagt", "entfallt", "fallt aus", "ausfall"),
    *("annule", "annulee", "cancelado", "cancelada", "annullato", "annullata", "afgelast"),
    *("geannuleerd", "vervalt", "ακυρωνεται", "ακυρωθηκε", "中止", "休講"),
)
NO_MEETING = (
    *("no class", "no classes", "no lecture", "no meeting", "no session", "no seminar"),
    *("holiday", "university closed", "spring break", "fall break", "reading week", "break"),
    *("thanksgiving break", "winter break", "recess", "feiertag", "vorlesungsfrei"),
    *("weihnachtspause", "weihnachtsferien", "osterferien", "semesterferien", "pause"),
    *("keine vorlesung", "kein seminar", "keine sitzung", "ferien", "jour ferie", "ferie"),
    *("pas de cours", "pas de seance", "vacances", "festivo", "sin clase", "no hay clase"),
    *("vacaciones", "festa", "nessuna lezione", "vacanze", "feriado", "sem aula", "ferias"),
    *(
        "geen college",
        "geen les",
        "vakantie",
        "feestdag",
        "αργια",
        "δεν εχει μαθημα",
        "祝日",
        "休み",
    ),
)
"""What says that nobody meets on a day."""
RELEASED = (
    *("out", "released", "assigned", "posted", "handed out", "available", "opens", "ausgabe"),
    *("ausgegeben", "distribue", "publicado", "assegnato", "uitgereikt", "配布"),
)
"""What says of a piece of work that it begins on a day, and is not due."""
EXAM = (
    *("midterm", "mid-term", "final exam", "exam", "quiz", "examination", "klausur", "prufung"),
    *("examen", "examen final", "partiel", "esame", "parcial", "prova", "exame", "tentamen"),
    *("toets", "εξεταση", "試験"),
)
OPEN = (
    *("tbd", "tba", "tbc", "to be announced", "to be determined", "to be decided", "n.n", "?"),
    *("wird noch bekanntgegeben", "noch offen", "a definir", "a preciser", "por determinar"),
    *("da definire", "da destinarsi", "a confirmar", "nader te bepalen", "ntb", "n.t.b"),
    *("θα ανακοινωθει", "未定"),
)
UPCOMING = (
    *(
        "upcoming",
        "coming meetings",
        "coming sessions",
        "future meetings",
        "next meetings",
        "kommende",
        "nachste sitzungen",
    ),
    *("prochaines", "a venir", "proximas", "proximos", "prossimi", "prossime", "komende"),
    *("επομενες", "今後"),
)
PAST = (
    *("past", "previous meetings", "archive", "vergangene", "bisherige", "seances passees"),
    *("passees", "anteriores", "pasadas", "passati", "passate", "passadas", "eerdere", "afgelopen"),
    *("προηγουμενες", "過去"),
)
CONTENTS = (
    *("contents", "table of contents", "inhalt", "inhaltsverzeichnis", "table des matieres"),
    *("sommaire", "indice", "contenido", "sumario", "inhoud", "inhoudsopgave", "περιεχομενα"),
    "目次",
)
RECORDING = (
    *("recording", "meeting recording", "aufzeichnung", "enregistrement", "grabacion"),
    *("registrazione", "gravacao", "opname", "ηχογραφηση", "録画"),
)
PASSCODE = (
    *("passcode", "password", "kennwort", "passwort", "kenncode", "zugangscode", "mot de passe"),
    *("code secret", "contraseña", "contrasena", "código de acceso", "codice d'accesso", "senha"),
    *("wachtwoord", "toegangscode", "access code", "meeting id", "meeting-id", "webinar id", "pin"),
    *("κωδικός", "パスコード", "ミーティングID"),
)

ONLINE = pattern(
    r"https://[^/\s]*(?:zoom\.|teams\.|meet\.|webex\.|jitsi|bbb|bigbluebutton)", re.IGNORECASE
)
"""How the address of a video meeting begins."""

_FUNCTION_WORDS: Mapping[str, str] = {
    "en": "the of and to in is for with we on what how are",
    "de": "der die das und ist nicht mit für von den wir ein eine auf",
    "fr": "le la les des et est pour dans une du au sur nous",
    "es": "el la los las y es para una del con por que en",
    "it": "il la gli di e è per una del con che della dei",
    "pt": "o a os as e é para uma do da com que em não",
    "nl": "de het een en van is voor met niet op dat wij te",
    "el": "το τα και η ο της του στην για με των είναι",
}


def unaccented(text: str) -> str:
    """Return a text in small letters without accents, letter for letter."""
    return "".join(unicodedata.normalize("NFD", each.lower())[:1] or each for each in text)


def role_of(heading: str, language: str) -> ColumnRole | None:
    """Return what a column with this heading holds; None if its name does not say it."""
    name = folded(heading)
    if not name:
        return None
    own = language.split("-")[0]
    for tongue in dict.fromkeys((own, "en", *COLUMNS)):
        names = COLUMNS.get(tongue, {})
        for role, words in names.items():
            if name in words or name.removesuffix("(s)") in words:
                return role
    first = re.split(r"[\s/&,(]+", name)
    plain = (ColumnRole.END,)  # words such as 'to' say it only where they stand alone
    for tongue in dict.fromkeys((own, "en")):
        for role, words in COLUMNS.get(tongue, {}).items():
            if role not in plain and any(piece in words for piece in first):
                return role
    return None


def says(text: str, words: tuple[str, ...], *, begins: bool = False) -> str | None:
    """Return which of some words a text has in it, or begins with."""
    name = folded(text)
    for word, within, first in _patterns(words):
        if (first.match if begins else within.search)(name):
            return word
    return None


_END = r"(?!\w)"


@cache
def _patterns(words: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Return words, the longest first, with what finds each in a text and at its beginning."""
    made = []
    for word in sorted(map(folded, words), key=len, reverse=True):
        # Japanese has no spaces between its words.
        spaced = word[0] < "\u3000"
        within = rf"(?<!\w){re.escape(word)}(?!\w)" if spaced else re.escape(word)
        first = rf"[\W_]*{re.escape(word)}{_END if spaced else ''}"
        made.append((word, re.compile(within), re.compile(first)))
    return tuple(made)


_SHORTEST_NAME = 4
"""Letters of the name of a column by which a language is known; shorter ones are others' words."""


@cache
def _own_columns(language: str) -> frozenset[str]:
    """Return what columns are called in a language, in one word that English does not have."""
    names = {name for words in COLUMNS[language].values() for name in words}
    others = {name for words in COLUMNS["en"].values() for name in words}
    known = names if language == "en" else names - others
    return frozenset(name for name in known if len(name) >= _SHORTEST_NAME)


def _by_script(text: str) -> str | None:
    """Return the language whose script a good part of a text is in: Greek or Japanese."""
    latin = len(re.findall(r"[a-z]{3,}", text, re.IGNORECASE))
    kana, signs = (len(re.findall(each, text)) for each in ("[\u3041-\u30ff]", "[\u3041-\u9fff]"))
    if kana > 20 or (kana and signs > latin):
        return "ja"
    greek = len(re.findall(r"[\u0370-\u03ff\u1f00-\u1fff]{3,}", text))
    return "el" if greek > 5 and greek * 2 > latin else None


def guess_language(text: str) -> str:
    """Return the language whose small words are most frequent in a text; en if none is.

    In a table with hardly any of them, the names of its columns tell it.
    """
    if written := _by_script(text):
        return written
    # What stands before a number may be a weekday: 'do 1.4.' is Thursday, Sunday or 'of the'.
    told = re.sub(r"\b[^\W\d_]{1,3}\.?,? \d+[./]", " ", text.casefold())
    words = re.findall(r"[^\W\d_]+", told)[:20_000]
    different = {folded(word) for word in {*words}}
    counts = {
        language: sum(words.count(word) for word in common.split())
        + 2 * len(different & _own_columns(language))
        for language, common in _FUNCTION_WORDS.items()
    }
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] > 3 else "en"
