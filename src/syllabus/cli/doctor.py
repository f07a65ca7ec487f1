"""`syllabus doctor`."""

from __future__ import annotations

import click

from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal


@click.command(
    epilog="""\b
Examples:
  syllabus doctor
  syllabus --verbose doctor   and where the tool's templates are"""
)
@pass_terminal
def doctor(terminal: Terminal) -> None:
    """Show what TeX needs and what is missing.

    Names the one command that installs it on this machine.

    Exit status 3 when something is missing that a build needs.
    """
    from syllabus.front.records import read_text
    from syllabus.front.records.course import read_course
    from syllabus.outputs.templates import default_templates
    from syllabus.tex.install import how_to_install
    from syllabus.tex.tagging import latex_release, why_untaggable
    from syllabus.tex.toolchain import find_toolchain
    from syllabus.workspace.layout import find_project

    layout = find_project(terminal.directory.resolve())
    source = None if layout is None else read_text(layout.course, layout.root, [])
    course = None if source is None else read_course(source, [])
    toolchain = find_toolchain() if course is None else find_toolchain(course.language)
    width = max(len(tool.name) for tool in toolchain.tools)
    for tool in toolchain.tools:
        state = "missing" if tool.required else "not installed, not needed"
        if tool.path is not None:
            release = latex_release(tool.path) if tool.name == "latex.ltx" else None
            state = tool.version or release or "found"
        if tool in toolchain.missing or not terminal.quiet:
            terminal.say(f"{tool.name:{width}}  {state:26} {tool.use}")
    if terminal.verbose:
        terminal.say(f"\nThe tool's templates are in\n  {default_templates()}")
    if toolchain.missing:
        remedy = how_to_install(toolchain.missing)
        terminal.say(f"\n{remedy.what.capitalize()}:\n  {remedy.command}")
        leave(Exit.TEX)
    if course is not None and course.accessible is not None and (unable := why_untaggable()):
        for fault in unable:
            terminal.say(f"\n{fault.message[0].upper()}{fault.message[1:]}:\n  {fault.hints[0]}")
        leave(Exit.TEX)
    terminal.mention("\nEverything that a build needs is here.")
