"""Meeting links and passcodes in texts that every edition prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from syllabus.diagnostics import Diagnostic, warning
from syllabus.front.markup import unread_in_value
from syllabus.front.records.kinds import Located
from syllabus.model.course import Meeting
from syllabus.model.document import (
    Block,
    Code,
    CodeBlock,
    Heading,
    Link,
    Math,
    Paragraph,
    TableCell,
    Text,
    children_of,
    walk,
)
from syllabus.model.editions import public_blocks
from syllabus.on_demand import pattern
from syllabus.source import Span

# --- passcodes -----------------------------------------------------------------------------

_ALONE = r"(?<![\w?&;#/-])"
_NAME = (
    rf"{_ALONE}"
    r"(?:pass[ -]?(?:code|word|phrase|wort)|kenn(?:wort|code)|mot de passe|contraseña)\b"
)
_SAYS_WHERE = (
    r"(?:see|sent|will|is|are|was|on|by|in|via|to|as|the|ask|please|same|none|not|required|tb[adc]"
    r"|siehe|voir)\b"
)
_NAMED = pattern(
    rf"{_NAME}[*_]*(?:\s*[:=][*_`\s]*(?!{_SAYS_WHERE})[^\s*_`<>()\[\]|]"
    r"|\s+(?:is\s+)?[*_`]*(?=[^\s*_`]{4})[^\s*_`]*\d)",
    re.IGNORECASE,
)
"""A passcode's name and itself: after a colon whatever says not where it is, else with a digit."""

_NAME_HINTS = ("pass", "kenn", "contra")
_CODE_HINTS = ("cod", "cód", "pin", "pi\u0307n", "pın", "δ", "コ")
"""One of these is in each name of a passcode, and of a code, without regard to case."""
_FOUR_DIGITS = pattern(r"\d(?: ?\d){3}")
_DIGITS = r"[*_`\s]*\d(?: ?\d){3,11}(?![\w%°]|[.,:/@–-]\w|\s+(?:lines|zeilen|lignes)\b)"
_IS = r"[*_]*(?:\s*[:=：]|\s+(?:is|ist|lautet|est|es)\b)"
_OPENS = (
    r"(?:(?:access|conference|dial-?in|door|entry|guest|join|login|meeting|participant|security"
    r"|teams|webex|zoom)[ -]?|einwahl|toegangs|zugangs)code|pin(?:[ -]?(?:code|number|nummer))?"
    r"|code d[’']acc[eè]s|codice di accesso|c[oó]digo de ac(?:ces|ess)o"
    r"|κωδικός πρόσβασης|パスコード"
)
_CODE = (
    rf"{_ALONE}(?:(?:{_OPENS})(?:{_IS}|(?=\s))"
    rf"|(?:(?<![\w*_`)]\s)|(?<=\b(?:the|der)\s))code{_IS}(?![*_`\s]*(?:19|20)\d\d(?!\d)))"
    rf"{_DIGITS}"
)
"""Four to twelve digits after the name of a code.

Proteins, programs and places have codes, too: this one says by its name what it opens, or is called
a code and nothing else, and looks like no year.
"""

_PASSCODE_IN_ADDRESS = pattern(r"[?&;#](?:pwd|pw|passwd|password|passcode)=.", re.IGNORECASE)

# --- meetings ------------------------------------------------------------------------------

_HOST = r"(?<![\w.@-])(?:[a-z0-9-]+\.)*"
_ROOM = r"[^\s/?#<>()\[\]{}\"'`|*]+"
_ROOM_CODE = r"[a-z0-9]{3}(?:-[a-z0-9]{3}){2,3}(?![\w-])"
_NO_ROOM = (
    r"(?!(?:about|admin|api|app|apps|blog|contact|de|docs?|downloads?|en|events?|faq|features|help"
    r"|home|impressum|imprint|index|legal|login|logout|news|pricing|privacy|search|security|sign-?up"
    r"|status|static|support|terms|[^\s/?#]+\.\w{2,5})(?![\w-]))"
)
_MEETING = "|".join(
    (
        # Zoom: a number, a personal name, a registration, the browser's client, a recording
        rf"{_HOST}zoom(?:gov\.com|\.us|\.com|\.com\.cn|\.de)/(?:[jsw]/\d{{9,}}|my/{_ROOM}"
        rf"|wc/(?:join/)?\d{{9,}}|meeting/register/{_ROOM}|rec/(?:share|play|download)/{_ROOM})",
        # Teams
        rf"{_HOST}teams\.(?:microsoft\.(?:com|us)|cloud\.microsoft)/(?:l/meetup-join/|meet/\d)",
        rf"{_HOST}teams\.live\.com/meet/\d",
        # Google Meet
        rf"{_HOST}meet\.google\.com/(?:[a-z]{{3}}-[a-z]{{4}}-[a-z]{{3}}(?![\w-])|lookup/{_ROOM})",
        # Webex
        rf"{_HOST}webex\.com/(?:(?:meet|join)/{_ROOM}|[^\s]*?(?:j\.php\?MTID=|[lr]dr\.php\?RCID="
        rf"|/meeting/(?:download|info)/{_ROOM}|/recording/(?:play(?:back)?/)?[0-9a-f]{{32}}))",
        # Jitsi
        rf"{_HOST}meet\.jit\.si/{_NO_ROOM}{_ROOM}|{_HOST}8x8\.vc/{_ROOM}/{_ROOM}",
        rf"(?<![\w.@-])(?:jitsi|jitsi-?meet|meet)\.(?!google\.|github\.|goto\.)[a-z0-9.-]+"
        rf"/{_NO_ROOM}{_ROOM}(?![^\s?#]*/)",
        # GoToMeeting
        rf"{_HOST}(?:gotomeet\.me/{_ROOM}|gotomeeting\.com/join/\d|meet\.goto\.com/\w+"
        rf"|app\.goto\.com/meeting/\w+)",
        # BigBlueButton: its front end Greenlight, its own addresses, its recordings
        rf"{_HOST}[a-z0-9-]+\.[a-z]+/(?:[\w-]+/)?(?:b|rooms)/{_ROOM_CODE}",
        r"/bigbluebutton/api/join|/playback/(?:presentation|video)/(?:2\.\d/)?"
        r"(?:playback\.html\?meetingId=)?[0-9a-f]{40}-\d{10,}",
    )
)
"""An address that leads into a meeting, or to its recording, and not just to who holds such."""
_HINTS = (
    *("zoom", "teams.", "meet", "webex", "8x8.vc", "jitsi", "goto", "bigbluebutton", "/playback/"),
    *("/b/", "/rooms/"),
)
"""One of these is in each such address; to compile what tells the rest takes its time."""


def check_access(blocks: tuple[Block, ...], faults: list[Diagnostic]) -> None:
    """Report meetings' addresses and passcodes in a text, but for what only members are to read."""
    for node in walk(public_blocks(blocks)):
        match node:
            case Paragraph() | Heading() | TableCell():
                faults.extend(_in_words(node))
            case CodeBlock():
                faults.extend(_addresses(node.text, node.span))
            case Link():
                if _PASSCODE_IN_ADDRESS.search(node.target):
                    faults.append(_passcode(node.span))
                elif _is_meeting(node.target):
                    faults.append(_meeting(node.span))
            case _:
                pass


def check_given(
    blocks: tuple[Block, ...], meetings: Iterable[Meeting], faults: list[Diagnostic]
) -> None:
    """Report links in texts to where a record says, in `join` or `recording`, that members go."""
    given = {
        access.url.rstrip("/")
        for meeting in meetings
        for access in (meeting.join, meeting.recording)
        if access is not None and access.url is not None
    }
    if not given:
        return
    faults += [
        _meeting(node.span)
        for node in walk(public_blocks(blocks))
        if isinstance(node, Link)
        and node.target.rstrip("/") in given
        and not _PASSCODE_IN_ADDRESS.search(node.target)  # which is reported
    ]


def check_wordings(texts: Iterable[Located[str] | None], faults: list[Diagnostic]) -> None:
    """Report the same in values of YAML that every edition prints, such as titles.

    A fence that escapes of YAML hide is an error, too; all else is read as it is written.
    """
    for text in texts:
        if text is None:
            continue
        faults += unread_in_value(text.value, text.span)
        if _passcodes(text.value) or _PASSCODE_IN_ADDRESS.search(text.value):
            faults.append(_passcode(text.span))
        elif _is_meeting(text.value):
            faults.append(_meeting(text.span))


def tells_access(text: str) -> bool:
    """Return whether a plain text holds what reads like a passcode or a meeting's address."""
    return bool(_passcodes(text) or _PASSCODE_IN_ADDRESS.search(text) or _is_meeting(text))


def _in_words(node: Paragraph | Heading | TableCell) -> Iterator[Diagnostic]:
    inside = list(walk(children_of(node)))
    links = [each.span for each in inside if isinstance(each, Link)]
    for each in inside:
        if isinstance(each, Text | Code) and not _lies_in(each.span.start, links):
            yield from _addresses(each.text, each.span)
    # Code and formulas say what somebody types.
    technical = [each.span for each in inside if isinstance(each, Code | Math)]
    for found in _passcodes(node.span.text):
        if not _lies_in(node.span.start + found.start(), technical):
            yield _passcode(node.span.part(found.start(), found.end()))


def _passcodes(text: str) -> list[re.Match[str]]:
    lower = text.casefold()
    found = [*_NAMED.finditer(text)] if any(map(lower.__contains__, _NAME_HINTS)) else []
    # Few texts have so many digits, and to read and look for all the names takes longer.
    if any(map(lower.__contains__, _CODE_HINTS)) and _FOUR_DIGITS.search(text):
        found += re.finditer(_CODE, text, re.IGNORECASE)
    return found


def _lies_in(place: int, spans: Iterable[Span]) -> bool:
    return any(span.start <= place < span.end for span in spans)


def _addresses(text: str, span: Span) -> Iterator[Diagnostic]:
    for found in _meetings(text):
        start = span.text.find(found[0])
        yield _meeting(span if start == -1 else span.part(start, start + len(found[0])))


def _is_meeting(address: str) -> bool:
    # Mail programs wrap addresses in others, as their query.
    return any(map(_meetings, (address, unquote(address))))


def _meetings(text: str) -> list[re.Match[str]]:
    if "/" not in text:
        return []
    lower = text.lower()
    if not any(hint in lower for hint in _HINTS):
        return []
    return list(re.finditer(_MEETING, text, re.IGNORECASE))


def _meeting(span: Span) -> Diagnostic:
    return warning(
        "meeting-link-in-prose",
        "found the address of a meeting or its recording, which every edition prints",
        span,
        "put it into 'join' or 'recording' in the front matter, or between '::: members' and ':::'",
    )


def _passcode(span: Span) -> Diagnostic:
    return warning(
        "passcode-in-prose",
        "found what reads like a passcode, which every edition prints",
        span,
        "put it into 'join' or 'recording' in the front matter, or between '::: members' and ':::':"
        " the public edition leaves it out",
    )
