"""The password of a mail server: from the environment or the keyring, never from a file."""

from __future__ import annotations

import os
from importlib import import_module

VARIABLE = "SYLLABUS_SMTP_PASSWORD"


class NoPassword(Exception):
    """No password was found; the text says where it was looked for."""


def find_password(host: str, user: str) -> str:
    """Return the user's password for a server; raises `NoPassword`.

    The keyring is asked where the `keyring` package is installed.
    """
    given = os.environ.get(VARIABLE)
    if given:
        return given
    try:
        keyring = import_module("keyring")
        errors = import_module("keyring.errors")
    except ImportError:
        raise NoPassword(f"{VARIABLE} is not set, and 'keyring' is not installed") from None
    try:
        found = keyring.get_password(host, user)
    except errors.KeyringError as fault:
        raise NoPassword(f"{VARIABLE} is not set, and the keyring says: {fault}") from None
    if not found:
        raise NoPassword(f"{VARIABLE} is not set, and the keyring has none of {user} for {host}")
    return str(found)
