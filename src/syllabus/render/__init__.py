"""Templates filled: of LaTeX to one TeX document, of mail (`mail`) to its text and its HTML."""

from syllabus.render.document import TexDocument
from syllabus.render.handout import Rendered, render_handout

__all__ = ["Rendered", "TexDocument", "render_handout"]
