"""What course.yaml and records may say of the kinds of rows beside meetings."""

from __future__ import annotations

from syllabus.front.records import forms
from syllabus.front.records.forms import Form
from syllabus.front.records.kinds import Either, Field, Pairs, Record, Single, choice
from syllabus.front.records.single_values import TEXT
from syllabus.front.records.values import parse_stream_code
from syllabus.model.kinds import BaseKind

_CODES = tuple(each.value for each in BaseKind)

KIND_CODE = Single(
    "the code of a kind such as deadline or exam",
    parse_stream_code,
    Form(forms.STREAM_CODE.pattern, lambda: _CODES, forms.STREAM_CODE.resolved),
)

MEETING_KIND = Field(
    "kind",
    KIND_CODE,
    "What kind of row it is: `meeting`, `deadline`, `exam`, `holiday`, `event`, or one of the "
    "course's own `kinds`; `meeting` unless given.",
)

KIND_LABEL = Field(
    "label", TEXT, "What is printed before a title; a kind of the course's own needs one."
)
KIND_SIGN = Field("sign", TEXT, "What stands in the schedule in place of the label: `★`.")
KIND_LIKE = Field(
    "like",
    choice("meeting, deadline, exam, holiday or event", {each.value: each for each in BaseKind}),
    "Which kind it behaves like; `meeting` unless given.",
)
COURSE_KINDS = Field(
    "kinds",
    Pairs(
        "the codes of kinds with their labels",
        KIND_CODE,
        Either(TEXT, Record("label, sign and like", (KIND_LABEL, KIND_SIGN, KIND_LIKE))),
    ),
    "The course's own kinds of rows, and labels of its own for `deadline`, `exam`, `holiday` and "
    "`event`: for each a code, which records use, and a label; none unless given.",
)
