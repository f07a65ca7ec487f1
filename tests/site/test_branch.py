"""A site in a branch of git: nothing that somebody works on is touched."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from syllabus.delivery.site.branch import BranchTarget, GitFault
from syllabus.delivery.site.files import LIST, Commit, ForeignFiles, SiteFiles
from syllabus.workspace import system

MOMENT = datetime(2021, 4, 14, 12, tzinfo=UTC)
OLD = {
    "index.html": b"old",
    "optics.pdf": b"%PDF-1\0\n",
    'pictures/ä "b.png': b"a",
    ".nojekyll": b"",
}
NEW = {"index.html": b"new", "optics.pdf": b"%PDF-1\0\n", ".nojekyll": b""}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository amid work: a file staged, another changed, a third new."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in [each for each in os.environ if each.startswith("GIT_")]:
        monkeypatch.delenv(name)
    (home / ".gitconfig").write_text(
        "[user]\nname = Ada Lens\nemail = ada@uni.example\n[init]\ndefaultBranch = main\n"
    )
    root = tmp_path / "course"
    root.mkdir()
    git(root, "init", "-q")
    (root / "a").write_text("a")
    git(root, "add", ".")
    git(root, "commit", "-qm", "First")
    (root / "a").write_text("changed")
    (root / "b").write_text("staged")
    git(root, "add", "b")
    (root / "c").write_text("new")
    return root


def git(root: Path, *arguments: str) -> str:
    ended = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)
    return ended.stdout.decode(errors="surrogateescape")


def put(root: Path, site: SiteFiles, branch: str = "gh-pages") -> int:
    return BranchTarget(branch, root).put(site, Commit(MOMENT, "Publish Optics"))


def held(root: Path, branch: str = "gh-pages") -> dict[str, bytes]:
    names = git(root, "ls-tree", "-r", "-z", "--name-only", branch).split("\0")
    found = {}
    for name in filter(None, names):
        show = ["git", "cat-file", "blob", f"{branch}:{name}"]
        found[name] = subprocess.run(show, cwd=root, check=True, capture_output=True).stdout
    return {name: content for name, content in found.items() if Path(name).name != LIST}


def test_a_branch_holds_what_was_published_last(root: Path) -> None:
    before = (git(root, "status", "--porcelain"), (root / ".git/index").read_bytes())
    head = git(root, "rev-parse", "HEAD")
    assert put(root, SiteFiles(OLD)) == 4
    assert held(root) == OLD
    assert git(root, "log", "--format=%an %ae %at %s", "gh-pages") == (
        "Ada Lens ada@uni.example 1618401600 Publish Optics\n"
    )
    assert put(root, SiteFiles(OLD)) == 0
    assert put(root, SiteFiles(NEW, {"index.html": b"0417"})) == 3
    assert held(root) == {**NEW, "members/index.html": b"0417"}
    put(root, SiteFiles(NEW))
    assert held(root) == NEW
    assert git(root, "rev-list", "--count", "gh-pages") == "3\n"
    # Not one bit of what somebody works on.
    assert before == (git(root, "status", "--porcelain"), (root / ".git/index").read_bytes())
    assert head == git(root, "rev-parse", "HEAD")
    assert git(root, "fsck", "--strict") == ""


def test_what_a_web_space_wants_stays_and_what_is_foreign_is_refused(root: Path) -> None:
    put(root, SiteFiles(OLD))
    git(root, "worktree", "add", "-q", "../pages", "gh-pages")
    pages = root.parent / "pages"
    with pytest.raises(GitFault, match="works on the branch"):
        put(root, SiteFiles(NEW))
    (pages / "CNAME").write_text("optics.example")
    git(pages, "add", ".")
    git(pages, "commit", "-qm", "A name")
    git(pages, "checkout", "-q", "--detach")
    put(root, SiteFiles(NEW))
    assert held(root) == {**NEW, "CNAME": b"optics.example"}
    git(pages, "checkout", "-q", "--detach", "gh-pages")
    (pages / "members").mkdir()
    (pages / "members" / "notes.md").write_text("mine")
    git(pages, "add", ".")
    git(pages, "commit", "-qm", "Notes")
    git(root, "update-ref", "refs/heads/gh-pages", git(pages, "rev-parse", "HEAD").strip())
    with pytest.raises(ForeignFiles, match=r"^members/notes\.md$"):
        put(root, SiteFiles(OLD))
    with pytest.raises(ForeignFiles):
        BranchTarget("gh-pages", root).check()
    assert "members/notes.md" in held(root)


def test_no_program_of_the_repository_s_is_run_and_no_variable_leads_elsewhere(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hook = root / ".git" / "hooks" / "reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntouch ../ran\n")
    hook.chmod(0o755)
    other = tmp_path / "other"
    git(tmp_path, "init", "-q", "--bare", "other")
    monkeypatch.setenv("GIT_DIR", str(other))
    put(root, SiteFiles(OLD))
    monkeypatch.delenv("GIT_DIR")
    assert held(root) == OLD
    assert git(other, "for-each-ref") == ""
    assert not (root / "ran").exists()
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("branch", "reason"),
    [
        ("main", "works on the branch 'main'"),
        ("a b", "not a name"),
        ("../x", "not a name"),
        ("-f", "not a name"),
        ("HEAD", "not a name"),
        ("refs/heads/gh-pages", "not a name"),
    ],
)
def test_a_branch_that_cannot_be_is_told(root: Path, branch: str, reason: str) -> None:
    with pytest.raises(GitFault, match=reason):
        put(root, SiteFiles(OLD), branch)
    assert git(root, "for-each-ref", "--format=%(refname)") == "refs/heads/main\n"


def test_what_git_lacks_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = root.parent
    with pytest.raises(GitFault, match="not a git repository"):
        put(outside, SiteFiles(OLD))
    (outside / "home" / ".gitconfig").write_text("[user]\nuseConfigOnly = true\n")
    with pytest.raises(GitFault, match="does not know who commits") as told:
        put(root, SiteFiles(OLD))
    assert "user.name" in told.value.hints[0]
    monkeypatch.setattr(system, "search_path", lambda: "/nowhere")
    with pytest.raises(GitFault, match="not installed"):
        put(root, SiteFiles(OLD))


def test_what_members_read_is_known_to_be_in_the_history(root: Path) -> None:
    target = BranchTarget("gh-pages", root)
    put(root, SiteFiles(OLD))
    assert not target.remembers_members()
    put(root, SiteFiles(OLD, {"index.html": b"0417"}))
    put(root, SiteFiles(NEW))
    assert target.remembers_members()
    git(root, "branch", "-D", "gh-pages")
    put(root, SiteFiles(NEW))
    assert not target.remembers_members()
