"""A site in a branch of the project's repository, as GitHub Pages and others show it.

The branch is written by git's plumbing: neither the files that somebody works on nor the index is
touched, and the branch has the whole site or none of it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from syllabus.delivery.site.files import (
    KEPT,
    LIST,
    MEMBERS,
    PARTS,
    Commit,
    ForeignFiles,
    SiteFiles,
    is_name,
    read_list,
    sums_of,
    write_list,
)
from syllabus.on_demand import dataclass
from syllabus.workspace.system import find_program, run_in_folder

_QUIET = ("-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false")
"""Nothing that a repository names is started."""
_PLAIN, _RUNNABLE, _TREE = "100644", "100755", "040000"


class GitFault(Exception):
    """Why git cannot write the branch, and what to do, both for the user."""

    def __init__(self, reason: str, *hints: str) -> None:
        self.hints = hints
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class BranchTarget:
    """A branch, that nobody works on, of the repository in which `root` lies."""

    branch: str
    root: Path

    def check(self) -> None:
        """Raise `ForeignFiles` where the branch holds what was not published, or `GitFault`."""
        _Branch(self.branch, self.root)

    def put(self, site: SiteFiles, commit: Commit) -> int:
        """Make the branch hold a site, by a commit upon it; return how many files that changes.

        Raises as `check` does.
        """
        return _Branch(self.branch, self.root).put(site, commit)

    def remembers_members(self) -> bool:
        """Return whether commits of the branch have a members' edition."""
        return _Git(self.root).has_history(f"refs/heads/{self.branch}", f"{MEMBERS}/{LIST}")


class _Branch:
    """A branch as it is now: its last commit, and the files of that with git's hashes."""

    def __init__(self, branch: str, root: Path) -> None:
        self._git = git = _Git(root)
        self._name = git.name_of(branch)
        self._tip = git.tip(self._name)
        self._files = {} if self._tip is None else git.files(self._tip)
        foreign = {each for each in self._files if each.split("/")[0] not in KEPT}
        for prefix in PARTS:
            known = git.listed(self._files.get(f"{prefix}{LIST}"))
            foreign -= {f"{prefix}{each}" for each in (*known, LIST)} if known else set()
        if foreign:
            raise ForeignFiles(foreign)

    def put(self, site: SiteFiles, commit: Commit) -> int:
        wanted: dict[str, bytes] = {}
        for prefix, files in site.parts:
            wanted.update({f"{prefix}{each}": content for each, content in files.items()})
            if files:
                wanted[f"{prefix}{LIST}"] = write_list(sums_of(files))
        kept = {each for each in self._files if each.split("/")[0] in KEPT}
        stale = self._files.keys() - wanted.keys() - kept
        new = {
            name: content
            for name, content in wanted.items()
            if self._files.get(name) != self._git.hash_of(content)
        }
        if stale or new:
            self._git.commit(self._name, self._tip, new, sorted(stale), commit)
        return sum(not name.endswith(LIST) for name in (*new, *stale))


class _Git:
    def __init__(self, root: Path) -> None:
        program = find_program("git")
        if program is None:
            raise GitFault("git is not installed", "install it, or publish to a folder")
        self._root, self._program = root, program
        self._run("rev-parse", "--git-dir")  # no repository, or one that is somebody else's
        status, form, _ = self._try("rev-parse", "--show-object-format")
        self._form = form.decode().strip() if status == 0 else "sha1"

    def name_of(self, branch: str) -> str:
        """Return the name of a branch among all that git names; nobody works on it."""
        name = f"refs/heads/{branch}"
        status, _, _ = self._try("check-ref-format", name)
        if status != 0 or branch == "HEAD" or branch.startswith(("-", "refs/")):
            raise GitFault(f"'{branch}' is not a name that a branch can have")
        _, head, _ = self._try("symbolic-ref", "-q", "HEAD")
        trees = self._run("worktree", "list", "--porcelain")
        used = [line.removeprefix("branch ") for line in trees.decode().splitlines()]
        if name in (head.decode().strip(), *used):
            raise GitFault(
                f"somebody works on the branch '{branch}', whose files would no longer be its own",
                "publish to a branch of its own, such as git:gh-pages",
            )
        return name

    def tip(self, name: str) -> str | None:
        """Return the last commit of a branch; None where there is no such branch."""
        status, found, _ = self._try("rev-parse", "-q", "--verify", f"{name}^{{commit}}")
        return found.decode().strip() if status == 0 else None

    def has_history(self, name: str, path: str) -> bool:
        """Return whether any commit of a branch has or had a file."""
        commit = ("rev-list", "-n1", "--full-history", name, "--", path)
        return bool(self._run(*commit).strip())

    def files(self, tip: str) -> dict[str, str]:
        """Return the files of a commit with git's hash of each; of no plain file, there is none."""
        entries = self._run("ls-tree", "-r", "-z", "--full-tree", tip).split(b"\0")
        found = {}
        for entry in filter(None, entries):
            about, _, path = entry.partition(b"\t")
            mode, _, digest = about.decode().split()
            found[os.fsdecode(path)] = digest if mode in (_PLAIN, _RUNNABLE) else ""
        return found

    def listed(self, digest: str | None) -> frozenset[str]:
        """Return which files a list names, by git's hash of it."""
        if not digest:
            return frozenset()
        return frozenset(read_list(self._run("cat-file", "blob", digest)) or ())

    def hash_of(self, content: bytes) -> str:
        """Return what git knows a file by (gitformat-pack, "loose object")."""
        return hashlib.new(self._form, b"blob %d\0" % len(content) + content).hexdigest()

    def commit(
        self,
        name: str,
        tip: str | None,
        new: Mapping[str, bytes],
        stale: Sequence[str],
        commit: Commit,
    ) -> None:
        """Put a commit upon a branch, whole or not at all (git-fast-import)."""
        who = self._identity()
        when = f"{int(commit.moment.timestamp())} {commit.moment:%z}".encode()
        said = commit.message.encode()
        stream = [
            b"feature done\n",
            b"commit %s\n" % os.fsencode(name),
            b"committer %s %s\n" % (who, when),
            b"data %d\n%s\n" % (len(said), said),
            *([] if tip is None else [b"from %s\n" % tip.encode()]),
            *(b"D %s\n" % _quoted(each) for each in stale),
        ]
        for path, content in new.items():
            assert is_name(path), path
            stream.append(b"M 100644 inline %s\n" % _quoted(path))
            stream.append(b"data %d\n%s\n" % (len(content), content))
        stream.append(b"done\n")
        self._run("fast-import", "--quiet", "--date-format=raw", given=b"".join(stream))

    def _identity(self) -> bytes:
        status, found, _ = self._try("var", "GIT_COMMITTER_IDENT")
        if status != 0:
            raise GitFault(
                "git does not know who commits",
                "run 'git config --global user.name \"Your Name\"', and the same for user.email",
            )
        return found[: found.rindex(b">") + 1]

    def _run(self, *arguments: str, given: bytes = b"") -> bytes:
        status, found, said = self._try(*arguments, given=given)
        if status != 0:
            lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
            reason = lines[0].removeprefix("fatal: ") if lines else f"it ended with {status}"
            raise GitFault(f"git cannot write the branch: {reason}")
        return found

    def _try(self, *arguments: str, given: bytes = b"") -> tuple[int, bytes, bytes]:
        try:
            return run_in_folder([self._program, *_QUIET, *arguments], self._root, given)
        except OSError as fault:
            reason = (fault.strerror or "the reason is unknown").lower()
            raise GitFault(f"git cannot be run: {reason}") from None


def _quoted(path: str) -> bytes:
    """Return a path as git's streams hold it, whatever characters it has."""
    name = os.fsencode(path).replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    return b'"%s"' % name
