"""English."""

from __future__ import annotations

from syllabus.scaffold.samples.texts import SampleMeeting, Samples

SAMPLES = Samples(
    course="Our Course",
    winter_break="winter break",
    general="""\
# General Information

For each meeting there is a short text to read beforehand, and a few questions to talk about.
Please bring questions of your own.

Everybody is welcome, and no meeting needs the one before it.
""",
    meetings=(
        SampleMeeting(
            "How to Read a Paper",
            """\
## Pre-reading

1. [@keshav2007] (30 min)

## Questions

1. Read the paper by its own advice. What did you know after the first of the three passes, and
   what only after the second?
2. Which papers should this course read in this way?
""",
        ),
        SampleMeeting(
            "How a Paper Is Made",
            """\
## Pre-reading

1. [@mensh2017] (45 min)

## Questions

1. Take a paper that you know well. Which of the ten rules does it break, and what is gained by
   that?
2. Write down the one contribution of your own work in ten words.
""",
        ),
    ),
)
