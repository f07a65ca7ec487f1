"""No text gets a header, a recipient or an end of the message in where it does not belong."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage

from hypothesis import example, given
from hypothesis import strategies as st

from syllabus.delivery.smtp.message import addressed
from syllabus.delivery.smtp.server import _transparent
from syllabus.model.mailbox import BadMailbox, read_mailbox

HOSTILE = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            [
                "\r\n",
                "\n",
                "\r",
                "Bcc: eve@evil.example",
                ",",
                "<eve@evil.example>",
                '"',
                "\\",
                "é",
                "=?utf-8?q?=0D=0ABcc:_eve@evil.example?=",
                " ",
                ";",
                ":",
                "x" * 90,
                "\u2028",
                "\0",
            ]
        ),
        max_size=12,
    ).map("".join),
)
TO = read_mailbox("bo@people.example")
HEADERS = ["Subject", "From", "To", "Date", "Message-ID"]


@given(HOSTILE, HOSTILE, HOSTILE)
@example("Ada\r\nBcc: eve@evil.example", "Lenses", "x\n\nbody")
@example("Bcc: eve@evil.example" + "x" * 100, "Lenses", "")
@example('Lens, "Ada"', "=?utf-8?q?=0D=0ABcc:_eve@evil.example?=", "")
@example("=?utf-8?q?=0D=0ABcc:_eve@evil.example?=", "=?utf-8?q?=3D=3Futf-8=3Fq=3F=0D?=", "")
def test_headers_cannot_be_injected(name: str, subject: str, body: str) -> None:
    try:
        sender = read_mailbox(f"{name} <ada@uni.example>")
    except BadMailbox:
        sender = read_mailbox("ada@uni.example")
    message = EmailMessage()
    message["Subject"] = " ".join(re.sub("[\ud800-\udfff]", "", subject).splitlines())
    message["Bcc"] = "eve@evil.example"
    message["Reply-To"] = Address(sender.name, "cy", "uni.example")
    message.set_content(re.sub("[\ud800-\udfff]", "", body))
    data = addressed(message, sender, TO, "1234")
    read = message_from_bytes(data, policy=policy.default)
    own = [key for key in read if key in HEADERS or key not in message]
    assert own == HEADERS
    assert [each.addr_spec for each in read["To"].addresses] == ["bo@people.example"]
    assert [each.addr_spec for each in read["Reply-To"].addresses] == ["cy@uni.example"]
    assert [each.addr_spec for each in read["From"].addresses] == ["ada@uni.example"]
    assert b"\nBcc:" not in data.partition(b"\r\n\r\n")[0]


@given(st.binary(max_size=60))
@example(b"a\n.\nMAIL FROM:<eve@evil.example>")
@example(b"a\r.\rb")
def test_no_text_ends_the_message(data: bytes) -> None:
    sent = _transparent(data)
    assert b"\r\n.\r\n" not in b"\r\n" + sent
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", sent)
    assert sent.endswith(b"\r\n")
