"""Works asked for one after another, and their answers, cached for a week."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from syllabus.delivery.works.identifiers import Identifier
from syllabus.delivery.works.requests import AskingLimits, Client, Refused
from syllabus.delivery.works.services import Asking, Services
from syllabus.source import SourceFile
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import make_working_folder
from syllabus.workspace.progress import Progress
from syllabus.workspace.signatures import read_note, write_note

ANSWERS = "works.json"
"""What was said of works, in the working folder."""

FRESH = 7 * 24 * 60 * 60
"""How long an answer holds, in seconds."""

_VERSION = 1


def ask_about(
    wanted: Sequence[Identifier],
    layout: Layout,
    progress: Progress,
    contact: str | None = None,
    services: Services | None = None,
    limits: AskingLimits | None = None,
) -> Mapping[Identifier, SourceFile | Refused]:
    """Return what is said of each work, as one entry of BibTeX, or why nothing is.

    `contact` is a mail address that the services are told, so that they can write to whoever asks
    too much. Answers are cached for a week, refusals are not.
    """
    path = layout.work / ANSWERS
    now = time.time()
    kept = _read(path, layout, now)
    found: dict[Identifier, SourceFile | Refused] = {
        each: SourceFile(Path("answer"), kept[str(each)]["address"], kept[str(each)]["text"])
        for each in wanted
        if str(each) in kept
    }
    unknown = [each for each in dict.fromkeys(wanted) if each not in found]
    if not unknown:
        return found
    services = services or Services()
    client = Client(limits or AskingLimits(), contact, services.hosts)
    found |= asyncio.run(_ask(unknown, Asking(client, services), progress))
    new = {
        str(each): {"address": answer.name, "text": answer.text, "asked": now}
        for each in unknown
        if isinstance(answer := found[each], SourceFile)
    }
    if new:
        with suppress(OSError):
            make_working_folder(layout)
            write_note(path, {"version": _VERSION, "answers": {**kept, **new}})
    return found


async def _ask(
    wanted: Sequence[Identifier], asking: Asking, progress: Progress
) -> dict[Identifier, SourceFile | Refused]:
    found: dict[Identifier, SourceFile | Refused] = {}
    for number, each in enumerate(wanted, start=1):
        progress(f"asking for {each}, {number} of {len(wanted)}")
        try:
            found[each] = await asking.describe(each)
        except Refused as refused:
            found[each] = refused
    return found


def _read(path: Path, layout: Layout, now: float) -> dict[str, Any]:
    kept = read_note(path, layout.work_root)
    if not isinstance(kept, dict) or kept.get("version") != _VERSION:
        return {}
    return {
        name: answer
        for name, answer in kept["answers"].items()
        if 0 <= now - answer["asked"] < FRESH
    }
