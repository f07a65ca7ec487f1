"""Single values as people write them: durations, zones, languages, addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache
from ipaddress import ip_address
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from syllabus.front.records.forms import LONGEST_TEXT, Form
from syllabus.front.records.kinds import BadValue, Single, quoted
from syllabus.model.duration import read_duration
from syllabus.model.mailbox import BadMailbox, Mailbox, read_domain, read_mailbox
from syllabus.model.recurrence import Region
from syllabus.model.words import MODULES
from syllabus.on_demand import pattern

LONGEST_MEETING = timedelta(days=14)

_LANGUAGE = pattern(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")
_ABBREVIATED_ZONE = pattern(r"(?!UTC$)[A-Z0-9+-]{2,8}")


def parse_text(text: str) -> str:
    """Return a text as one line; a line's end counts as a space."""
    if len(text) > LONGEST_TEXT:
        message = f"found {len(text)} characters, expected at most {LONGEST_TEXT}"
        raise BadValue("text-too-long", message)
    return re.sub(r"[ \t\r\n]+", " ", text)


def parse_duration(text: str) -> timedelta:
    """Return how long a meeting takes; more than nothing, at most `LONGEST_MEETING`."""
    found = read_duration(text)
    if found is None:
        hints = (f"write {text} min or {text} h",) if re.fullmatch(r"[0-9]{1,4}", text) else ()
        message = f"found {quoted(text)}, expected a duration"
        raise BadValue("bad-duration", message, *(hints or ("write it as 90 min or 1 h 30 min",)))
    if not timedelta() < found <= LONGEST_MEETING:
        raise BadValue(
            "bad-duration", f"found {quoted(text)}, expected more than 0 and at most 14 days"
        )
    return found


def parse_zone(text: str) -> ZoneInfo:
    """Return a zone of the IANA database, by its name."""
    abbreviated = _ABBREVIATED_ZONE.fullmatch(text)
    if not abbreviated:
        try:
            return ZoneInfo(text)
        except (ValueError, OSError, KeyError):
            pass
    message = f"found {quoted(text)}, expected a time zone of the IANA database"
    hints = () if abbreviated else _nearest_zone(text)
    hints = hints or ("write a place, such as America/Vancouver",)
    raise BadValue("unknown-zone", message, *hints)


def zone_names() -> list[str]:
    """Return the names that `parse_zone` takes."""
    known = available_timezones()
    return sorted(name for name in known if not _ABBREVIATED_ZONE.fullmatch(name))


def _nearest_zone(text: str) -> tuple[str, ...]:
    names = {name.lower(): name for name in sorted(available_timezones()) if "/" in name}
    wanted = text.lower().replace(" ", "_")
    places = {name.rpartition("/")[2]: full for name, full in reversed(names.items())}
    for known in (names, places):
        if near := get_close_matches(wanted, known, n=1, cutoff=0.75):
            return (f"did you mean '{known[near[0]]}'?",)
    return ()


_LONGEST_CODE = 4
"""Characters of the code of a part of a country; what is longer is a name."""


def parse_region(text: str) -> Region:
    """Return a country, or part of one, whose public holidays are known: `NO`, `CA-ON`."""
    from holidays import country_holidays, list_supported_countries

    country, _, subdivision = text.partition("-")
    country = country.upper()
    if re.fullmatch(r"[A-Z]{2,3}", country):
        for known in dict.fromkeys((subdivision, subdivision.upper())):
            try:
                country_holidays(country, subdiv=known or None)
            except (NotImplementedError, TypeError):
                # TypeError is what comes of MON and JAN, which are other names of that library.
                continue
            return Region(country, known or None)
    message = f"found {quoted(text)}, expected the code of a country with known public holidays"
    countries = list_supported_countries()
    hints = _nearest_part(country, subdivision) if country in countries and subdivision else ()
    code = None if hints else _code_in(text, "territories")
    hints = (f"write {code}",) if code in countries else hints
    hints = hints or _nearest_code(text, list(countries))
    hints = hints or ("write it as NO or, with a province or state, CA-ON",)
    raise BadValue("unknown-holidays", message, *hints)


def _nearest_part(country: str, wanted: str) -> tuple[str, ...]:
    """Return a hint on a part of a country: the one whose code or name is near, or all of them."""
    from holidays import country_holidays

    known = country_holidays(country)
    parts = {each.upper(): each for each in known.subdivisions}
    if len(wanted) <= _LONGEST_CODE and (near := get_close_matches(wanted.upper(), parts, n=1)):
        return (f"did you mean '{country}-{parts[near[0]]}'?",)
    names = {name.casefold(): part for name, part in known.subdivisions_aliases.items()}
    begun = {part for name, part in names.items() if name.startswith(wanted.casefold())}
    if len(begun) != 1:
        begun = {names[each] for each in get_close_matches(wanted.casefold(), names, n=1)}
    if begun:
        return (f"did you mean '{country}-{begun.pop()}'?",)
    if not parts:
        return (f"write {country} alone; no parts of it are known",)
    return (f"write {country} or, with one of its parts, {country}-{', '.join(parts.values())}",)


def _nearest_code(text: str, codes: list[str]) -> tuple[str, ...]:
    short = len(text) <= 2 * _LONGEST_CODE  # with a part of the country behind it
    near = get_close_matches(text.upper(), codes, n=1, cutoff=0.6) if short else ()
    return (f"did you mean '{near[0]}'?",) if near else ()


def parse_language(text: str) -> str:
    """Return a BCP 47 tag in its usual spelling; Babel has to know the language."""
    from babel.core import Locale, UnknownLocaleError

    # Of `und`, an undetermined language, Babel makes American English.
    if _LANGUAGE.fullmatch(text) and text.partition("-")[0].lower() != "und":
        try:
            return str(Locale.parse(text, sep="-")).replace("_", "-")
        except (ValueError, UnknownLocaleError):
            pass
    message = f"found {quoted(text)}, expected the code of a language"
    code = _code_in(text, "languages")
    hint = f"write {code}" if code else "write it as en, en-CA or de"
    raise BadValue("unknown-language", message, hint)


def parse_language_of_words(text: str) -> str:
    """Return a BCP 47 tag in its usual spelling, also of a language that no dates are written in.

    CLDR has names for such ones, as for Ancient Greek.
    """
    try:
        return parse_language(text)
    except BadValue:
        from babel.core import Locale

        # What follows the language would be at fault where Babel knows the language.
        if not (text.isalpha() and text.lower() in Locale("en").languages):
            raise
        return text.lower()


def language_called(text: str) -> str | None:
    """Return the tag of a language from its tag or its name; None where that is none."""
    try:
        return parse_language_of_words(text)
    except BadValue:
        return _code_in(text, "languages")


def _code_in(name: str, table: str) -> str | None:
    """Return the code of what is called so in one of our languages: of `languages`, or another."""
    return _codes_in(table).get(name.casefold().strip())


@cache
def _codes_in(table: str) -> Mapping[str, str]:
    """Return the codes of one of Babel's tables by their names in our languages."""
    from babel import Locale

    codes: dict[str, str] = {}
    for spoken in MODULES:
        for code, called in getattr(Locale.parse(spoken, sep="-"), table).items():
            codes.setdefault(called.casefold(), str(code).replace("_", "-"))
    return codes


def parse_address(text: str) -> str:
    """Return a web address; http and https only."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable or re.search(r"[\s\x00-\x1f\x7f]", text):
        message = f"found {quoted(text)}, expected a web address"
        raise BadValue("bad-address", message, _for_address(text))
    return text


def parse_site(text: str) -> str:
    """Return the address of a page as a URI in ASCII: https, with no query and no fragment.

    One of a folder ends in a slash, so that names of files can follow.
    """
    parts = urlsplit(parse_address(text))
    host = parts.netloc.lower()
    try:
        host = host if host.isascii() else read_domain(host)
    except BadMailbox:
        host = ""
    named = re.fullmatch(r"[a-z0-9.-]+(?::[0-9]{1,5})?", host)
    if parts.scheme != "https" or not named or re.search("[?#]", text):
        message = f"found {quoted(text)}, expected the https:// address of a page"
        hint = "write it as https://uni.example/optics/, with no '?', '#' or '@'"
        raise BadValue("bad-address", message, hint)
    path = quote(parts.path, safe="%/:=&+!$,;'@()*~")
    is_file = "." in path.rpartition("/")[2]
    return f"https://{host}{path}{'' if is_file or path.endswith('/') else '/'}"


def parse_target(text: str) -> str:
    """Return a web address, or the path of a file."""
    return parse_address(text) if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text) else parse_text(text)


def _for_address(text: str) -> str:
    """Return what to write for an address that is none."""
    first = re.split(r"[\s,;]", text.strip("<> "), maxsplit=1)[0]
    if re.fullmatch(r"https?://[^\s/]+\.\S+", first):
        more = (
            "; a passcode stands beside it: {url: …, passcode: …}" if len(first) < len(text) else ""
        )
        return f"write {first} alone{more}"
    if re.fullmatch(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:[/:?#]\S*)?", text):
        return f"write https://{text}"
    return "it starts with https:// or http://"


def parse_mailbox(text: str) -> Mailbox:
    """Return a mail address, with or without a name before it."""
    try:
        return read_mailbox(text)
    except BadMailbox as bad:
        message = f"found {quoted(text)}, {bad}, expected a mail address"
        hint = "write it as Ada Lens <ada@uni.example>"
        raise BadValue("bad-mail-address", message, hint) from None


def parse_host(text: str) -> str:
    """Return the name or number of a machine."""
    try:
        ip_address(text)
    except ValueError:
        names = text.removesuffix(".").split(".")
        label = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
        if len(text) > 253 or any(label.fullmatch(name) is None for name in names):
            message = f"found {quoted(text)}, expected the name of a server"
            hint = "write it as smtp.uni.example, without scheme, port and user"
            raise BadValue("bad-host", message, hint) from None
    return text


def parse_port(text: str) -> int:
    """Return the number of a port, 1 to 65535."""
    if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= 65_535:
        message = f"found {quoted(text)}, expected the number of a port"
        raise BadValue("bad-number", message, "most mail servers accept mail on port 587 or 465")
    return int(text)


def parse_pattern(text: str) -> str:
    """Return a date pattern in CLDR's notation (Unicode TR 35) after trying it."""
    from babel.dates import format_date

    try:
        format_date(date(2021, 4, 15), text, locale="en")
    except (ValueError, AttributeError, KeyError, TypeError):
        message = f"found {quoted(text)}, expected a pattern of date fields"
        raise BadValue("bad-date-pattern", message, "write it as EEE d MMM y") from None
    return text


def parse_macro_name(text: str) -> str:
    """Return the name of a command of TeX without the backslash it may be written with."""
    name = text.removeprefix("\\")
    if not re.fullmatch(r"[A-Za-z]{1,40}", name):
        message = f"found {quoted(text)}, expected the letters of a command"
        raise BadValue("bad-macro-name", message, "write it as R or vect")
    return name


def parse_stream_code(text: str) -> str:
    """Return the code of a stream."""
    if re.fullmatch(r"[^\W_][\w-]{0,39}", text):
        return text
    several = [each.strip() for each in re.split(r"[,;/&+]|\s(?:and|und|et|y|e|en)\s", text)]
    if len(several) > 1 and all(re.fullmatch(r"[^\W_][\w-]{0,39}", each) for each in several):
        hint = f"write [{', '.join(several)}] for several"
    else:
        hint = "the label may be longer, the code not"
    raise BadValue("bad-stream-code", f"found {quoted(text)}, expected one word", hint)


def matching(pattern: str, form: Form, code: str, expected: str, *hints: str) -> Single[str]:
    """Return the kind of text that a regular expression matches as a whole."""
    compiled = re.compile(pattern)

    def parse(text: str) -> str:
        if compiled.fullmatch(text) is None:
            raise BadValue(code, f"found {quoted(text)}, expected {expected}", *hints)
        return text

    return Single(expected, parse, form)


def whole_number(smallest: int, largest: int) -> Single[int]:
    """Return the kind of number that lies in a range."""
    expected = f"a number from {smallest} to {largest}"

    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not smallest <= int(text) <= largest:
            raise BadValue("bad-number", f"found {quoted(text)}, expected {expected}")
        return int(text)

    numbers = "|".join(str(number) for number in range(smallest, largest + 1))
    integer = {"type": "integer", "minimum": smallest, "maximum": largest}
    return Single(expected, parse, Form(f"0*(?:{numbers})", resolved=(integer,)))


def abbreviated(names: tuple[str, ...]) -> dict[str, int]:
    """Return every name and its first two and three letters with its place in the list."""
    return {word: index for index, name in enumerate(names) for word in (name, name[:2], name[:3])}
