r"""Numbers and units as siunitx reads them: `1.5e-3`, `\metre\per\second`, `m/s`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from syllabus.on_demand import pattern

_FIGURES = r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)"
_NUMBER = pattern(
    rf"(?P<main>{_FIGURES})?(?:\((?P<last>\d+)\)|(?:\+-|\\pm|±)(?P<error>\d+(?:[.,]\d*)?|[.,]\d+))?"
    r"(?:[eEdD](?P<power>[+-]?\d+))?",
    re.ASCII,
)
MOST_FIGURES = 60

_PREFIXES: Mapping[str, str] = {
    "quecto": "q", "ronto": "r", "yocto": "y", "zepto": "z", "atto": "a", "femto": "f",
    "pico": "p", "nano": "n", "micro": "\\text{\\textmu}", "milli": "m", "centi": "c",
    "deci": "d", "deca": "da", "deka": "da", "hecto": "h", "kilo": "k", "mega": "M", "giga": "G",
    "tera": "T", "peta": "P", "exa": "E", "zetta": "Z", "yotta": "Y", "ronna": "R", "quetta": "Q",
}  # fmt: skip
_UNITS: Mapping[str, str] = {
    "metre": "m", "meter": "m", "gram": "g", "second": "s", "ampere": "A", "kelvin": "K",
    "mole": "mol", "candela": "cd", "hertz": "Hz", "newton": "N", "pascal": "Pa", "joule": "J",
    "watt": "W", "coulomb": "C", "volt": "V", "farad": "F", "ohm": r"\Omega ", "siemens": "S",
    "weber": "Wb", "tesla": "T", "henry": "H", "lumen": "lm", "lux": "lx", "becquerel": "Bq",
    "gray": "Gy", "sievert": "Sv", "katal": "kat", "radian": "rad", "steradian": "sr",
    "celsius": r"{}^{\circ}\mathrm{C}", "degreeCelsius": r"{}^{\circ}\mathrm{C}",
    "degree": r"{}^{\circ}", "arcminute": r"{}'", "arcsecond": r"{}''", "percent": r"\%",
    "minute": "min", "hour": "h", "day": "d", "litre": "L", "liter": "L", "tonne": "t",
    "hectare": "ha", "electronvolt": "eV", "dalton": "Da", "bel": "B", "decibel": "dB",
    "neper": "Np", "bar": "bar", "angstrom": r"\text{Å}", "kilogram": "kg", "bit": "bit",
    "byte": "B", "astronomicalunit": "au", "atomicmassunit": "u",
    "km": "km", "m": "m", "dm": "dm", "cm": "cm", "mm": "mm", "um": r"\text{\textmu}m", "nm": "nm",
    "pm": "pm", "fm": "fm", "s": "s", "ms": "ms", "us": r"\text{\textmu}s", "ns": "ns", "ps": "ps",
    "fs": "fs", "kg": "kg", "g": "g", "mg": "mg", "ug": r"\text{\textmu}g", "ng": "ng", "Hz": "Hz",
    "kHz": "kHz", "MHz": "MHz", "GHz": "GHz", "THz": "THz", "mHz": "mHz", "K": "K", "A": "A",
    "mA": "mA", "uA": r"\text{\textmu}A", "V": "V", "kV": "kV", "mV": "mV", "W": "W", "kW": "kW",
    "MW": "MW", "mW": "mW", "J": "J", "kJ": "kJ", "eV": "eV", "keV": "keV", "MeV": "MeV",
    "GeV": "GeV", "TeV": "TeV", "meV": "meV", "N": "N", "kN": "kN", "Pa": "Pa", "kPa": "kPa",
    "MPa": "MPa", "GPa": "GPa", "mol": "mol", "mmol": "mmol", "umol": r"\text{\textmu}mol",
    "L": "L", "mL": "mL", "uL": r"\text{\textmu}L", "l": "l", "ml": "ml", "dB": "dB", "kWh": "kWh",
    "F": "F", "uF": r"\text{\textmu}F", "nF": "nF", "pF": "pF", "H": "H", "C": "C", "T": "T",
}  # fmt: skip
_BEFORE: Mapping[str, str] = {"square": "2", "cubic": "3"}
_AFTER: Mapping[str, str] = {"squared": "2", "cubed": "3"}
_MACRO = pattern(r"\\([A-Za-z]+) *(?:\{([+-]?\d{1,3})\})?[ ~]*")
_LITERAL = pattern(
    r"(?:(?P<sign>[./~ ]|\\,|\\cdot ?)*?)(?P<name>[A-Za-zµμΩÅ°%]+|\\%)"
    r"(?:\^(?:(?P<figure>\d)|\{(?P<power>[+-]?\d{1,3})\})|(?P<raised>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
)
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_LETTERS = {"µ": r"\text{\textmu}", "μ": r"\text{\textmu}", "Ω": r"\Omega ", "Å": r"\text{Å}"}
_LETTERS |= {"°": r"{}^{\circ}", "%": r"\%"}


def number_of(text: str) -> str | None:
    """Return a number as math, None for what is none: figures in threes, the exponent raised."""
    text = re.sub(r"[\s~]|\\,", "", text)
    if len(text) > MOST_FIGURES:
        return None
    for sign, written in (("x", r"\times "), ("/", "/")):
        if len(parts := text.split(sign)) > 1:
            numbers = [number_of(part) if part else None for part in parts]
            known = [each for each in numbers if each is not None]
            return written.join(known) if len(known) == len(parts) else None
    found = _NUMBER.fullmatch(text)
    if found is None or not (found["main"] or found["power"]):
        return None
    if (found["last"] or found["error"]) and not found["main"]:
        return None
    main, power = found["main"], found["power"]
    written = _grouped(main) if main else ""
    if found["last"]:
        written += f"({found['last']})"
    elif found["error"]:
        written += rf"\pm {_grouped(found['error'])}"
        written = f"({written})" if power else written
    if power is None:
        return written
    times = r" \times " if written else ""
    return f"{written}{times}10^{{{power.removeprefix('+')}}}"


def _grouped(figures: str) -> str:
    sign = figures[0] if figures[0] in "+-" else ""
    whole, _, rest = figures[len(sign) :].replace(",", ".").partition(".")
    whole = whole or "0"
    if len(whole) > 4:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", r"\\,", whole)
    if len(rest) > 4:
        rest = re.sub(r"(\d{3})(?=\d)", r"\1\\,", rest)
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def unit_of(text: str) -> str | None:
    r"""Return a unit as math, None for what cannot be read; empty for no unit."""
    text = text.strip()
    if not text:
        return ""
    if "\\" in text.replace(r"\,", "").replace(r"\cdot", "").replace(r"\%", ""):
        return _of_macros(text)
    return _of_letters(text)


def _of_macros(text: str) -> str | None:
    factors: list[str] = []
    at = 0
    inverse, prefix, power = False, "", ""
    while at < len(text):
        found = _MACRO.match(text, at)
        if found is None:
            return None
        name, figure = found[1], found[2]
        if figure and name not in ("tothe", "raiseto"):
            return None
        at = found.end()
        if name == "per":
            inverse = True
        elif name in _PREFIXES and not prefix:
            prefix = _PREFIXES[name]
        elif name in _BEFORE or (name == "raiseto" and figure):
            power = _BEFORE.get(name, figure)
        elif (name in _AFTER or (name == "tothe" and figure)) and factors and not prefix:
            factors[-1] = _raise(factors[-1], _AFTER.get(name, figure))
        elif name in _UNITS:
            factors.append(_factor(prefix + _UNITS[name], power or "1", inverse))
            inverse, prefix, power = False, "", ""
        else:
            return None
    return r"\,".join(factors) if factors and not (prefix or power or inverse) else None


def _factor(name: str, power: str, inverse: bool) -> str:
    power = power if not inverse else power[1:] if power[0] == "-" else f"-{power}"
    written = name if name.startswith("{}^") or name == r"\%" else rf"\mathrm{{{name}}}"
    return written if power == "1" else f"{written}^{{{power}}}"


def _raise(factor: str, power: str) -> str:
    """Raise a factor that stands alone, or is an inverse, to a power."""
    if factor.endswith("^{-1}"):
        return f"{factor.removesuffix('^{-1}')}^{{-{power}}}"
    return f"{factor}^{{{power}}}"


def _of_letters(text: str) -> str | None:
    written: list[str] = []
    at = 0
    while at < len(text):
        found = _LITERAL.match(text, at)
        if found is None:
            return None
        between = text[at : found.start("name")]
        at = found.end()
        power = found["figure"] or found["power"] or (found["raised"] or "").translate(_RAISED)
        if written:
            written.append("/" if "/" in between else r"\,")
        elif between.strip():
            return None
        name = found["name"].removeprefix("\\")
        letters = "".join(_LETTERS.get(letter, letter) for letter in name)
        written.append(_factor(letters, power or "1", inverse=False))
    return "".join(written)
