"""People of whom it was unknown whether they got the mail, and who say that they have it."""

from __future__ import annotations

from collections.abc import Iterable

from syllabus.delivery.smtp.journal import Mailing, SendState, open_journal, unwritable_journal
from syllabus.diagnostics import Diagnostic, error, has_errors
from syllabus.model.mailbox import Mailbox
from syllabus.workspace.layout import Layout


def settle(
    layout: Layout, mailing: Mailing, people: Iterable[Mailbox], faults: list[Diagnostic]
) -> None:
    """Note that people have the mail of whom that was unknown; nothing after reporting a fault."""
    try:
        with open_journal(layout, mailing, faults) as journal:
            if journal is None:
                return
            unknown = []
            for mailbox in people:
                note = journal.records.last(mailbox)
                if note is not None and note.state is SendState.SENDING:
                    unknown.append((mailbox, note.identifier))
                elif note is None or note.state is not SendState.ACCEPTED:
                    found = "nothing was sent" if note is None else f"mail was {note.state.value}"
                    message = f"{found} to {mailbox.address}, so there is nothing to settle"
                    hint = "leave --settled out, and it is sent"
                    faults.append(error("mail-not-unknown", message, None, hint))
            for mailbox, identifier in () if has_errors(faults) else unknown:
                journal.write(mailbox, SendState.ACCEPTED, identifier, "settled by the sender")
    except OSError as fault:
        faults.append(unwritable_journal(layout, mailing, fault))
