"""The kinds of rows that course.yaml names, beside those that every course has."""

from __future__ import annotations

from syllabus.diagnostics import Diagnostic, Related, error, warning
from syllabus.front.records.definitions import kinds as keys
from syllabus.front.records.kinds import Located, Pair, Values
from syllabus.model.kinds import KINDS, MEETING_KIND, BaseKind, MeetingKind
from syllabus.source import Span


def read_kinds(values: Values, faults: list[Diagnostic]) -> tuple[MeetingKind, ...]:
    """Return the course's own kinds and labels, after reporting those that cannot be told apart."""
    found = (_kind(pair, faults) for pair in values.value(keys.COURSE_KINDS, ()))
    kinds = tuple(kind for kind in found if kind is not None)
    first: dict[str, MeetingKind] = {}
    for kind in kinds:
        for name in {kind.code.casefold(), (kind.label or kind.code).casefold()}:
            twin = first.setdefault(name, kind)
            if twin is not kind and kind.span is not None and twin.span is not None:
                message = f"found a kind that cannot be told from '{twin.code}'"
                related = (Related("the other one", twin.span),)
                hint = "give it another code and another label, or delete one of the two"
                faults.append(error("duplicate-kind", message, kind.span, hint, related=related))
                break
    return kinds


def _kind(pair: Pair[str | Values], faults: list[Diagnostic]) -> MeetingKind | None:
    code, given = pair.key.value, pair.value
    known = KINDS.get(code.casefold())
    base = BaseKind.MEETING if known is None else known.base
    code = code if known is None else known.code
    if known is MEETING_KIND:
        message = "found a label of 'meeting', which stands before the title of every meeting then"
        own = "write another code, such as lecture: Lecture, and 'kind: lecture' in its records"
        faults.append(warning("duplicate-kind", message, pair.key.span, own))
    if isinstance(given.value, str):
        return MeetingKind(code, base, given.value, None, given.span)
    label, sign = given.value.get(keys.KIND_LABEL), given.value.get(keys.KIND_SIGN)
    like = given.value.get(keys.KIND_LIKE)
    if label is None and known is None:
        if not given.value.is_unread(keys.KIND_LABEL):
            message = f"found no 'label' of the kind '{code}', expected text"
            hint = f"write {code}: {{label: …}}"
            faults.append(error("missing-key", message, pair.key.span, hint))
        return None
    if like is not None and known is not None and like.value is not known.base:
        message = f"found 'like: {like.value.value}' at '{code}', a kind that every course has"
        hint = "delete 'like', or give the kind another code"
        faults.append(error("duplicate-kind", message, like.span, hint))
        like = None
    return MeetingKind(
        code,
        base if like is None else like.value,
        None if label is None else label.value,
        None if sign is None else sign.value,
        _place(label, sign, pair),
    )


def _place(label: Located[str] | None, sign: Located[str] | None, pair: Pair[str | Values]) -> Span:
    return (label or sign or pair.key).span
