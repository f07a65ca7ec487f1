"""Addresses that stand in a text without any markup: `https://…` and `www.…`."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline, text

from syllabus.on_demand import pattern

_SCHEME_BEFORE = pattern(r"(?<![a-z0-9.+-])(?:https?|ftp)\Z", re.IGNORECASE)
_WWW = pattern(r"(?<![^\W_])(?<![./:@\\-])www(?=\.[^\W_])")
"""Where an address may begin that is meant to be one of the web."""
_DOMAIN = pattern(r"[\w.-]*[^\W_]")


def bare_address(state: StateInline, silent: bool) -> bool:
    """Read `https://…` where it stands without any markup.

    Stands in for markdown-it's own rule, which looks through all the text before each `://`.
    """
    colon = state.pos
    if not state.src.startswith("://", colon) or state.linkLevel > 0:
        return False
    match = _SCHEME_BEFORE.search(state.src, max(0, colon - 6), colon)
    pending = state.pending
    if match is None or not pending.endswith(match[0]):
        return False
    assert state.md.linkify is not None
    found = state.md.linkify.match_at_start(state.src[match.start() : state.posMax])
    if found is None:
        return False
    # A star at the end is the end of an emphasis.
    address = found.url.rstrip("*")
    if not silent:
        state.pending = pending[: -len(match[0])]
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": state.md.normalizeLink(address)}
        opening.markup = "linkify"
        state.push("text", "", 0).content = state.md.normalizeLinkText(address)
        state.push("link_close", "a", -1).markup = "linkify"
    state.pos = match.start() + len(address)
    return True


def www_address(state: StateInline, silent: bool) -> bool:
    """Read `www.host.tld/…` where it stands without any markup.

    Source: GitHub Flavored Markdown 0.29, 6.9; unlike there, it may also follow a bracket or a
    quotation mark.
    """
    begins = state.src.startswith("www.", state.pos)
    if not begins or state.linkLevel > 0 or not _WWW.match(state.src, state.pos, state.posMax):
        return False
    domain = _DOMAIN.match(state.src, state.pos, state.posMax)
    labels = domain[0].split(".") if domain else []
    if domain is None or len(labels) < 3 or not all(labels) or "_" in "".join(labels[-2:]):
        return False
    assert state.md.linkify is not None
    # linkify knows where an address ends, but not all hosts.
    host = "http://e.example"
    found = state.md.linkify.match_at_start(host + state.src[domain.end() : state.posMax])
    address = domain[0] + (found.url.removeprefix(host).rstrip("*_~") if found else "")
    end = state.pos + len(address)
    if not silent:
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": state.md.normalizeLink(f"http://{address}")}
        opening.markup = "www"
        state.push("text", "", 0).content = address
        closing = state.push("link_close", "a", -1)
        closing.markup, closing.meta["end"] = "www", end
    state.pos = end
    return True


def text_until_address(state: StateInline, silent: bool) -> bool:
    """Read text as markdown-it does, but no further than to the next `www.`."""
    start = state.pos
    if not text(state, True):
        return False
    limit = state.pos + 3
    place = state.src.find("www", start + 1, limit)
    address = None if place == -1 else _WWW.search(state.src, place, limit)
    if address and address.start() < state.pos:
        state.pos = address.start()
    if not silent:
        end, state.pos = state.pos, start
        state.append_pending(state.src[start:end])
        state.pos = end
    return True
