"""Sentence case and title case of marked text; what braces protect is left alone.

Sources of the rules: BibTeX's `change.case$` for what is protected; CSL 1.0.2, "Text-case".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from syllabus.front.bibliography import marks
from syllabus.on_demand import pattern

STOP_WORDS = frozenset({
    "a", "about", "above", "across", "after", "against", "along", "among", "an", "and", "around",
    "as", "at", "before", "behind", "below", "beneath", "beside", "between", "beyond", "but",
    "by", "d'", "de", "down", "during", "et", "except", "for", "from", "in", "inside", "into",
    "l'", "la", "le", "like", "near", "nor", "of", "off", "on", "onto", "or", "out", "outside",
    "over", "past", "per", "so", "since", "the", "than", "through", "till", "to", "toward",
    "towards", "under", "underneath", "until", "up", "upon", "via", "vs.", "vs", "v.", "von",
    "van", "versus", "with", "within", "without", "yet",
})  # fmt: skip
_TITLE_STOP_WORDS = frozenset({
    "a", "an", "and", "as", "at", "but", "by", "down", "for", "from", "in", "into", "nor", "of",
    "on", "onto", "or", "over", "so", "the", "till", "to", "up", "v", "via", "vs", "with", "yet",
})  # fmt: skip
_FREE = r"[^\s\u00a0\U0010f000-\U0010f7ff]"
_ADDRESS = rf"[“‘\"'(\[{{]*(?:(?i:[a-z][a-z\d+.-]*://|www\.|(?:doi:)?10\.\d{{4,}}[/:.]){_FREE}+|{_FREE}+@{_FREE}+)"
_PIECE = pattern(
    rf"(?P<mark>{marks.MARKS})|(?P<space>[\s\u00a0]+)|(?P<address>{_ADDRESS})|(?P<joint>[-‐–—/])"
    r"|(?P<word>[^\s\u00a0\-‐–—/\U0010f000-\U0010f7ff]+)"
)
_AROUND = "“”‘’\"'()[]{}«».,;:!?"
_ABBREVIATION = pattern(r"\W*(?:[^\W\d_]\.){2,}\W*")
_PRONOUN = pattern(r"I['’][a-z]+")  # I'm, I've
_ADDRESSED = frozenset({"dr.", "mr.", "mrs.", "ms.", "prof.", "st."})
_BODIES = frozenset({
    "bank", "bishop", "board", "bureau", "church", "city", "college", "commissioner",
    "commonwealth", "council", "county", "department", "district", "estate", "friends", "heirs",
    "house", "inhabitants", "kingdom", "minister", "ministry", "parenthood", "people", "regents",
    "republic", "school", "secretary", "society", "state", "town", "trustees", "union",
    "university",
})  # fmt: skip
"""What stands before "of" in the name of a party, which "The Legacy of Roe v. Wade" has not."""


@dataclass
class _Word:
    """One word, or one part of a hyphenated word."""

    text: str
    protected: bool
    """Whether braces protect it, or the part of the word before it."""
    starts: bool
    """Whether it opens the text, or a sentence or subtitle in it."""
    last: bool = False
    joined: bool = False
    """Whether a hyphen stands before it."""
    stopped: bool = False
    """Whether it follows a full stop, which may end a sentence or only an abbreviation."""

    @property
    def prefixes(self) -> bool:
        """Whether it is a part of small letters with which a compound begins."""
        return not self.joined and self.text.isalpha() and self.text.islower()


def sentence_case(text: str) -> str:
    """Return a title in sentence case.

    A title most of whose words begin small is in sentence case already and is left as it is. A
    word that has capitals inside (cryoDRGN, EM) is never changed, nor is the first one, an
    address, or the name of a case (Brown v. Board of Education); a subtitle begins with a capital.
    """
    pieces = list(_pieces(text))
    words = [piece for piece in pieces if isinstance(piece, _Word)]
    _keep_names(words)
    counted = [
        word
        for word in words
        if not (word.starts or word.protected or _inner_capitals(word.text))
        and word.text.lower() not in STOP_WORDS
        and not (word.joined and word.text.islower())
    ]
    capitals = sum(_begins_capital(word.text) for word in counted)
    lower = capitals * 2 > sum(_cased(word.text) for word in counted)
    for word in words:
        if word.protected:
            continue
        if word.starts:
            word.text = word.text if word is words[0] else _capitalized(word.text)
        elif (
            lower
            and not word.stopped
            and _begins_capital(word.text)
            and not _inner_capitals(word.text)
        ):
            word.text = word.text.lower()
    return _joined(pieces)


def title_case(text: str) -> str:
    """Return a title with every word capitalised but the small ones inside it."""
    pieces = list(_pieces(text))
    words = [piece for piece in pieces if isinstance(piece, _Word)]
    if words:
        words[-1].last = True
    for word in words:
        if word.protected:
            continue
        core = word.text.strip(_AROUND).lower()
        if (
            not any(char.isdigit() for char in word.text)
            and word.text.lower() == word.text
            and (word.starts or word.last or core not in _TITLE_STOP_WORDS)
        ):
            word.text = _capitalized(word.text)
        elif (
            _begins_capital(word.text)
            and core in _TITLE_STOP_WORDS
            and not (word.starts or word.last)
        ):
            word.text = word.text if _inner_capitals(word.text) else word.text.lower()
    return _joined(pieces)


def capitalize_first(text: str) -> str:
    """Return the text with its first word capitalised, where nothing protects it."""
    pieces = list(_pieces(text))
    for piece in pieces:
        if isinstance(piece, _Word):
            if not piece.protected:
                piece.text = _capitalized(piece.text)
            break
    return _joined(pieces)


def capitalize_all(text: str) -> str:
    """Return the text with every word capitalised."""
    pieces = list(_pieces(text))
    for piece in pieces:
        if isinstance(piece, _Word) and not piece.protected and not piece.joined:
            piece.text = _capitalized(piece.text)
    return _joined(pieces)


def changed(text: str, upper: bool) -> str:
    """Return the text in capitals or in small letters."""
    pieces = list(_pieces(text))
    for piece in pieces:
        if isinstance(piece, _Word) and not piece.protected:
            piece.text = piece.text.upper() if upper else piece.text.lower()
    return _joined(pieces)


def _pieces(text: str) -> Iterator[_Word | str]:
    protected = 0
    starts = True
    joined = stopped = glued = False
    for match in _PIECE.finditer(text):
        if mark := match["mark"]:
            if mark == marks.NOCASE:
                protected += 1
            elif mark == marks.closing(marks.NOCASE):
                protected -= 1
            yield mark
        elif word := match["word"] or match["address"]:
            whole = protected > 0 or glued or match["address"] is not None
            yield _Word(word, whole, starts, joined=joined, stopped=stopped)
            glued = True
            if any(char.isalnum() for char in word) or marks.ATOM.search(word):
                starts = False
            if word.rstrip("”’\"')")[-1:] in ("?", "!", ":"):
                starts = True
            stopped = word.endswith(".") and not _ABBREVIATION.fullmatch(word)
            joined = False
        else:
            if match["joint"] in ("—",) or (match["joint"] == "–" and joined):
                starts = True
            joined = bool(match["joint"])
            glued = False
            yield match[0]


def _joined(pieces: list[_Word | str]) -> str:
    return "".join(piece.text if isinstance(piece, _Word) else piece for piece in pieces)


def _keep_names(words: list[_Word]) -> None:
    """Protect what is a name by the words around it."""
    for index, word in enumerate(words):
        bare = word.text.strip("“”‘’\"'()[]{}«»").lower()
        before, after = words[:index], words[index + 1 :]
        if bare in ("v.", "v") and _is_name(before[-1:]) and _is_name(after[:1]):
            _keep_plaintiff(before)
            _keep_party(after)
        elif bare in ("re", "parte") and before and before[-1].text.lower() in ("in", "ex"):
            before[-1].protected = True
            _keep_party(after)
        elif bare in _ADDRESSED and _is_name(after[:1]):
            word.protected = after[0].protected = True
        elif word.joined and before and before[-1].prefixes:
            word.protected = True  # non-Abelian, al-Khwarizmi
        elif bare == "a" and (not after or after[0].starts):
            word.protected = True  # Hepatitis A


def _is_name(found: list[_Word]) -> bool:
    return bool(found) and _begins_capital(found[0].text)


def _keep_party(words: list[_Word]) -> None:
    """Protect the capitalised words of a party, and those that "of" and "of the" join to them."""
    position = 0
    while position < len(words) and not words[position].starts:
        linked = [word.text.lower() for word in words[position : position + 2]]
        if linked[:1] in (["of"], ["&"]):
            position += 2 if linked == ["of", "the"] else 1
        if not _is_name(words[position : position + 1]):
            return
        words[position].protected = True
        if words[position].text.endswith((",", ";")):
            return
        position += 1


def _keep_plaintiff(words: list[_Word]) -> None:
    """Protect the capitalised words of the party before "v."; "of" joins a body to its place."""
    position = len(words) - 1
    while position >= 0 and _is_name(words[position : position + 1]):
        words[position].protected = True
        if words[position].starts:
            return
        linked = [word.text.lower() for word in words[max(position - 2, 0) : position]]
        if linked[-1:] in (["of"], ["&"]) or linked == ["of", "the"]:
            link = position - (2 if linked[-1] == "the" else 1)
            body = words[link - 1].text.lower() if link else ""
            position = link if body in _BODIES or linked[-1] == "&" else 0
        position -= 1
        if position >= 0 and words[position].text.endswith((",", ";")):
            return


def _first_letter(word: str) -> int:
    return next((place for place, char in enumerate(word) if char.isalnum()), len(word))


def _begins_capital(word: str) -> bool:
    position = _first_letter(word)
    return word[position : position + 1].isupper()


def _cased(word: str) -> bool:
    position = _first_letter(word)
    return word[position : position + 1].isalpha()


def _inner_capitals(word: str) -> bool:
    position = _first_letter(word)
    rest = word[position + 1 :]
    core = word.strip("“”‘’()")
    single = sum(char.isalpha() for char in word) == 1 and core != "A"  # C++, but not "A"
    numbered = any(char.isdigit() for char in rest)  # D70, Y332
    pronoun = _PRONOUN.fullmatch(word.strip(_AROUND)) is not None
    return numbered or any(char.isupper() for char in rest) or single or pronoun


def _capitalized(word: str) -> str:
    position = _first_letter(word)
    if any(char.isupper() for char in word[position:]):
        return word
    return word[:position] + word[position : position + 1].upper() + word[position + 1 :]
