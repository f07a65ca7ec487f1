"""`::: members` … `:::`: the fences around text for members only; code whose fence has no end."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from syllabus.diagnostics import Diagnostic, error, nearest_hint, warning
from syllabus.on_demand import pattern
from syllabus.source import Span

MEMBERS = "members"
"""The name of the only kind of fence."""

PRIVATE = "private_references"
"""Key of the parser's environment: the labels of links that are defined inside a fence."""

_FENCE = pattern(r":{3,}[ \t]*(.*?)[ \t]*")
_MEANT = pattern(
    r"^[ \t>]*(?P<line>:{3,}.*)|(?<!\S)(?P<inside>:{2,}[ \t]*\{?\.?members?\b)",
    re.MULTILINE | re.IGNORECASE,
)
"""Text that was probably meant as a fence."""

_LOOK_ALIKES = (
    "\u02d0\u02f8\u0589\u05c3\u0703\u0704\u0903\u0a83\u16ec\u1803\u1809\u205a\u2236\u2237\u2982"
    "\ua4fd\ua789\ufe13\ufe30\ufe55\uff1a"
)
"""What people, too, take for a colon (UTS 39, confusables); U+2237 is two."""
_NUMBERS = "|".join(str(ord(sign)) for sign in (":", *_LOOK_ALIKES))
_IN_HEX = "|".join(f"{ord(sign):x}" for sign in (":", *_LOOK_ALIKES))
_COLON = rf"(?:[:{_LOOK_ALIKES}]|&(?:colon;|ratio;|#0*(?:{_NUMBERS});|#x0*(?:{_IN_HEX});))"
"""A colon, or what is taken for one; also by HTML's names and numbers of characters."""
_UNSEEN = "\u200b-\u200f\u2060-\u2064\ufeff\u00ad"
_BETWEEN = rf"[ \t\u00a0*_~{{}}{_UNSEEN}]{{0,9}}"
"""What may stand between the colons of a fence, and after them, without being one."""
_BEFORE_A_NAME = rf"[ \t\u00a0{_UNSEEN}]{{0,9}}\{{?[ \t]?[.#]?"
_LIKE_A_FENCE = (
    rf"(?i)(?<!\\)(?<![:{_LOOK_ALIKES}])"
    rf"(?:(?P<three>(?:{_COLON}{_BETWEEN}){{2,99}}{_COLON}|(?:\u2237|&Colon;){_BETWEEN}{_COLON}"
    rf"|(?:{_COLON}{_BETWEEN})?(?:(?:\u2237|&Colon;){_BETWEEN})+)"
    rf"|(?<!\w){_COLON}{{2}}(?!{_COLON})){_BEFORE_A_NAME}(?P<name>\w+(?:-\w+)*)"
)
"""A fence as people may take it for one: with other colons, fewer, or apart; whatever its name.

It takes long to compile, and few courses need it.
"""
_PERHAPS = pattern(
    # It begins with a set of characters alone, so that nothing but those is looked at.
    rf"[:&{_LOOK_ALIKES}](?:(?<=:){_BETWEEN}[:&]|(?<=&)(?i:colon|ratio|#)|(?<![:&]))"
)
_MEMBERS = (
    *("members", "member", "members-only", "membres", "mitglieder", "miembros", "membri"),
    *("membros", "leden"),
)
"""What somebody may write, or misspell, for the one name that there is."""
_PRIVATE = frozenset(("private", "privat", "internal", "confidential", "secret", "hidden"))
_NAMES = _PRIVATE | {*_MEMBERS}
_STEMS = (
    *("membe", "membr", "mitglied", "miembro", "leden"),
    *("privat", "internal", "confidential", "secret", "hidden"),
)
"""Each of the names has one of these in it."""
_BEGINS = pattern(
    r"(?:^|\n)[ \t]{0,3}(?:[>|*+-][ \t]{0,3}|\d+[.)][ \t]{1,3})*\Z|[*_~\"'“„«‘(\[{|>$^!]\Z"
)
"""What is before a fence that begins a line, or what marks make of some words."""


_ATTRIBUTES = pattern(
    r"\{[^{}\n]{0,200}[.#][^{}\n]{0,200}\}|<[a-z][\w-]{0,30}\s[^<>]{0,400}>", re.IGNORECASE
)
_NAMED = pattern(r"(?<![^\s{])[.#]([\w-]+)|\b(?:class|id)\s*=\s*[\"']?([\w \t-]+)", re.IGNORECASE)
"""Attributes of Pandoc's and of HTML, by which a fence, too, can be written there."""
_DIRECTIVE = pattern(r"\{[ \t]*[.:#]?(?P<name>[\w-]+)[^{}]*\}.*")
"""The head of a block of code that MyST takes for a directive."""
_COMMENT = pattern(r"<!--(?:-?>|.*?-->)", re.DOTALL)
_TICKS = pattern(r"`+")


def seeming_fences(text: str, read: Container[int] = ()) -> Iterator[tuple[int, int]]:
    """Yield where a text has what looks like a fence; lines in `read`, from 0, are skipped.

    A fence that is shown as code, alone between backticks, hides nothing; nor does one in a
    comment.
    """
    comments = [comment.span() for comment in _COMMENT.finditer(text)] if "<!--" in text else []
    line = counted = 0
    for found in sorted(_matches(text), key=re.Match.start):
        start, end = found.span()
        line, counted = line + text.count("\n", counted, start), start
        if line in read or not _is_meant(found, text[max(0, start - 40) : start]):
            continue
        if any(begin < start < close for begin, close in comments):
            continue
        if (ticks := _TICKS.match(text, end)) and text.endswith(ticks[0], 0, start):
            continue
        yield start, end


def _matches(text: str) -> Iterator[re.Match[str]]:
    if _PERHAPS.search(text):
        yield from re.finditer(_LIKE_A_FENCE, text)
    folded = text.casefold()
    if not any(stem in folded for stem in _STEMS):
        return
    for found in _ATTRIBUTES.finditer(text):
        named = (name for names in _NAMED.findall(found[0]) for name in names)
        if not _NAMES.isdisjoint(" ".join(named).casefold().split()):
            yield found


def _is_meant(found: re.Match[str], before: str) -> bool:
    """Return whether colons and a name are one for members, or stand where a fence would begin."""
    if "name" not in found.re.groupindex:
        return True  # attributes
    name = found["name"].casefold()
    if found["three"] is None:
        return name in ("member", "members")
    return _BEGINS.search(before) is not None or _is_private(name)


@lru_cache(maxsize=256)
def _is_private(name: str) -> bool:
    longest = max(map(len, _MEMBERS))
    alike = len(name) <= longest + 2 and get_close_matches(name, _MEMBERS, 1, cutoff=0.85)
    return name in _PRIVATE or bool(alike)


def unread_in(span: Span, read: Container[int] = ()) -> Iterator[Diagnostic]:
    """Yield a fault for each seeming fence of a stretch, but for the lines that were `read`."""
    for start, end in seeming_fences(span.text, read):
        yield _unread(span.part(start, end))


def unread_in_value(value: str, span: Span) -> Iterator[Diagnostic]:
    """Yield a fault if a value has a seeming fence that is not there as it is written at `span`."""
    if any(seeming_fences(value)) and not any(seeming_fences(span.text)):
        yield _unread(span)


def unread_around(
    span: Span, tokens: Iterable[Token], known: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """Return the faults of seeming fences that `tokens` are not, on lines without one `known`."""
    read: set[int] = set()
    directives: list[Diagnostic] = []
    for token in tokens:
        if token.map and token.type in ("members_open", "fence", "stray_fence"):
            first, last = token.map
            directive = _DIRECTIVE.fullmatch(token.info.strip()) if token.type == "fence" else None
            if directive and directive["name"].casefold() in _NAMES:
                line = span.file.line_span(span.line + first)
                directives.append(_unread(line.part(0, len(line.text))))
            read.update(range(first, last if token.type == "fence" else first + 1))
    reported = {each.span.line for each in known if each.code == "unread-fence" and each.span}
    found = unread_in(span, read)
    return directives + [each for each in found if each.span and each.span.line not in reported]


def members_fence(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read a line of three or more colons: with a name it opens a fence, without one closes it.

    As Pandoc's fenced divs, fences stand wherever blocks do, and nest; what is opened in an item of
    a list or in a quotation ends with it at the latest. Unlike markdown-it's containers, what is
    inside is read before the end is looked for, so that three colons in a block of code close
    nothing.
    """
    if state.is_code_block(start_line):
        return False
    begin = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith(":::", begin):
        return False
    found = _FENCE.fullmatch(state.src, begin, state.eMarks[start_line])
    if found is None:
        return False
    if not silent:
        if found[1]:
            _open(state, start_line, end_line, found[1])
        else:
            _close(state, start_line, end_line)
    return True


def _open(state: StateBlock, start_line: int, end_line: int, name: str) -> None:
    opening = state.push("members_open", "div", 1)
    opening.block, opening.info = True, name
    fence = {"level": state.level, "end": None}
    state.env.pop("stray_fence", None)
    open_fences = state.env.setdefault("open_fences", [])
    open_fences.append(fence)
    known = len(state.env.get("references", ()))
    state.line = start_line + 1
    state.md.block.tokenize(state, start_line + 1, end_line)
    open_fences.pop()
    labels = state.env.get("references", {})
    defined = islice(reversed(labels), len(labels) - known)
    state.env.setdefault(PRIVATE, set()).update(defined)
    state.push("members_close", "div", -1).block = True
    end = fence["end"]
    if end is not None:
        state.line = end + 1
    opening.map = [start_line, state.line]
    opening.meta["closed"] = end is not None


def _close(state: StateBlock, line: int, end_line: int) -> None:
    open_fences = state.env.get("open_fences")
    if open_fences and open_fences[-1]["level"] == state.level:
        open_fences[-1]["end"] = line
        state.line = end_line  # which ends what `_open` has read
        return
    token = state.push("stray_fence", "", 0)
    token.map = [line, line + 1]
    state.line = line + 1
    # A second one is the end of the first, which lacks its name: one slip, one message.
    first = state.env.pop("stray_fence", None)
    if first is not None and first.level == token.level:
        first.meta["closed"], token.hidden = True, True
    else:
        state.env["stray_fence"] = token


def fence_faults(token: Token, span: Span) -> Iterator[Diagnostic]:
    """Yield what is wrong with a fence that covers `span`."""
    line = span.file.line_span(span.line)
    line = line.part(line.text.find(":::"))
    if token.hidden:
        return
    if "closed" in token.meta and token.type == "stray_fence":
        yield error(
            "unknown-fence",
            f"found a fence without a name, expected '{MEMBERS}'",
            line,
            "write '::: members', or \\::: for colons",
        )
        return
    if token.type == "stray_fence":
        yield error(
            "unopened-fence",
            "found the end of a fence that is not open here",
            line,
            "open it with '::: members' in the same list item or quotation; write \\::: for colons",
        )
        return
    if token.info != MEMBERS:
        at = line.text.find(token.info)
        place = line.part(at, at + len(token.info))
        message = f"found a fence with the unknown name '{token.info}', expected '{MEMBERS}'"
        hints = nearest_hint(token.info.strip("{.} "), [MEMBERS])
        yield error(
            "unknown-fence", message, place, *hints, "write '::: members', or \\::: for colons"
        )
    if not token.meta["closed"]:
        yield error(
            "unclosed-fence",
            "found a fence without an end",
            line,
            "close it with a line ':::', in the same list item or quotation",
        )


def unclosed_code(token: Token, span: Span) -> Iterator[Diagnostic]:
    """Yield a fault for a block of code that only the end of what is around it ends."""
    first, last = token.map or (0, 0)
    if token.type == "fence" and last - first < len(token.content.splitlines()) + 2:
        yield warning(
            "unread-markup",
            "this block of code has no end; all that follows is printed as code",
            span.part(0, len(span.text.partition("\n")[0])),
            f"close it with a line '{token.markup}', indented as the line that opens it",
        )


def unread_fences(span: Span) -> Iterator[Diagnostic]:
    """Yield a fault for each fence that stands where none can be, in what was read as text."""
    for found in _MEANT.finditer(span.text):
        yield _unread(span.part(found.start(found.lastgroup or 0), found.end()))


def _unread(span: Span) -> Diagnostic:
    return error(
        "unread-fence",
        "found a fence that is not on a line of its own, where it fences nothing",
        span,
        "write '::: members' at the beginning of a line, indented as the text around it;"
        " write \\::: for colons",
    )
