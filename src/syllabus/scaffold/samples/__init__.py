"""The texts of a new course's handout, each of which its organiser replaces, by language.

Each language that has words of its own (`model.words.MODULES`) has a module of the same name here,
which holds `SAMPLES`. They are what is printed; comments of YAML are English like its keys.
"""

from __future__ import annotations

from importlib import import_module

from syllabus.model.words import MODULES
from syllabus.scaffold.samples.texts import SampleMeeting, Samples

__all__ = ["SampleMeeting", "Samples", "samples_for"]


def samples_for(language: str) -> Samples:
    """Return the texts in a language (BCP 47), in English if it has no words of its own."""
    name = MODULES.get(language) or MODULES.get(language.partition("-")[0].lower(), "en")
    samples: Samples = import_module(f"{__name__}.{name}").SAMPLES
    return samples
