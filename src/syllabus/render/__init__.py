"""Templates of LaTeX to one TeX document."""

from syllabus.render.document import TexDocument
from syllabus.render.handout import Rendered, render_handout

__all__ = ["Rendered", "TexDocument", "render_handout"]
