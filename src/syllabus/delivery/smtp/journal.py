"""The journal of one mailing: who got it, line by line as it happens.

It is in `syllabus/history/mailings/`, one JSON object per line. No line is ever changed, and each
is synced to disk before the step that it announces. So after a power cut it still tells for
everybody whether they got the mail, did not, or may have.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field, replace
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from hashlib import blake2b, scrypt
from pathlib import Path

from syllabus.diagnostics import Diagnostic, error
from syllabus.front.records import read_text
from syllabus.front.records.published import LARGEST_HISTORY
from syllabus.model.mailbox import Mailbox
from syllabus.on_demand import dataclass
from syllabus.workspace import system
from syllabus.workspace.files import appending, make_folder, read_file
from syllabus.workspace.layout import Layout

COST = 2**12
"""Of scrypt (RFC 7914), n: some milliseconds for each address that somebody guesses."""

_LONGEST_NAME = 120


class SendState(Enum):
    """The state of the mail to one person, as the journal has it."""

    SENDING = "sending"  # the server may have taken it, but its answer was not noted
    ACCEPTED = "accepted"  # the server has taken it
    REFUSED = "refused"  # for good
    DEFERRED = "deferred"  # for now, or the connection broke before all of it was sent


@dataclass(frozen=True, slots=True)
class Mailing:
    """What is sent: the meeting's start and id, and the kind, such as `announcement`.

    The same three are the same mailing, whenever it is sent; another start of the meeting is
    another mailing, for it is other news.
    """

    start: datetime | None
    meeting: str
    kind: str

    def journal(self, layout: Layout) -> Path:
        """Return where its journal stands."""
        meeting = self.meeting
        if len(meeting) > _LONGEST_NAME:  # file names end at 255 bytes
            short = blake2b(meeting.encode(), digest_size=8).hexdigest()
            meeting = f"{meeting[:_LONGEST_NAME]}-{short}"
        start = "undated" if self.start is None else f"{self.start:%Y-%m-%d-%H%M}"
        if self.start is not None and self.start.fold:
            start += f"{self.start:%z}"  # the clocks showed that time once before
        return layout.mailings / f"{start}-{meeting}-{self.kind}.jsonl"


@dataclass(frozen=True, slots=True)
class JournalNote:
    """The last entry for one person; `identifier` is part of their Message-ID."""

    state: SendState
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class JournalContent:
    """The content of a journal: its salt and a note for each hash of an address."""

    salt: bytes
    notes: Mapping[str, JournalNote] = field(default_factory=dict)

    def hash(self, mailbox: Mailbox) -> str:
        """Return what stands for an address: scrypt with the journal's salt."""
        return _hash(mailbox.key, self.salt)

    def last(self, mailbox: Mailbox) -> JournalNote | None:
        """Return the last note for a person, or None."""
        return self.notes.get(self.hash(mailbox)) if self.notes else None


def read_journal(
    layout: Layout, mailing: Mailing, faults: list[Diagnostic]
) -> JournalContent | None:
    """Return what the journal of a mailing says; None after reporting what is wrong with it."""
    path = mailing.journal(layout)
    if not os.path.lexists(path):
        return JournalContent(secrets.token_bytes(16))
    source = read_text(path, layout.root, faults, LARGEST_HISTORY, own=True)
    if source is None:
        return None
    # What follows the last whole line was being written when everything ended. It says nothing
    # that the lines before it leave open.
    *lines, _torn = source.text.split("\n")
    if not lines:
        return JournalContent(secrets.token_bytes(16))
    salt: bytes | None = None
    notes: dict[str, JournalNote] = {}
    for number, line in enumerate(lines, 1):
        try:
            values = _object(line)
            if number == 1:
                salt = bytes.fromhex(values["salt"])
            else:
                key, state = values["to"], SendState(values["state"])
                notes[key] = _following(notes.get(key), state, values.get("id", ""))
        except (ValueError, KeyError, RecursionError):
            message = "found a line that no mailing wrote"
            hint = "this file is written by 'syllabus email'; take it back from version control"
            faults.append(error("bad-history", message, source.line_span(number), hint))
            return None
    assert salt is not None
    return JournalContent(salt, notes)


def _following(before: JournalNote | None, state: SendState, identifier: str) -> JournalNote:
    """Return the combined state of two notes: once accepted, always accepted."""
    if before is not None and before.state is SendState.ACCEPTED:
        state = SendState.ACCEPTED
    return JournalNote(state, identifier)


def _object(line: str) -> dict[str, str]:
    values = json.loads(line)
    if not isinstance(values, dict) or not all(isinstance(each, str) for each in values.values()):
        raise ValueError
    return values


class Journal:
    """A journal that is open for one run."""

    def __init__(self, append: Callable[[bytes], None], records: JournalContent) -> None:
        self.records = records
        self._append = append

    def write(self, mailbox: Mailbox, state: SendState, identifier: str, said: str = "") -> None:
        """Note what becomes of the mail to a person; it is on the disk on return.

        Raises `OSError`.
        """
        key = self.records.hash(mailbox)
        line = {"to": key, "at": _now(), "state": state.value, "id": identifier}
        if said:
            line["said"] = masked(said, mailbox)
        self.append(line)
        before = self.records.notes.get(key)
        notes = {**self.records.notes, key: _following(before, state, identifier)}
        self.records = replace(self.records, notes=notes)

    def append(self, values: Mapping[str, str]) -> None:
        """Write one line; raises `OSError`."""
        self._append(json.dumps(values).encode() + b"\n")


def is_free(layout: Layout, mailing: Mailing, faults: list[Diagnostic]) -> bool:
    """Return whether no other run has the journal of a mailing; report one that has."""
    path = mailing.journal(layout)
    try:
        if not os.path.lexists(path):
            return True
        with system.held(path) as alone:
            free = alone
    except OSError:  # who opens it to write is told
        return True
    if not free:
        faults.append(_runs())
    return free


def unwritable_journal(layout: Layout, mailing: Mailing, fault: OSError) -> Diagnostic:
    """Return what is told where a journal cannot be written."""
    path = mailing.journal(layout)
    reason = (fault.strerror or "the reason is unknown").lower()
    hint = f"look at {path.parent}; nothing is sent without the journal"
    return error("cannot-write", f"cannot write '{path.name}': {reason}", None, hint)


def _runs() -> Diagnostic:
    hint = "wait until it is done, or end it with Ctrl-C; then the same command goes on from there"
    return error("mailing-runs", "this mailing is being sent by another run", None, hint)


@contextmanager
def open_journal(
    layout: Layout, mailing: Mailing, faults: list[Diagnostic]
) -> Iterator[Journal | None]:
    """Give the journal of a mailing to this run alone; None after reporting why it cannot be.

    Raises `OSError`.
    """
    path = mailing.journal(layout)
    make_folder(path.parent, layout.root)
    with system.held(path) as alone:
        if not alone:
            faults.append(_runs())
            yield None
            return
        records = read_journal(layout, mailing, faults)
        if records is None:
            yield None
            return
        whole = read_file(path, own=True).rfind(b"\n") + 1 if os.path.lexists(path) else 0
        with appending(path, whole) as append:
            journal = Journal(append, records)
            if not whole:
                journal.append(
                    {
                        "mailing": mailing.kind,
                        "meeting": mailing.meeting,
                        "start": "" if mailing.start is None else mailing.start.isoformat(),
                        "salt": records.salt.hex(),
                    }
                )
                system.sync_folder(path.parent)
            yield journal


@cache
def _hash(key: str, salt: bytes) -> str:
    return scrypt(key.encode(), salt=salt, n=COST, r=8, p=1, dklen=16).hex()


def masked(said: str, mailbox: Mailbox) -> str:
    """Return a server's words without addresses and control characters, on one line."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in said[:2000]).split())
    line = re.sub(r"[^\s<>@()\[\]]+@[^\s<>@()\[\]]+", "…", line)
    local = rf"(?<!\w){re.escape(mailbox.local)}(?!\w)"
    return re.sub(local, "…", line, flags=re.IGNORECASE)[:300]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
