"""Mail addresses as people write them: `Ada Lens <ada@uni.example>` or `ada@uni.example`."""

from __future__ import annotations

import re
import unicodedata

from syllabus.on_demand import dataclass

LONGEST_ADDRESS = 254  # octets; source: RFC 5321, 4.5.3.1.3 without its angle brackets
LONGEST_LOCAL_PART = 64  # octets; source: RFC 5321, 4.5.3.1.1
LONGEST_NAME = 60  # characters; Python loses the quotation marks of longer ones (RFC 5322, 3.2.4)

# Only a course with a mail server has addresses, so these are compiled when one is read.
_NAMED = r'(?P<name>"(?:[^"\\]|\\.)*"\s*|[^"<>]*)<(?P<address>[^<>]*)>'
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+"  # RFC 5322, 3.2.3; RFC 6532
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"  # RFC 1123, 2.1
_LINK = r"\s*(?:mailto|smtp):(?=[^?]*\Z)"
"""What stands before an address that was copied as a link, or from Outlook."""
_MARKS = (("'", "'"), ("“", "”"), ("„", "“"), ("‘", "’"), ("«", "»"))
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


class BadMailbox(ValueError):
    """Not a valid mail address; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One mail address; `domain` is in lower case and ASCII (IDNA 2008), `name` may be empty."""

    name: str
    local: str
    domain: str

    @property
    def address(self) -> str:
        """The address alone."""
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """What two spellings of one address have in common.

        A server could distinguish capitals in the local part; in practice none does.
        """
        return f"{self.local.casefold()}@{self.domain}"

    @property
    def is_ascii(self) -> bool:
        """Whether every server can take it; others need SMTPUTF8 (RFC 6531)."""
        return self.local.isascii()


def read_mailbox(text: str) -> Mailbox:
    """Return the address that a text is; raises `BadMailbox`.

    Comments, routes, quoted local parts and IP addresses in brackets, which RFC 5322 also allows,
    are treated as typos.
    """
    text = unicodedata.normalize("NFC", text.strip())
    text = re.sub(_LINK, "", text, flags=re.IGNORECASE)
    if any(unicodedata.category(sign) in _UNSEEN for sign in text):
        raise BadMailbox("a character that cannot be seen")
    if "=?" in text:  # RFC 2047: a text behind it may stand for others, such as ends of lines
        raise BadMailbox("'=?', by which mail programs know encoded words")
    named = re.fullmatch(_NAMED, text)
    name, address = (named["name"].strip(), named["address"].strip()) if named else ("", text)
    address = re.sub(_LINK, "", address, flags=re.IGNORECASE)
    if name.startswith('"'):
        name = re.sub(r"\\(.)", r"\1", name[1:-1]).strip()
    elif ":" in name:  # RFC 5322, 3.4: a group of addresses; or the line of a header
        raise BadMailbox("a ':' before the address")
    if len(name) > 1 and (name[0], name[-1]) in _MARKS:  # as Outlook writes names
        name = name[1:-1].strip()
    if name.casefold() == address.casefold():
        name = ""
    if len(name) > LONGEST_NAME:
        raise BadMailbox(f"a name of more than {LONGEST_NAME} characters")
    local, at, domain = address.partition("@")
    if not at:
        raise BadMailbox("no '@'")
    if "@" in domain:
        raise BadMailbox("more than one '@'")
    if address.startswith('"') or re.search(r"[\s,;].*@", address):
        raise BadMailbox("something before the address")
    if any(sign.isspace() for sign in address):
        raise BadMailbox("a space in the address")
    if not local:
        raise BadMailbox("nothing before the '@'")
    if any(re.fullmatch(_ATOM, atom) is None for atom in local.split(".")):
        raise BadMailbox("a character before the '@' that is not allowed there")
    if len(local.encode()) > LONGEST_LOCAL_PART:
        raise BadMailbox(f"more than {LONGEST_LOCAL_PART} characters before the '@'")
    mailbox = Mailbox(name, local, read_domain(domain))
    if len(mailbox.address.encode()) > LONGEST_ADDRESS:
        raise BadMailbox(f"more than {LONGEST_ADDRESS} characters")
    return mailbox


def read_domain(text: str) -> str:
    """Return the name of a domain in ASCII and lower case; raises `BadMailbox`."""
    domain = text.lower()
    if not text.isascii():
        import idna

        try:
            domain = idna.encode(text, uts46=True).decode("ascii").lower()
        except (idna.IDNAError, UnicodeError):
            raise BadMailbox("no domain name after the '@'") from None
    labels = domain.split(".")
    if any(re.fullmatch(_LABEL, label) is None for label in labels) or labels[-1].isdigit():
        raise BadMailbox("no domain name after the '@'")
    if len(labels) == 1 and domain != "localhost":
        raise BadMailbox("a domain without a dot after the '@'")
    return domain
