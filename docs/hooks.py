"""What `make docs` does to a page before MkDocs reads it.

The word behind the language of a fenced block says where the example belongs; tests read it, and
on the site the name of a file becomes the title of the block.
"""

from __future__ import annotations

import re
from typing import Any

_FENCE = re.compile(r"^(`{3,})(\w+) (\S+)$", re.MULTILINE)
_PLACES = {
    "course.yaml": "syllabus/course.yaml",
    "front-matter": "the front matter of a record",
    "body": "the text of a record",
    "record": "a record",
}


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Return a page whose fenced blocks are as MkDocs wants them."""
    return _FENCE.sub(_titled, markdown)


def _titled(found: re.Match[str]) -> str:
    fence, language, place = found.groups()
    title = _PLACES.get(place, place if "/" in place else "")
    return f'{fence}{language} title="{title}"' if title else f"{fence}{language}"
