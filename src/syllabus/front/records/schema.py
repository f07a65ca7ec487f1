"""JSON Schema, draft 2020-12, of course.yaml and of a meeting's front matter."""

from __future__ import annotations

from typing import Any

from syllabus.front.records.definitions import course, meeting
from syllabus.front.records.forms import Form, any_case
from syllabus.front.records.kinds import (
    Either,
    Field,
    Listed,
    Pairs,
    Record,
    Several,
    Single,
    ValueKind,
)
from syllabus.front.records.shapes import ByShape

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_Schema = dict[str, Any]


def course_schema() -> _Schema:
    """Return the schema of course.yaml."""
    return {"$schema": DRAFT, "title": "course.yaml of a syllabus", **_record(course.COURSE)}


def meeting_schema() -> _Schema:
    """Return the schema of a meeting's front matter."""
    reason, status = meeting.MEETING_REASON.key, meeting.MEETING_STATUS.key
    cancelled = {status: {"pattern": _whole(any_case("cancelled"))}}
    return {
        "$schema": DRAFT,
        "title": "front matter of a meeting of a syllabus",
        **_record(meeting.MEETING),
        "if": {"required": [reason], "properties": {reason: {"not": {"enum": [None, ""]}}}},
        "then": {
            "required": [status],
            "properties": cancelled,
        },
        "anyOf": [
            *(
                {"required": [key], "properties": {key: {"not": {"enum": [None, ""]}}}}
                for key in (meeting.MEETING_TITLE.key, meeting.MEETING_WHEN.key)
            ),
            {"required": [status], "properties": cancelled},
        ],
    }


def _record(record: Record) -> _Schema:
    return {
        "type": "object",
        "properties": {field.key: _field(field) for field in record.fields},
        "required": [field.key for field in record.fields if field.required],
        "additionalProperties": False,
    }


def _field(field: Field[Any]) -> _Schema:
    """Describe what may stand after a key; nothing counts as if the key were absent."""
    allowed = _allowed(field.kind)
    if not field.required:
        allowed.append({"enum": [None]})
    return {"description": field.description, **_any_of(allowed)}


def _allowed(kind: ValueKind[Any]) -> list[_Schema]:
    """Return the schemas of which a value has to fit one."""
    match kind:
        case Single(form=form):
            return _single(form)
        case Several(item=item):
            return [*_allowed(item), {"type": "array", "items": _any_of(_allowed(item))}]
        case Pairs(key=key, value=value):
            names, values = _any_of(_allowed(key)), _any_of(_allowed(value))
            return [{"type": "object", "propertyNames": names, "additionalProperties": values}]
        case Listed(name=name, value=value):
            names, values = _any_of(_allowed(name)), _any_of([*_allowed(value), {"enum": [None]}])
            pairs = {"type": "object", "propertyNames": names, "additionalProperties": values}
            return [*_allowed(name), {"type": "array", "items": names}, pairs]
        case ByShape(mapping=mapping, other=other):
            return [*_allowed(mapping), *_allowed(other)]
        case Either(short=short, full=full):
            return [*_allowed(short), *_allowed(full)]
        case Record():
            return [_record(kind)]
    raise AssertionError(f"no schema for {kind.expected}")


def _single(form: Form) -> list[_Schema]:
    allowed: list[_Schema] = [dict(each) for each in form.resolved]
    if form.pattern is not None:
        allowed.insert(0, {"type": "string", "pattern": _whole(form.pattern)})
    if words := list(form.words()):
        allowed.insert(0, {"enum": words})
    return allowed


def _any_of(schemas: list[_Schema]) -> _Schema:
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _whole(pattern: str) -> str:
    return rf"^\s*(?:{pattern})\s*$"
