"""What time zones are called: PDT in English, MESZ in German, HAE in the French of Canada."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from syllabus.workspace.cache import memoized

if TYPE_CHECKING:
    from babel import Locale

_SAME_EVERYWHERE = ("UTC",)
"""Abbreviations that no language translates (ITU-R TF.460)."""

_MISNAMED = frozenset((("fr", "Europe_Eastern"), ("fr", "Europe_Western")))
"""Languages and zones for which CLDR 47 calls the winter what others call the summer: EEST."""

_YEAR = 2025
"""The year whose rules CLDR's names go with here; a fixed one, so that nothing depends on today."""


def zone_name(moment: datetime, language: str) -> str:
    """Return what a zone is called at an aware moment: PST, MEZ, GMT+8; empty without a zone.

    The abbreviation is CLDR's in the language, else that of the IANA database, which are English.
    Of zones without letters there, only those of the language's own country have one: BRT.
    """
    known = moment.tzname() or ""
    if not isinstance(moment.tzinfo, ZoneInfo) or known in _SAME_EVERYWHERE:
        return _with_letters(known, moment)
    local = _names_by_season(moment.tzinfo, language).get(_state(moment))
    return local or _with_letters(known, moment)


@memoized("dates")
def name_all_year(zone: ZoneInfo, language: str) -> str:
    """Return what a zone is called whatever the season: PT (CLDR), else CET/CEST, or JST alone."""
    kept = _meta_zone(zone)
    for locale in (_locale(language), _locale("en")):
        if (locale.language, kept) in _MISNAMED:
            continue
        names = locale.meta_zones.get(kept, {}).get("short", {})
        # German calls it MEZ, as it does the winter's.
        generic = str(names.get("generic", ""))
        if re.search(r"\w", generic) and generic != names.get("standard"):
            return generic
    return "/".join(dict.fromkeys(zone_name(moment, language) for moment in _seasons(zone)))


@memoized("dates")
def _names_by_season(zone: ZoneInfo, language: str) -> Mapping[str, str]:
    """Return a language's names of a zone by what `_state` says of the times that they go with.

    In other years a zone may have had other hours, and another name with them.
    """
    from babel.core import get_global

    locale, meta_zone = _locale(language), _meta_zone(zone)
    seasons = _seasons(zone)
    numbered = not re.search("[A-Z]", seasons[0].tzname() or "")
    if locale.language == "en" or (locale.language, meta_zone) in _MISNAMED:
        return {}
    if numbered and get_global("zone_territories").get(_key(zone)) != _territory(locale):
        return {}
    own = locale.time_zones.get(_key(zone), {}).get("short", {})
    shared = locale.meta_zones.get(meta_zone, {}).get("short", {})
    names = {}
    for kind, moment in zip(("standard", "daylight"), seasons, strict=False):
        name = str(own.get(kind) or shared.get(kind) or "")
        if re.search(r"\w", name):  # CLDR has ∅∅∅ where a name is not used
            names[_state(moment)] = name
    return names


def _seasons(zone: ZoneInfo) -> list[datetime]:
    """Return a moment of the winter and one of the summer, the one that is behind by clocks first.

    A zone that does not change its clocks has one of them.
    """
    moments = (datetime(_YEAR, month, 1, tzinfo=zone) for month in (1, 7))
    different = {_state(moment): moment for moment in moments}
    return sorted(different.values(), key=lambda each: each.utcoffset() or timedelta())


def _state(moment: datetime) -> str:
    return f"{moment.tzname()} {moment.utcoffset()}"


def _with_letters(name: str, moment: datetime) -> str:
    # Zones without letters of their own are named by their offset in the IANA database.
    offset = re.fullmatch(r"([+-])0?([0-9]{1,2})([0-9]{2})?", name)
    if offset is None:
        return name
    minutes = f":{offset[3]}" if offset[3] else ""
    return f"GMT{offset[1]}{offset[2]}{minutes}" if moment.utcoffset() else "GMT"


def _meta_zone(zone: ZoneInfo) -> str:
    from babel.core import get_global

    return str(get_global("meta_zones").get(_key(zone), ""))


def _key(zone: ZoneInfo) -> str:
    from babel.core import get_global

    return str(get_global("zone_aliases").get(zone.key, zone.key))


def _territory(locale: Locale) -> str | None:
    """Return the country of a language, the one with most of its speakers if it names none."""
    from babel.core import get_global

    if locale.territory is not None:
        return locale.territory
    likely: str = get_global("likely_subtags").get(locale.language, "")
    return likely.rpartition("_")[2] or None


@cache
def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(language, sep="-")
