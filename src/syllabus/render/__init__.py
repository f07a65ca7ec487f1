"""Templates filled: of LaTeX to one TeX document, of mail to its text and its HTML."""

from syllabus.render.document import TexDocument
from syllabus.render.handout import Rendered, render_handout
from syllabus.render.mail import (
    MailAccessView,
    MailChangedView,
    MailRemarkView,
    MailView,
    render_mail,
)

__all__ = [
    "MailAccessView",
    "MailChangedView",
    "MailRemarkView",
    "MailView",
    "Rendered",
    "TexDocument",
    "render_handout",
    "render_mail",
]
