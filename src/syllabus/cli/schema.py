"""`syllabus schema`."""

from __future__ import annotations

import click

from syllabus.cli.terminal import Terminal, pass_terminal


@click.command(
    epilog="""\b
Examples:
  syllabus schema course > course.schema.json
  syllabus schema meeting > meeting.schema.json"""
)
@click.argument("what", metavar="course|meeting", type=click.Choice(["course", "meeting"]))
@pass_terminal
def schema(terminal: Terminal, what: str) -> None:
    """Print the JSON Schema of course.yaml or of front matter.

    Editors use it to complete keys and to mark faults while one types.
    """
    import json

    from syllabus.front.records.schema import course_schema, meeting_schema

    described = course_schema() if what == "course" else meeting_schema()
    terminal.say(json.dumps(described, indent=2, ensure_ascii=False))
