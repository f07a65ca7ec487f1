"""Where the page of a course lies: mail, calendars and the title of the handout lead there."""

from __future__ import annotations

from pathlib import Path

import icalendar
import pytest
from tests.calendar.courses import COURSE, make_course, publish
from tests.mail.mails import announced
from tests.web.reading import check_safe

from syllabus.front.check import check_project
from syllabus.model.course import Edition
from syllabus.outputs.pdf.page import make_page
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.workspace.layout import Layout

SITE = "https://uni.example/optics/"
FRONT = "date: 2021-04-15\ntitle: Lenses\nid: k3f9x2\n"
JOIN = "join: {url: https://meet.example/optics}\n"


def make(root: Path, site: str = SITE, front: str = FRONT) -> Layout:
    layout = make_course(root, lenses=front, mirrors="date: 2021-04-22\ntitle: Mirrors\n")
    layout.course.write_text(f"{COURSE}{site and f'site: {site}'}\n", encoding="utf-8")
    return layout


def tex(layout: Layout) -> str:
    prepared = prepare_handout(layout, "2021-04-02", Edition.PUBLIC)
    assert prepared.document is not None, prepared.diagnostics
    return prepared.document.text


def test_mail_calendars_and_the_title_lead_to_the_page(tmp_path: Path) -> None:
    layout, address = make(tmp_path, front=FRONT + JOIN), f"{SITE}#m-k3f9x2"
    mail = announced(layout)
    assert mail.text.rstrip().endswith(f"On the web: {address}")
    assert f'href="{address}"' in mail.html
    for edition, url in (
        (Edition.PUBLIC, address),
        (Edition.MEMBERS, "https://meet.example/optics"),
    ):
        feed = publish(layout, edition=edition)
        assert feed.path is not None
        calendar = icalendar.Calendar.from_ical(feed.path.read_bytes())
        assert calendar["URL"] == SITE
        assert [str(each["URL"]) for each in calendar.walk("VEVENT")] == [url, f"{SITE}#m-mirrors"]
    title = tex(layout).partition(r"\end{center}")[0]
    assert "On the web: " in title
    assert rf"\href{{{SITE}}}" in title


def test_the_page_knows_where_it_lies_on_the_web(tmp_path: Path) -> None:
    layout = make(tmp_path, front=FRONT + JOIN)
    for edition, addresses in ((Edition.PUBLIC, 3), (Edition.MEMBERS, 1)):
        request = BuildRequest(layout, "2021-04-14", edition, history=False, web=True)
        page = make_page(request, prepare_handout(layout, "2021-04-14", edition), [])
        assert page.html is not None
        html = page.html.decode()
        check_safe(html)
        # Below its title; its own, and that of previews.
        assert html.count(f'="{SITE}"') == addresses
        assert ('"url":"#m-k3f9x2"' in html) is (edition is Edition.MEMBERS)
        assert (f'"url":"{SITE}#m-k3f9x2"' in html) is (edition is Edition.PUBLIC)
        assert 'id="m-k3f9x2"' in html


def test_without_a_site_nothing_does(tmp_path: Path) -> None:
    layout = make(tmp_path, "")
    feed = publish(layout)
    assert feed.path is not None
    assert b"URL" not in feed.path.read_bytes()
    mail = announced(layout)
    assert "web" not in mail.text + mail.html + tex(layout)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://uni.example", "https://uni.example/"),
        ("https://Uni.Example:8443/a/b", "https://uni.example:8443/a/b/"),
        ("https://uni.example/a/index.html", "https://uni.example/a/index.html"),
        ("https://übung.example/kurs ö/", None),
        ("https://übung.example/kurs-ö/", "https://xn--bung-zra.example/kurs-%C3%B6/"),
        ("http://uni.example/", None),
        ("https://ada:pw@uni.example/", None),
        ("https://uni.example/?a=b", None),
        ("https://uni.example/#m-1", None),
        ("https://uni.ex}ample/", None),
        ("javascript:alert(1)", None),
        ("uni.example", None),
    ],
)
def test_it_is_the_https_address_of_a_page(
    tmp_path: Path, written: str, address: str | None
) -> None:
    project = check_project(make(tmp_path, f"'{written}'"))
    assert project.course is not None
    codes = [each.code for each in project.diagnostics]
    if address is None:
        assert (project.course.site, codes) == (None, ["bad-address"])
    else:
        assert project.course.site is not None
        assert (project.course.site.address, codes) == (address, [])
