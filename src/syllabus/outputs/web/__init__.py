"""A handout as a web page, and the files beside it: pictures and calendars.

`render_page` gives the bytes of one edition's page; `outputs.pdf` puts them into `build/`.
"""

from syllabus.outputs.web.calendars import PageCalendars, page_calendars
from syllabus.outputs.web.rendering import Page, render_page

__all__ = ["Page", "PageCalendars", "page_calendars", "render_page"]
