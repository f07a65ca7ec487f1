"""Words that say nothing to who only listens, in the languages that the handout has words of."""

from __future__ import annotations

import re
from collections.abc import Mapping

from syllabus.on_demand import pattern


def _sets(words: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    return {language: frozenset(each.split("|")) for language, each in words.items()}


UNCLEAR_LINKS = _sets(
    {
        "en": "here|click here|press here|tap here|see here|over here|right here|this|this one"
        "|this link|that|link|the link|a link|link here|follow this link|more|more here"
        "|read more|learn more|see more|find out more|show more|more info|more information"
        "|info|details|more details|page|this page|website|this website|web page|this site"
        "|site|url|address|go|go here|download|download here|source|continue|continue reading"
        "|open|view|click|tap|press|read on|there|over there|pdf here|download pdf here"
        "|download it here|download the pdf here|http|https|www",
        "de": "hier|hier klicken|klicken sie hier|klick hier|siehe hier|dieser link|diesem link"
        "|dies|link|der link|mehr|mehr dazu|mehr lesen|mehr erfahren|mehr infos"
        "|mehr informationen|weiter|weiterlesen|weitere informationen|weitere infos|details"
        "|seite|diese seite|dieser seite|webseite|website|herunterladen|öffnen|quelle"
        "|hier entlang|hier lang|da|dort|bitte hier klicken|klicken sie bitte hier|hier lesen"
        "|hier weiterlesen|hier ansehen|hier herunterladen|zum link",
        "el": "εδώ|κάντε κλικ εδώ|πατήστε εδώ|κλικ εδώ|δείτε εδώ|αυτό|αυτός ο σύνδεσμος|σύνδεσμος"
        "|ο σύνδεσμος|περισσότερα|διαβάστε περισσότερα|μάθετε περισσότερα"
        "|περισσότερες πληροφορίες|πληροφορίες|λεπτομέρειες|σελίδα|αυτή η σελίδα|ιστοσελίδα"
        "|λήψη|συνέχεια|πηγή|κλικ|δες εδώ|εκεί|διαβάστε εδώ",
        "es": "aquí|haz clic aquí|haga clic aquí|pulsa aquí|pulse aquí|clic aquí|ver aquí"
        "|este enlace|esto|enlace|el enlace|más|leer más|ver más|saber más|más información"
        "|más info|información|detalles|página|esta página|sitio web|web|descargar|continuar"
        "|fuente|link|aqui|pincha aquí|pinche aquí|ahí|allí|consultar aquí|descargar aquí",
        "fr": "ici|cliquez ici|cliquer ici|clique ici|voir ici|ce lien|ceci|cela|lien|le lien|plus"
        "|lire plus|en savoir plus|voir plus|lire la suite|la suite|suite|plus d'informations"
        "|plus d'infos|informations|détails|page|cette page|site|ce site|site web|télécharger"
        "|continuer|source|là|là-bas|par ici|lire ici|télécharger ici",
        "it": "qui|clicca qui|cliccare qui|fare clic qui|fai clic qui|premi qui|vedi qui|questo"
        "|link|questo link|il link|collegamento|questo collegamento|di più|altro|leggi"
        "|leggi di più|leggi tutto|scopri di più|maggiori informazioni|più informazioni"
        "|informazioni|dettagli|pagina|questa pagina|sito|sito web|scarica|continua|fonte"
        "|qua|lì|là|leggi qui|scarica qui",
        "ja": "こちら|ここ|こちらから|こちらへ|ここをクリック|こちらをクリック|クリック|リンク"
        "|このリンク|これ|詳細|詳しくは|詳しくはこちら|詳細はこちら|もっと見る|もっと読む"
        "|続き|続きを読む|続きはこちら|ページ|このページ|サイト|ダウンロード|情報"
        "|リンク先|こちらのページ|こちらのサイト|そちら|あちら",
        "nl": "hier|klik hier|hier klikken|zie hier|deze link|dit|link|de link|meer|lees meer"
        "|meer lezen|lees verder|verder lezen|verder|meer weten|meer info|meer informatie"
        "|informatie|details|pagina|deze pagina|website|site|downloaden|download|bron"
        "|daar|lees hier|download hier",
        "pt": "aqui|clique aqui|clica aqui|carregue aqui|veja aqui|este link|isto|isso|link|o link"
        "|ligação|esta ligação|hiperligação|mais|leia mais|ler mais|ver mais|saber mais"
        "|saiba mais|mais informações|mais informação|informações|detalhes|página|esta página"
        "|site|descarregar|baixar|transferir|continuar|fonte|cá|lá|ali|baixe aqui|veja mais",
    }
)
"""The whole text of a link, in lower case, that does not say where it leads."""

UNCLEAR_PICTURES = _sets(
    {
        "en": "image|picture|photo|photograph|figure|fig|graphic|graph|chart|diagram|drawing"
        "|illustration|screenshot|icon|logo|alt|alt text|a picture|an image|untitled|todo|tbd",
        "de": "bild|foto|abbildung|abb|grafik|graphik|diagramm|zeichnung|illustration|screenshot"
        "|bildschirmfoto|symbol|logo|ein bild",
        "el": "εικόνα|φωτογραφία|σχήμα|γράφημα|διάγραμμα|σχέδιο|λογότυπο",
        "es": "imagen|foto|fotografía|figura|gráfico|gráfica|diagrama|dibujo|ilustración|captura"
        "|captura de pantalla|icono|logotipo",
        "fr": "image|photo|photographie|figure|graphique|diagramme|schéma|dessin|illustration"
        "|capture d'écran|icône|logo",
        "it": "immagine|foto|fotografia|figura|grafico|diagramma|disegno|illustrazione|schermata"
        "|icona|logo",
        "ja": "画像|写真|図|図表|グラフ|イラスト|スクリーンショット|アイコン|ロゴ",
        "nl": "afbeelding|plaatje|foto|figuur|grafiek|diagram|tekening|illustratie|schermafbeelding"
        "|schermafdruk|pictogram|logo",
        "pt": "imagem|foto|fotografia|figura|gráfico|diagrama|desenho|ilustração|captura de ecrã"
        "|captura de tela|ícone|logótipo|logotipo",
    }
)
"""The whole text of a picture, in lower case, that does not say what it shows."""

SIGNS = "🔴🟠🟡🟢🔵🟣🟤⚫⚪🟥🟧🟨🟩🟦🟪🟫⬛⬜❤🧡💛💚💙💜🤎🖤🤍\ufe0f \t"
"""Signs that nothing but their colour tells apart."""

_WORDS = {
    "en": r"(?:in|marked|highlighted|colou?red|shown|printed|shaded|set)(?:\s+in)?"
    r"\s+(?:red|green|blue|yellow|orange|purple|pink|gr[ae]y|brown)"
    r"|(?:the\s+)?(?:red|green|blue|yellow|orange|purple|pink|gr[ae]y|brown)"
    r"\s+(?:items|ones|rows|cells|entries|dates|words)"
    r"|(?:items|ones|rows|cells|entries|dates|words|readings|meetings|links|parts)\s+(?:are|is)"
    r"\s+(?:red|green|blue|yellow|orange|purple|pink|gr[ae]y|brown)",
    "de": r"(?:in|auf)\s+(?:Rot|Grün|Blau|Gelb|Orange|Lila|Grau|Braun)"
    r"|(?:rot|grün|blau|gelb|orange|lila|grau|braun)\s+(?:markiert|hervorgehoben|gedruckt|gesetzt"
    r"|geschrieben|hinterlegt|unterlegt|gekennzeichnet|eingefärbt|dargestellt|unterstrichen)\w*",
    "el": r"(?:με|σε)\s+(?:κόκκινο|πράσινο|μπλε|κίτρινο|πορτοκαλί|μωβ|γκρι|καφέ)",
    "es": r"en\s+(?:rojo|verde|azul|amarillo|naranja|morado|gris|marrón)",
    "fr": r"en\s+(?:rouge|vert|bleu|jaune|orange|violet|rose|gris|brun)",
    "it": r"in\s+(?:rosso|verde|blu|giallo|arancione|viola|grigio|marrone)",
    "ja": r"(?:赤|緑|青|黄|橙|紫|灰)(?:色|い文字|字)?(?:で|の文字)",
    "nl": r"in\s+het\s+(?:rood|groen|blauw|geel|oranje|paars|grijs|bruin)"
    r"|(?:rood|groen|blauw|geel|oranje|paars|grijs|bruin)\s+(?:gemarkeerd|gedrukt|gekleurd)\w*",
    "pt": r"(?:a|em)\s+(?:vermelho|verde|azul|amarelo|laranja|roxo|cinzento|cinza|castanho)",
}
_MEANS = {
    "en": r"(?:red|green|blue|yellow|orange|purple|pink|gr[ae]y|brown)"
    r"\s+(?:means|marks|indicates|denotes|stands\s+for)",
    "de": r"(?:Rot|Grün|Blau|Gelb|Orange|Lila|Grau|Braun)\s+(?:bedeutet|heißt|steht\s+für)",
    "el": r"(?:κόκκινο|πράσινο|μπλε|κίτρινο|πορτοκαλί|μωβ|γκρι|καφέ)\s+σημαίνει",
    "es": r"(?:rojo|verde|azul|amarillo|naranja|morado|gris|marrón)\s+(?:significa|indica)",
    "fr": r"(?:rouge|vert|bleu|jaune|orange|violet|rose|gris|brun)\s+(?:signifie|indique)",
    "it": r"(?:rosso|verde|blu|giallo|arancione|viola|grigio|marrone)\s+(?:significa|indica)",
    "ja": r"(?:赤|緑|青|黄|橙|紫|灰)色?(?:は|が).{0,12}(?:意味|示|表)",
    "nl": r"(?:rood|groen|blauw|geel|oranje|paars|grijs|bruin)\s+(?:betekent|staat\s+voor)",
    "pt": r"(?:vermelho|verde|azul|amarelo|laranja|roxo|cinzento|cinza|castanho)"
    r"\s+(?:significa|indica)",
}
# "in green", but not "in green tea".
_BEHIND = (
    r"(?=\s*(?:[^\w\s]|\Z)|\s+(?:are|is|and|or|if|sind|ist|und|oder|sont|est|et|ou|son|es|y|o|sono|e"
    r"|são|é|zijn|en|of|είναι|και|ή)\b)"
)
COLOURED = {
    language: pattern(
        rf"(?:{words}|{_MEANS[language]})"
        if language == "ja"
        else rf"\b(?:(?:{words}){_BEHIND}|{_MEANS[language]}\b)",
        re.NOFLAG if language == "de" else re.IGNORECASE,
    )
    for language, words in _WORDS.items()
}
"""What names things of a text by their colour."""
