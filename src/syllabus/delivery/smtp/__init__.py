"""Sending mail: the recipients, the server, and the journal of what was sent."""

from syllabus.delivery.smtp.journal import Mailing
from syllabus.delivery.smtp.mailing import (
    MailingOutcome,
    MailingPlan,
    Pacing,
    Sending,
    plan_mailing,
    send_mailing,
)
from syllabus.delivery.smtp.password import NoPassword, find_password
from syllabus.delivery.smtp.recipients import (
    Recipient,
    Recipients,
    merge_recipients,
    read_recipients,
)
from syllabus.delivery.smtp.server import Server
from syllabus.delivery.smtp.settling import settle
from syllabus.workspace.trusted import Trusted, is_trusted, trust

__all__ = [
    "Mailing",
    "MailingOutcome",
    "MailingPlan",
    "NoPassword",
    "Pacing",
    "Recipient",
    "Recipients",
    "Sending",
    "Server",
    "Trusted",
    "find_password",
    "is_trusted",
    "merge_recipients",
    "plan_mailing",
    "read_recipients",
    "send_mailing",
    "settle",
    "trust",
]
