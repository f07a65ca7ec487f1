"""Addresses that lead into a meeting or to its recording are told from those that do not."""

from __future__ import annotations

import pytest

from syllabus.front.check.access import tells_access

MEETINGS = (
    "https://zoom.us/j/12345678901",
    "https://us02web.zoom.us/j/81234567890?pwd=x",
    "https://mit.zoom.us/my/ann.public",
    "https://mit.zoom.us/w/912345678",
    "https://zoom.us/s/912345678",
    "https://zoom.us/wc/join/912345678",
    "https://zoom.us/wc/912345678/start",
    "https://zoom.us/meeting/register/tZAsd-x",
    "https://zoom.us/rec/share/abc.def",
    "https://zoom.us/rec/play/abc.def",
    "https://zoomgov.com/j/1612345678",
    "https://app.zoom.us/wc/join/912345678",
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0",
    "https://teams.live.com/meet/9312345678901",
    "https://teams.microsoft.com/meet/31234567890?p=abc",
    "https://x.safelinks.example/?url=https%3A%2F%2Fteams.microsoft.com%2Fl%2Fmeetup-join%2F19",
    "https://meet.google.com/abc-defg-hij",
    "https://meet.google.com/lookup/abcdef",
    "https://uni.webex.com/meet/ann.public",
    "https://uni.webex.com/join/ann",
    "https://uni.webex.com/uni/j.php?MTID=m0123",
    "https://uni.webex.com/uni/ldr.php?RCID=0123456789abcdef",
    "https://uni.webex.com/webappng/sites/uni/meeting/info/0123456789abcdef",
    "https://uni.webex.com/recordingservice/sites/uni/recording/0123456789abcdef0123456789abcdef",
    "https://uni.webex.com/webappng/sites/uni/recording/play/0123456789abcdef0123456789abcdef",
    "https://meet.jit.si/OpticsOnThursday",
    "https://8x8.vc/vpaas-magic-cookie-1/Optics",
    "https://jitsi.uni.example/optics",
    "https://meet.ffmuc.example/optics",
    "https://gotomeet.me/AnnPublic",
    "https://global.gotomeeting.com/join/123456789",
    "https://meet.goto.com/123456789",
    "https://app.goto.com/meeting/123456789",
    "https://bbb.uni.example/b/ann-abc-def",
    "https://bbb.uni.example/b/ann-abc-def-ghi",
    "https://bbb.uni.example/rooms/ann-abc-def-ghi/join",
    "https://bbb.uni.example/bigbluebutton/api/join?meetingID=1",
    f"https://bbb.uni.example/playback/presentation/2.3/{'0123456789' * 4}-1620000000000",
    "zoom.us/j/12345678901",
    "Zoom.US/J/12345678901",
)

OTHERS = (
    "https://zoom.us",
    "https://zoom.us/",
    "https://zoom.us/pricing",
    "https://zoom.us/join",
    "https://zoom.us/test",
    "https://zoom.us/download",
    "https://zoom.us/webinar/register/WN_abc",
    "https://support.zoom.us/hc/en-us/articles/201362613",
    "https://explore.zoom.us/en/products/meetings/",
    "https://blog.zoom.us/j/",
    "https://www.zoomlens.example/j/12345678901",
    "https://notzoom.us/j/12345678901",
    "https://teams.microsoft.com/",
    "https://teams.microsoft.com/downloads",
    "https://teams.microsoft.com/l/channel/19%3a0",
    "https://www.microsoft.com/en/microsoft-teams/join-a-meeting",
    "https://meet.google.com",
    "https://meet.google.com/",
    "https://meet.google.com/landing",
    "https://meet.google.com/about",
    "https://workspace.google.com/products/meet/",
    "https://www.webex.com/pricing",
    "https://www.webex.com/downloads.html",
    "https://help.webex.com/en-us/article/ozygeb/Join-a-meeting",
    "https://jitsi.org/",
    "https://jitsi.org/jitsi-meet/",
    "https://jitsi.github.io/handbook/docs/intro",
    "https://meet.jit.si/",
    "https://meet.jit.si",
    "https://meet.jit.si/static/privacy",
    "https://github.com/jitsi/jitsi-meet",
    "https://8x8.vc/",
    "https://meet.example.org/",
    "https://meet.example.org/about",
    "https://meet.example.org/terms.html",
    "https://meet.example.org/blog/2021/news",
    "https://www.goto.com/meeting",
    "https://www.gotomeeting.com/pricing",
    "https://bigbluebutton.org/",
    "https://docs.bigbluebutton.org/admin/install.html",
    "https://demo.bigbluebutton.org/",
    "https://boards.example.org/b/",
    "https://example.org/b/how-to-write",
    "https://example.org/rooms/101",
    "https://doi.org/10.1000/zoom.us",
    "https://www.youtube.com/watch?v=abcdefghijk",
    "https://github.com/bigbluebutton/greenlight",
    "https://example.org/article?ref=zoom.us",
    "https://meetup.com/optics",
    "https://www.meetup.com/meet.google",
)

SENTENCES = (
    "A zoom lens, f/2.8, and teams of four that meet at 9.",
    "Meet us in room abc-defg-hij, or by Zoom: the link is sent to members.",
    "Zoom (zoom.us) and Jitsi (meet.jit.si) are programs for meetings.",
    "The passcode will be sent by mail; passcode: see the invitation.",
    "ann@zoom.us/j and ann@meet.example.org/room",
)

PASSCODES = (
    "PIN: 0815",
    "Code: 4471",
    "passcode is 4471",
    "Meeting 812 3456 7890, PIN 0815.",
    "**Code:** 4471",
    "(code: `447 120`)",
    "The code is 4471.",
    "Der Code lautet 4471",
    "Zoom code 4471",
    "Zoom-Code: 4471",
    "The access code is 2021",
    "PIN code = **081520**",
    "Zugangscode: 4471",
    "Code d’accès : 4471",
    "Código de acceso: 4471",
    "Código de acesso: 4471",
    "パスコード：4471",
    "Codice di accesso: 4471",
    "κωδικός πρόσβασης: 4471",
    "ΚΩΔΙΚΌΣ ΠΡΌΣΒΑΣΗΣ: 4471",
    "KENNWORT: Linse",
    "Paſswort: Linse",
    "Contraseña: lente",
    "PİN: 4471",
)

CODES = (
    "PDB code: 6VXX",
    "PDB code: 1234",
    "PDB-Code: 1234",
    "the source code: 4471",
    "source\ncode: 2021",
    "Code: 2021, data: 2019",
    "zip code 10115",
    "Error code 4040",
    "Code: https://github.com/3dem/relion/4471",
    "Code: 10.5281/zenodo.4471",
    "Code: 4471 lines of Python",
    "The code is 4471 lines long.",
    "Code: 4471.pdf",
    "Code: 2021-04-15",
    "Code: 12",
    "Code 4471 is short.",
    "a PIN diode",
    "PIN: 4 digits",
    "PIN photodiodes since 1950",
    "at pin 12, and a PIN of 4 digits",
    "spin: 1234",
    "The code: see below. 4471",
)


@pytest.mark.parametrize("text", PASSCODES)
def test_a_passcode_is_told(text: str) -> None:
    assert tells_access(text)


@pytest.mark.parametrize("text", CODES)
def test_another_code_is_not(text: str) -> None:
    assert not tells_access(text)


@pytest.mark.parametrize("address", MEETINGS)
def test_an_address_of_a_meeting_is_told(address: str) -> None:
    assert tells_access(address)
    assert tells_access(f"Join at <{address}>, please.")


@pytest.mark.parametrize("text", [*OTHERS, *SENTENCES])
def test_no_other_address_is(text: str) -> None:
    assert not tells_access(text)
