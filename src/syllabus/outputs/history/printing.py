"""Changes as Markdown and as JSON."""

from __future__ import annotations

from syllabus.on_demand import pattern
from syllabus.outputs.history.compare import Change, ChangeKind, Changes
from syllabus.outputs.history.remarks import Remark, Wording
from syllabus.outputs.history.snapshot import MeetingSnapshot
from syllabus.outputs.history.wording import (
    PieceKind,
    WordRun,
    compare_words,
    excerpt,
    split_formulas,
)
from syllabus.source import json_text, without_bidi_controls

WORDS_BESIDE_A_CHANGE = 8

_MARKDOWN = pattern(r"[\\`*_\[\]<>~#|]|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
_MARKS = {PieceKind.REMOVED: "~~", PieceKind.ADDED: "**"}


def changes_markdown(changes: Changes, title: str, wording: Wording) -> str:
    """Write changes as GitHub's Markdown: removed words are struck out, added ones bold."""
    lines = [f"## {_escaped(title)}", ""]
    if held := wording.held(changes):
        lines += [_escaped(held), ""]
    for changed in changes.all:
        lines += [f"### {_escaped(wording.name(changed.latest))}", ""]
        lines += [f"- {_remark(remark)}" for remark in wording.remarks(changed)]
        lines.append("")
    if not changes:
        lines += [_escaped(wording.nothing(changes)), ""]
    return "\n".join(lines)


def changes_json(changes: Changes) -> str:
    """Write changes as JSON, as docs/reference/files.md describes it."""
    found = {
        "since": str(changes.since),
        "until": str(changes.until),
        "held": [
            {
                "meeting": each.identifier,
                "title": each.title,
                "start": each.start and each.start.isoformat(),
            }
            for each in changes.held
        ],
        "meetings": [
            {
                "meeting": each.latest.identifier,
                "title": each.latest.title,
                "start": each.latest.start and each.latest.start.isoformat(),
                "when": each.latest.when,
                "changes": [_change(change, each.old, each.new) for change in each.changes],
            }
            for each in changes.meetings
        ],
        "sections": [
            {
                "section": each.latest.name,
                "title": each.latest.title,
                "changes": [_change(change, None, None) for change in each.changes],
            }
            for each in changes.sections
        ],
    }
    return json_text(found) + "\n"


def _change(
    change: Change, old: MeetingSnapshot | None, new: MeetingSnapshot | None
) -> dict[str, object]:
    before, after = change.old, change.new
    written: dict[str, object] = {
        "kind": change.kind.value,
        **({"fact": change.key} if change.key else {}),
        "part": change.part or None,
        "stream": change.stream or None,
        "old": before if before is not None else old and _fact(change.kind, old),
        "new": after if after is not None else new and _fact(change.kind, new),
    }
    if before is not None and after is not None:
        pieces = compare_words(before, after)
        written["words"] = [{"kind": piece.kind.value, "text": piece.text} for piece in pieces]
    return written


def _fact(kind: ChangeKind, meeting: MeetingSnapshot) -> object:
    """Return the value of a change that is not about text."""
    match kind:
        case ChangeKind.MOVED:
            return meeting.start.isoformat() if meeting.start else meeting.when
        case ChangeKind.CANCELLED | ChangeKind.REASON | ChangeKind.RESTORED:
            return meeting.reason
        case ChangeKind.KIND:
            return meeting.kind.value
        case ChangeKind.DURATION:
            return meeting.minutes
        case _:
            return None


def _remark(remark: Remark) -> str:
    pieces = excerpt(remark.pieces, WORDS_BESIDE_A_CHANGE)
    words = " ".join(_piece(piece) for piece in pieces)
    return f"{_escaped(remark.label)}: {words}" if words else _escaped(remark.label)


def _piece(piece: WordRun) -> str:
    mark = _MARKS.get(piece.kind, "")
    return f"{mark}{_escaped(piece.text)}{mark}"


def _escaped(text: str) -> str:
    """Return a plain text so that Markdown prints it; formulas stay as they are.

    It turns nothing around that stands beside it.
    """
    return "".join(
        f"${stretch}$" if formula else _MARKDOWN.sub(r"\\\g<0>", stretch)
        for stretch, formula in split_formulas(without_bidi_controls(text))
    )
