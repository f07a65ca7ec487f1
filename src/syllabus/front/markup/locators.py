"""Where in a work: a page, a chapter, a section, named in English or in the course's language.

Source of the terms: CSL 1.0.2, "Locators", and the terms of the locales of CSL.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from syllabus.on_demand import dataclass, pattern

_ENGLISH = """
act: act acts
appendix: app. apps. appendix appendices
article-locator: art. arts. article articles
book: bk. bks. book books
canon: can. cann. canon canons
chapter: ch. chs. chap. chaps. chapter chapters
column: col. cols. column columns
elocation: loc. locs. location locations
equation: eq. eqs. eqq. equation equations
figure: fig. figs. figure figures
folio: fol. fols. folio folios
issue: no. nos. number numbers issue issues
line: l. ll. line lines
note: n. nn. note notes
opus: op. opp. opus opera
page: p. pp. page pages
paragraph: para. paras. paragraph paragraphs ¶ ¶¶
part: pt. pts. part parts
rule: r. rr. rule rules
scene: sc. scs. scene scenes
section: sec. secs. section sections § §§
sub-verbo: s.v. s.vv. s._v. s._vv. sub_verbo sub_verbis sub_voce sub_vocibus
supplement: supp. supps. supplement supplements
table: tab. tabs. tbl. tbls. table tables
timestamp: timestamp timestamps
title-locator: tit. tits. titt. title titles
verse: v. vv. verse verses
version: version versions
volume: vol. vols. volume volumes
"""
_OTHERS: Mapping[str, str] = {
    "de": """
act: Akt Akte Akten
appendix: Anh. Anhang Anhänge
article-locator: Art. Artikel
book: Buch Bücher
canon: Kanon
chapter: Kap. Kapitel
column: Sp. Spalte Spalten
elocation: Pos. Position
equation: Gl. Gln. Gleichung Gleichungen
figure: Abb. Abbildung Abbildungen
folio: Bl. Blatt Blätter
issue: Nr. Nummer Nummern Heft Hefte
line: Z. Zeile Zeilen
note: Anm. Anmerkung Anmerkungen Fn. Fußnote Fußnoten
opus: Opus
page: S. Seite Seiten
paragraph: Abs. Absatz Absätze
part: Teil Teile
rule: Regel Regeln
scene: Sz. Szene Szenen
section: Abschn. Abschnitt Abschnitte
supplement: Beil. Beilage
table: Tab. Tabelle Tabellen
title-locator: Titel
verse: V. Vers Verse
version: Version
volume: Bd. Bde. Band Bände
""",
    "fr": """
act: acte actes
appendix: append. appendice appendices ann. annexe annexes
article-locator: art. article articles
book: liv. livre livres
canon: can. canon canons
chapter: chap. chapitre chapitres
column: col. colonne colonnes
elocation: emplacement emplacements
equation: éq. équation équations
figure: fig. figure figures
folio: fo fol. folio folios
issue: nᵒ nᵒˢ n° no numéro numéros
line: l. ligne lignes
note: n. note notes
page: p. page pages
paragraph: par. paragr. paragraphe paragraphes
part: part. partie parties
rule: règle règles
scene: sc. scène scènes
section: sect. section sections
supplement: suppl. supplément suppléments
table: tab. tableau tableaux
title-locator: tit. titre titres
verse: v. verset versets vers
version: version versions
volume: vol. volume volumes t. tome tomes
""",
    "es": """
act: acto actos
appendix: apén. apéndice apéndices anexo anexos
article-locator: art. arts. artículo artículos
book: lib. libro libros
chapter: cap. caps. capítulo capítulos
column: col. cols. columna columnas
elocation: posición posiciones
equation: ec. ecuación ecuaciones
figure: fig. figs. figura figuras
folio: f. fol. folio folios
issue: n.º n.o núm. núms. número números
line: l. línea líneas
note: n. nota notas
page: p. pp. pág. págs. página páginas
paragraph: párr. párrs. párrafo párrafos
part: pt. parte partes
rule: regla reglas
scene: esc. escena escenas
section: sec. secc. sección secciones
supplement: supl. suplemento suplementos
table: tabla tablas
title-locator: tít. título títulos
verse: v. vv. verso versos versículo versículos
version: versión versiones
volume: vol. vols. volumen volúmenes t. tomo tomos
""",
    "it": """
act: atto atti
appendix: app. appendice appendici
article-locator: art. artt. articolo articoli
book: lib. libro libri
canon: canone canoni
chapter: cap. capp. capitolo capitoli
column: col. coll. colonna colonne
elocation: pos. posizione posizioni
equation: eq. equazione equazioni
figure: fig. figg. figura figure
folio: f. ff. fgl. foglio fogli
issue: fasc. fascicolo fascicoli num. numero numeri
line: r. rr. riga righe
note: n. nota note
opus: opera opere
page: p. pp. pag. pagg. pagina pagine
paragraph: par. parr. paragrafo paragrafi
part: pt. parte parti
rule: regola regole
scene: scena scene
section: sez. sezz. sezione sezioni
supplement: suppl. supplemento supplementi
table: tab. tabb. tabella tabelle tav. tavv. tavola tavole
title-locator: tit. titolo titoli
verse: v. vv. verso versi versetto versetti
version: versione versioni
volume: vol. voll. volume volumi
""",
    "nl": """
act: akte aktes bedrijf bedrijven
appendix: bijl. bijlage bijlagen appendix
article-locator: art. artikel artikelen
book: bk. boek boeken
chapter: hfdst. hfst. hoofdstuk hoofdstukken
column: kol. kolom kolommen
elocation: locatie locaties
equation: vgl. vergelijking vergelijkingen
figure: fig. figuur figuren afb. afbeelding afbeeldingen
folio: f. fol. folio folio's
issue: nr. nrs. nummer nummers
line: r. regel regels
note: aant. aantekening aantekeningen noot noten
page: p. pp. blz. bladzijde bladzijden pagina pagina's
paragraph: al. alinea alinea's
part: dl. deel delen
scene: scène scènes
section: par. paragraaf paragrafen sectie secties
supplement: suppl. supplement supplementen
table: tab. tabel tabellen
title-locator: titel titels
verse: vers verzen
version: versie versies
volume: vol. volume volumes bd. band banden
""",
    "pt": """
act: ato atos
appendix: ap. apêndice apêndices anexo anexos
article-locator: art. arts. artigo artigos
book: liv. livro livros
canon: cân. cânone cânones
chapter: cap. caps. capítulo capítulos
column: col. cols. coluna colunas
elocation: posição posições
equation: eq. equação equações
figure: fig. figs. figura figuras
folio: f. fl. fls. fólio fólios
issue: n.º n. núm. número números
line: l. linha linhas
note: nota notas
page: p. pp. pág. págs. página páginas
paragraph: par. parágrafo parágrafos
part: pt. parte partes
rule: regra regras norma normas
scene: cena cenas
section: sec. seç. secção secções seção seções
supplement: supl. suplemento suplementos
table: tab. tabela tabelas
title-locator: tít. título títulos
verse: v. vv. verso versos versículo versículos
version: versão versões
volume: vol. vols. volume volumes t. tomo tomos
""",
    "el": """
appendix: παράρτημα παραρτήματα
article-locator: άρ. άρθ. άρθρο άρθρα
book: βιβλίο βιβλία
chapter: κεφ. κεφάλαιο κεφάλαια
column: στήλη στήλες
equation: εξ. εξίσωση εξισώσεις
figure: εικ. εικόνα εικόνες σχ. σχήμα σχήματα
issue: τχ. τεύχος τεύχη αρ. αριθμός αριθμοί
line: γραμμή γραμμές
note: σημ. σημείωση σημειώσεις
page: σ. σσ. σελ. σελίδα σελίδες
paragraph: παρ. παράγραφος παράγραφοι
part: μέρος μέρη
section: ενότητα ενότητες
table: πίν. πίνακας πίνακες
verse: στ. στίχος στίχοι
volume: τ. τόμ. τόμος τόμοι
""",
    "ja": """
chapter: 章
figure: 図
line: 行
note: 注
page: 頁 ページ
paragraph: 段落
section: 節
table: 表
volume: 巻
""",
}

_NUMBER = r"(?:[A-Za-z]{0,2}\d[\w.:]*(?<![.:])|[ivxlcdm]+\b|[IVXLCDM]+\b)"
_NUMBERS = rf"{_NUMBER}(?:\s*(?:--|[-–,&])\s*{_NUMBER})*"
_IN_BRACES = r"\s*,?\s*\{\s*%s(?P<locator>[^{}]*)\}"
_PLAIN = rf"\s*,?\s*%s(?P<locator>{_NUMBERS})"
"""A locator with braces around it, and without; each with a label, which may be missing."""
_BRACE = pattern(r"\s*,?\s*\{")
_MOMENT = pattern(r"\d{1,3}(?::\d\d){1,2}(?:\s*(?:--|[-–])\s*\d{1,3}(?::\d\d){1,2})?")


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a work, by CSL's name for what is counted, and where the text behind it starts."""

    label: str
    place: str
    end: int


def read_locator(text: str, start: int, end: int, language: str) -> Locator | None:
    """Read what stands behind a key, such as `, pp. 3-5`, in English or a language (BCP 47)."""
    language = language.split("-")[0]
    shapes = (_IN_BRACES, _PLAIN) if _BRACE.match(text, start, end) else (_PLAIN,)
    for shape in shapes:
        match = _pattern(language, shape).match(text, start, end)
        if match is None or not match["locator"]:
            continue
        word, place = match["label"], match["locator"].strip()
        if word is None and shape is _PLAIN and "," not in match[0].split(match["locator"])[0]:
            bare = start == match.start("locator")  # `@key [33]`
            if not bare:
                continue
        counted = "timestamp" if _MOMENT.fullmatch(place) else "page"
        return Locator(_labels(language)[_folded(word)] if word else counted, place, match.end())
    return None


@lru_cache(maxsize=8)
def _labels(language: str) -> Mapping[str, str]:
    """Return each word's term."""
    return {**_table(_ENGLISH), **_table(_OTHERS.get(language, ""))}


@lru_cache(maxsize=16)
def _pattern(language: str, shape: str) -> re.Pattern[str]:
    words = "|".join(
        re.escape(word).replace(r"\ ", r"\s+")
        + ("(?![^\\W\\d_])" if word[-1].isalpha() and word.isascii() else "")
        for word in sorted(_labels(language), key=len, reverse=True)
    )
    return re.compile(shape % rf"(?:(?P<label>{words})\s*)?", re.IGNORECASE)


def _table(terms: str) -> dict[str, str]:
    rows = (line.partition(":") for line in terms.strip().splitlines())
    return {_folded(word): term for term, _, words in rows for word in words.split()}


def _folded(word: str) -> str:
    return " ".join(word.lower().replace("_", " ").split())
