"""Makes the pictures of the tutorial and the gallery anew: they are of real pages and real runs.

    python docs/pictures.py

It needs what the tests need, and chromium. Look at the pictures before you commit them.
"""

from __future__ import annotations

import email
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image, ImageChops
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w+)(?: (?P<name>\S+))?\n(?P<text>.*?)^(?P=fence)$"
    r"|^!\[[^\n]*\]\(pictures/(?P<picture>[\w-]+)\.png\)$",
    re.MULTILINE | re.DOTALL,
)
COLOURS = 48


def save(image: Image.Image, name: str, colours: int = COLOURS) -> None:
    """Write a picture with a small palette."""
    rgb = image.convert("RGB")
    small = rgb.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(PICTURES / f"{name}.png", optimize=True)


def trimmed(image: Image.Image, margin: int = 24) -> Image.Image:
    """Return what is not white, with a margin around it."""
    box = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    assert box is not None
    left, top, right, bottom = box
    width, height = image.size
    return image.crop(
        (
            max(0, left - margin),
            max(0, top - margin),
            min(width, right + margin),
            min(height, bottom + margin),
        )
    )


def page_of(pdf: Path, number: int) -> Image.Image:
    """Return one page of a PDF."""
    command = ["pdftoppm", "-r", "110", "-png", "-f", str(number), "-l", str(number), str(pdf)]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*command, f"{folder}/page"], check=True)
        return Image.open(next(Path(folder).glob("*.png"))).convert("RGB")


def side_by_side(images: Iterable[Image.Image], gap: int = 16) -> Image.Image:
    """Return pages beside each other on grey."""
    pages = list(images)
    width = sum(each.width for each in pages) + gap * (len(pages) + 1)
    height = max(each.height for each in pages) + 2 * gap
    sheet = Image.new("RGB", (width, height), "#d0d0d0")
    left = gap
    for each in pages:
        sheet.paste(each, (left, gap))
        left += each.width + gap
    return sheet


def framed(image: Image.Image) -> Image.Image:
    """Return a piece of a page on grey."""
    return side_by_side([trimmed(image)], gap=6)


def browser(html: str, width: int) -> Image.Image:
    """Return a page of HTML as a browser shows it."""
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        page.write_text(html, encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu"]
        size = [f"--window-size={width},2200", f"--screenshot={shot}", page.as_uri()]
        subprocess.run([*command, *size], check=True, stderr=subprocess.DEVNULL, cwd=folder)
        return Image.open(shot).convert("RGB")


def mail_of(draft: Path) -> Image.Image:
    """Return the HTML of a draft."""
    message = email.message_from_bytes(draft.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("html",))
    assert body is not None
    return trimmed(browser(body.get_content(), 720))


def terminal(folder: Path, command: str, environment: dict[str, str]) -> Image.Image:
    """Return what a command prints on a terminal, in colour."""
    reader, writer = pty.openpty()
    seen = {**environment, "TERM": "xterm-256color", "COLUMNS": "110", "LINES": "40"}
    process = subprocess.Popen(
        ["/bin/sh", "-c", command], cwd=folder, env=seen, stdout=writer, stderr=writer, stdin=writer
    )
    os.close(writer)
    printed = b""
    while True:
        try:
            piece = os.read(reader, 65536)
        except OSError:
            break
        if not piece:
            break
        printed += piece
    process.wait()
    os.close(reader)
    console = Console(record=True, width=110, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    console.print(Text(f"$ {command}", style="bold"))
    text = re.sub(r"\r(?=\n)|^.*checking the records.*\n", "", printed.decode(), flags=re.M)
    console.print(Text.from_ansi(text.strip("\n")), soft_wrap=False)
    html = console.export_html(inline_styles=True)
    style = "<style>body{padding:8px} pre{font:14px/1.35 'DejaVu Sans Mono'!important}</style>"
    return side_by_side([trimmed(browser(style + html, 1000), margin=12)], gap=6)


class Place:
    """A folder to build in, with an environment as a new user has it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        home = folder / "home"
        home.mkdir()
        binaries = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.environment = {"PATH": binaries, "HOME": str(home), "LC_ALL": "C.UTF-8"}
        self.environment |= {"TZ": "Europe/Oslo"}

    def at(self, day: str) -> dict[str, str]:
        """Return the environment on a day at noon."""
        noon = datetime.fromisoformat(f"{day}T12:00Z")
        return {**self.environment, "SOURCE_DATE_EPOCH": f"{noon.timestamp():.0f}"}

    def run(self, folder: str, day: str, command: str) -> None:
        """Run a command."""
        subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=self.folder / folder,
            env=self.at(day),
            check=False,
            capture_output=True,
        )

    def copy(self, source: str, name: str, **values: str) -> Path:
        """Copy a project of the repository, with other values of course.yaml."""
        target = self.folder / name
        target.mkdir()
        for part in ("syllabus", "bib", "templates"):
            if (ROOT / source / part).is_dir():
                shutil.copytree(ROOT / source / part, target / part)
        course = target / "syllabus" / "course.yaml"
        text = course.read_text(encoding="utf-8")
        for key, value in values.items():
            text = re.sub(rf"^{key}:.*\n", "", text, flags=re.MULTILINE) + f"{key}: {value}\n"
        course.write_text(text, encoding="utf-8")
        return target

    def built(self, source: str, name: str, day: str, **values: str) -> Path:
        """Return the handout of a project of the repository, as of a day."""
        return built_in(self.copy(source, name, **values), self, day)


def tutorial(place: Place) -> None:
    """Play the tutorial through, and take its pictures where they stand."""
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    built = place.folder / "optics" / "build"
    for found in BLOCK.finditer(page):
        if name := found["picture"]:
            pdf = built / "optics.pdf"
            match name:
                case "tutorial-first":
                    save(side_by_side(page_of(pdf, each) for each in (1, 2)), name)
                case "tutorial-lenses":
                    image = page_of(pdf, 2)
                    save(framed(image.crop((0, 370, image.width, 930))), name)
                case "tutorial-past":
                    save(side_by_side([page_of(pdf, 2)]), name)
                case "tutorial-mail":
                    save(framed(mail_of(next(built.glob("*announcement.eml")))), name)
                case "tutorial-yours":
                    save(side_by_side(page_of(pdf, each) for each in (1, 2)), name)
        elif found["language"] == "console":
            folder, _, day = found["name"].partition("@")
            for command in re.findall(r"^\$ (.*)$", found["text"], re.MULTILINE):
                place.run(folder, day, command)
        elif "/" in (found["name"] or ""):
            (place.folder / found["name"]).write_text(found["text"], encoding="utf-8")


GROUP = "2021-04-14"
"""The day of the study group's handout."""


def find_page(pdf: Path, phrase: str) -> int:
    """Return the number of the first page that has a phrase."""
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True)
    pages = text.stdout.split("\f")
    return next(n for n, page in enumerate(pages, 1) if phrase in page)


def gallery_of_handouts(place: Place) -> None:
    """Take the pictures of pages."""
    handout = place.built(".", "group", GROUP)
    save(side_by_side([page_of(handout, 1)]), "gallery-first")
    schedule = find_page(handout, "Thu 26 Nov 2020")
    save(side_by_side([page_of(handout, schedule)]), "gallery-schedule")
    meeting = find_page(handout, "Ellen Zhong. 2020")
    save(side_by_side([page_of(handout, meeting)]), "gallery-meeting")
    past = find_page(handout, "Meeting Recording")
    save(side_by_side(page_of(handout, each) for each in (schedule, meeting, past)), "pages")
    pages = {
        language: page_of(
            place.built(f"tests/languages/{language}", language, GROUP, contents="false"), 1
        )
        for language in ("de", "fr", "es", "el", "ja")
    }
    save(side_by_side(pages[each] for each in ("de", "fr", "es")), "gallery-languages")
    save(side_by_side(pages[each] for each in ("el", "ja")), "gallery-scripts")
    months = place.built(".", "months", GROUP, handout="[calendar]", contents="false")
    save(framed(without_foot(page_of(months, 1))), "gallery-calendar")
    styles(place)
    examples(place)


SCREENS = {"desk": (1280, 900), "phone": (320, 900)}
"""CSS pixels of what a page is shown on."""


def gallery_of_pages(place: Place) -> None:
    """Take pictures of the web page: at a desk and on a phone, in light and dark."""
    course = place.copy(".", "web")
    place.run("web", GROUP, "syllabus build --web")
    (page,) = course.glob("build/*/index.html")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for colours in ("light", "dark"):
            shots = (screen(chromium, page, size, colours) for size in SCREENS.values())
            save(side_by_side(shots), f"gallery-web-{colours}", 160)
        chromium.close()


def screen(
    chromium: Browser, page: Path, size: tuple[int, int], colours: Literal["light", "dark"]
) -> Image.Image:
    """Return a page as a screen shows it; one that is narrow shows the next meeting."""
    width, height = size
    shown = chromium.new_page(
        viewport={"width": width, "height": height},
        color_scheme=colours,
        reduced_motion="reduce",  # else it is still on its way
    )
    shown.clock.set_fixed_time(datetime.fromisoformat(f"{GROUP}T12:00Z"))
    shown.goto(page.as_uri())
    if width < height:
        shown.locator(".meeting.next").evaluate("each => each.scrollIntoView()")
    picture = Image.open(BytesIO(shown.screenshot())).convert("RGB")
    shown.close()
    return picture


EXAMPLES = {
    "undergraduate": "2026-10-01",
    "seminar-series": "2026-10-20",
    "summer-school": "2027-07-06",
}
"""The courses of docs/examples, and the days of their handouts."""


def examples(place: Place) -> None:
    """Take pictures of other people's courses."""
    for name, day in EXAMPLES.items():
        course = place.copy(f"docs/examples/{name}", name)
        pdf = built_in(course, place, day)
        second = find_page(pdf, "Fall break") if name == "undergraduate" else 2
        numbers = (1, second)
        save(side_by_side(page_of(pdf, number) for number in numbers), f"gallery-{name}")


STYLES = {"apa": "apa", "ieee": "ieee", "chicago-author-date": "chicago"}
READINGS = """\
---
date: 2021-04-15
title: Reconstruction
---

As @zhong2021 show, an image is enough [@kirkland2020, pp. 3-5].

## Pre-reading

1. [@zhong2021] (40 min)
2. [Section '2. Theory' in @vulovic2013]
3. [@kirkland2020, ch. 6] (1 h)
"""


def styles(place: Place) -> None:
    """Take the pictures of one text in several citation styles."""
    for style, name in STYLES.items():
        course = place.folder / name
        (course / "syllabus" / "meetings").mkdir(parents=True)
        shutil.copytree(ROOT / "bib", course / "bib")
        (course / "syllabus" / "course.yaml").write_text(
            f"title: Course\nzone: Europe/Oslo\ntime: 18:00\nstyle: {style}\n"
            "contents: false\nhandout: [upcoming]\n"
        )
        (course / "syllabus" / "meetings" / "2021-04-15-a.md").write_text(READINGS)
        pdf = built_in(course, place, GROUP)
        page = page_of(pdf, 1)
        save(framed(page.crop((0, 290, page.width, page.height - 130))), f"gallery-{name}")


def built_in(course: Path, place: Place, day: str) -> Path:
    """Return the handout of a project, as of a day."""
    pdf = course / "handout.pdf"
    command = f"syllabus build --as-of {day} --no-history --output {pdf}"
    subprocess.run(["/bin/sh", "-c", command], cwd=course, env=place.environment, check=True)
    return pdf


def changes(place: Place, environment: dict[str, str]) -> None:
    """Take the pictures of what changed in the tutorial's course on the next days."""
    course = place.folder / "optics"
    meetings = course / "syllabus" / "meetings"
    paper = meetings / "2026-09-08-how-a-paper-is-made.md"
    paper.write_text(
        paper.read_text().replace("\ntitle:", "\nstatus: cancelled\nreason: rail strike\ntitle:")
    )
    lenses = meetings / "2026-09-17-lenses-mirrors.md"
    lenses.write_text(
        lenses.read_text()
        .replace("title: 'Lenses & Mirrors'", "title: 'Lenses, Mirrors & Telescopes'")
        .replace("2. The film", "2. [@keshav2007] (30 min)\n3. The film")
        .replace("3. Optional", "4. Optional")
        .replace("that the lens is thin", "that the lens is thin and the rays are flat")
    )
    place.run("optics", "2026-09-04", 'syllabus new "Prisms" --stream waves')
    file = course / "syllabus" / "course.yaml"
    save(terminal(course, "syllabus diff --as-of 2026-09-04", environment), "gallery-diff")
    file.write_text(file.read_text() + "contents: false\n")
    page = page_of(built_in(course, place, "2026-09-04"), 1)
    save(framed(page.crop((0, 220, page.width, 640))), "gallery-changes")


def without_foot(image: Image.Image) -> Image.Image:
    """Return a page without its foot."""
    return image.crop((0, 0, image.width, image.height - 130))


def gallery_of_other_outputs(place: Place) -> None:
    """Take the pictures of mail, the calendar and the terminal."""
    for source, name, picture in ((".", "mail", "mail"), ("tests/languages/ja", "post", "mail-ja")):
        course = place.copy(source, name)
        place.run(name, GROUP, "syllabus email")
        save(framed(mail_of(next((course / "build").glob("*.eml")))), f"gallery-{picture}")
    feed = place.folder / "mail" / "build"
    place.run("mail", GROUP, "syllabus calendar")
    config = place.folder / "khal.conf"
    config.write_text(
        "[calendars]\n[[course]]\npath = " + str(place.folder / "vdir") + "\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    (place.folder / "vdir").mkdir()
    # A program of its own name, so that the picture shows what one would type.
    binaries = place.folder / "bin"
    binaries.mkdir()
    script = binaries / "khal"
    script.write_text(f'#!/bin/sh\nexec {Path(sys.executable).parent}/khal -c {config} "$@"\n')
    script.chmod(0o755)
    shown = {**place.at(GROUP), "PATH": f"{binaries}:{place.environment['PATH']}"}
    imported = f"{script} import --batch -a course {next(feed.glob('*.ics'))}"
    place.run("mail", GROUP, imported)
    listed = 'khal list 2021-04-15 45d --format "{start-time}-{end-time} {title} {location}"'
    save(terminal(place.folder, listed, shown), "gallery-khal")
    save(terminal(place.folder / "mail", f"syllabus list --as-of {GROUP}", shown), "gallery-list")
    changes(place, shown)
    faults(place, shown)


def faults(place: Place, environment: dict[str, str]) -> None:
    """Take the picture of a course with mistakes in it."""
    place.run("", "2026-08-26", "syllabus init faults --day Tuesday --time 18:00")
    folder = place.folder / "faults" / "syllabus" / "meetings"
    (folder / "2026-09-15-lenses.md").write_text(
        "---\ndate: Monday, 15 September 2026\ntitle: Lenses\ndurration: 2 h\n---\n\n"
        "## Pre-reading\n\n1. [@keshav2008] (30 min)\n\n## Questions\n\n"
        "1. Let $x \\in \\Real$ and $\\frac{1}$ of it.\n"
    )
    save(terminal(place.folder / "faults", "syllabus check", environment), "gallery-faults")


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        place = Place(Path(temporary))
        tutorial(place)
        gallery_of_handouts(place)
        gallery_of_pages(place)
        gallery_of_other_outputs(place)
