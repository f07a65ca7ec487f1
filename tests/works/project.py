"""A small course with a library, and `syllabus cite` run in it."""

from __future__ import annotations

import os
from pathlib import Path

from tests.running import invoke

COURSE = "title: Optics\nzone: UTC\ntime: 18:00\ncontact: {name: Ada, email: ada@uni.example}\n"
RECORD = """---
date: 2026-09-03
title: Rays
---

## Pre-reading

1. [@born1999]
2. A page (3 min)

## Questions

- What is light?
"""
LIBRARY = """% kept by hand
@book{born1999,
  author = {Born, Max and Wolf, Emil},
  title  = {Principles of Optics},
  year   = 1999
}

@article{Strange-one,
  author = {Abbe, Ernst},
  title  = {On {M}icroscopes},
  journal = "X",
  year   = 1873
}
"""
DOI = "10.1016/S0031-8914(42)80035-X"


def cite(root: Path, *arguments: str) -> tuple[int, str, str]:
    ran, _ = invoke(["cite", *arguments], root, os.environ)
    assert "Traceback" not in ran.stderr
    return ran.returncode, ran.stdout, ran.stderr


def library(root: Path) -> str:
    return (root / "bib" / "optics.bib").read_text("utf-8")


def record(root: Path) -> str:
    return (root / "syllabus/meetings/2026-09-03-rays.md").read_bytes().decode()
