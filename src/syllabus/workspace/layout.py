"""Where a project keeps its files."""

from __future__ import annotations

from pathlib import Path

from syllabus.on_demand import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one project, all below `root`.

    `spare` is the working folder of a project that nothing can be written to, elsewhere.
    """

    root: Path
    spare: Path | None = None

    @property
    def in_git(self) -> bool:
        """Whether git knows of this project."""
        return in_git(self.root)

    @property
    def course(self) -> Path:
        """The file that makes a folder a project."""
        return self.root / "syllabus" / "course.yaml"

    @property
    def meetings(self) -> Path:
        """One record per meeting, `*.md`."""
        return self.root / "syllabus" / "meetings"

    @property
    def sections(self) -> Path:
        """The handout's prose, `*.md`."""
        return self.root / "syllabus" / "sections"

    @property
    def blocks(self) -> Path:
        """Text that several records include."""
        return self.root / "syllabus" / "blocks"

    @property
    def history(self) -> Path:
        """Records of past handouts, to be committed."""
        return self.root / "syllabus" / "history"

    @property
    def handouts(self) -> Path:
        """One record per printed day, `2021-04-14.yaml`."""
        return self.history / "handouts"

    @property
    def calendar(self) -> Path:
        """What has been published to the calendar's subscribers."""
        return self.history / "calendar.yaml"

    @property
    def mailings(self) -> Path:
        """What was announced on a day, and a journal for each mailing of who was sent it."""
        return self.history / "mailings"

    @property
    def templates(self) -> Path:
        """Templates that override the ones of this program."""
        return self.root / "templates"

    @property
    def build(self) -> Path:
        """The outputs."""
        return self.root / "build"

    @property
    def work(self) -> Path:
        """TeX's working files."""
        return self.spare or self.build / ".work"

    @property
    def work_root(self) -> Path:
        """The folder that the working folder must not lead out of."""
        return self.spare or self.root


def in_git(folder: Path) -> bool:
    """Return whether a folder lies in a repository of git."""
    return any((each / ".git").exists() for each in (folder, *folder.parents))


def find_project(start: Path) -> Layout | None:
    """Return the project that `start` lies in: the nearest folder upwards with a course.yaml."""
    for folder in (start, *start.parents):
        layout = Layout(folder)
        if layout.course.is_file():
            return layout
    return None
