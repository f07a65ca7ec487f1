"""Works of every type as APA's manual (7th edition, chapter 10) has them, from docs/works.bib."""

from __future__ import annotations

from pathlib import Path

from tests.bibliography.printing import full, library, shown, style, work

from syllabus.front.bibliography import format_citations

WORKS = Path(__file__).parents[2] / "docs" / "works.bib"
EXPECTED = {
    "article": (
        "Okafor, A., & Lind, P. (2019). Growth of lichens on basalt. *Polar Botany*, *12*(3), "
        "201–214. <https://doi.org/10.1000/pb.12.201>"
    ),
    "number": (
        "Lind, P. (2021). Mosses and light. *Polar Botany*, *14*(1), Article e1007. "
        "<https://doi.org/10.1000/pb.e1007>"
    ),
    "magazine": "Reyes, T. (2018, June). The last lighthouse. *Coast Monthly*, *40*(6), 12–19.",
    "newspaper": (
        "Brandt, I. (2020, March 14). Harbour opens again. *The Bergen Courier*. "
        "<https://courier.example/harbour>"
    ),
    "blog": (
        "Ncube, L. (2017, November 2). Why maps lie. *Paper and Compass*. "
        "<https://compass.example/maps>"
    ),
    "page": "Harbour Museum. (2016, May 9). *How ropes are made*. <https://museum.example/ropes>",
    "book": "Haugen, S. (2015). *The weather of small islands* (2nd ed.). Fjord Press.",
    "chapter": (
        "Moreau, J. (2014). Fog and memory. In S. Haugen & M.-J. Park (Eds.), *Essays on the "
        "coast* (pp. 45–67). Fjord Press."
    ),
    "volume": "Haugen, S. (2016). *The weather of the north: Vol. 2. Storms*. Fjord Press.",
    "translation": (
        "Sørli, K. (2009). *The salt road* (F. Reid, Trans.). Lantern Books. (Original work "
        "published 1931)"
    ),
    "entry": (
        "Adeyemi, B. (2011). Tides. In M.-J. Park (Ed.), *Encyclopedia of the Sea* (3rd ed., "
        "Vol. 2, pp. 88–91). Meridian."
    ),
    "review": (
        "Costa, R. (2016). Reading the wind [Review of the book *The weather of small islands*, "
        "by S. Haugen]. *Review of Islands*, *3*(2), 77–79."
    ),
    "preprint": (
        "Ito, M. (2021). *Ice cores from the shelf* (arXiv:2101.00001). arXiv. "
        "<https://arxiv.org/abs/2101.00001>"
    ),
    "report": (
        "Coastal Survey. (2013). *State of the dunes* (Report No. 17). "
        "<https://survey.example/dunes>"
    ),
    "techreport": (
        "Vogel, U. (2010). *Sand moved by wind* (Technical Report No. 9). Institute of Shores."
    ),
    "standard": (
        "Rope Makers’ Union. (2012). *Ropes of hemp: Strength* (Standard RMU 4-2). "
        "<https://rmu.example/4-2>"
    ),
    "thesis": (
        "Nilsen, O. (2008). *Currents of the inner fjord* [Doctoral dissertation, University of "
        "Tromsø]. <https://thesis.example/77>"
    ),
    "talk": (
        "Singh, A. (2019, August 12–15). *Listening to whales* [Conference presentation]. "
        "Meeting on Marine Sound, Oslo, Norway. <https://sound.example/whales>"
    ),
    "proceedings": (
        "Khan, S., & Wolf, J. (2020). Buoys that learn. In A. Lee (Ed.), *Proceedings of the "
        "Workshop on Sensors* (pp. 33–40). Meridian. <https://doi.org/10.1000/ws.33>"
    ),
    "dataset": (
        "Okafor, A. (2012). *Lichens of Jan Mayen, 1990–2010* (Version 2) [Data set]. Polar "
        "Archive. <https://doi.org/10.1000/data.5>"
    ),
    "software": (
        "Baker, T. (2022). *TideTable* (Version 4.1) [Computer software]. GitHub. "
        "<https://code.example/tidetable>"
    ),
    "film": "Lund, A. (Director). (2004). *The long ebb* [Film]. North Light Pictures.",
    "video": (
        "Harbour Museum. (2018, February 3). *Splicing a rope* [Video]. YouTube. "
        "<https://video.example/9>"
    ),
    "podcast": (
        "Grant, E. (Host). (2021, September 30). The fog horn (No. 31) [Audio podcast episode]. "
        "In *Sounds of the Shore*. Radio North. <https://radio.example/31>"
    ),
    "television": (
        "Berg, L. (2016, January 10). Ebb (Season 2, Episode 3) [TV series episode]. In N. Dahl "
        "(Executive Producer), *The Pilot Boat*. Channel Six."
    ),
    "music": "Aalto, K. (2013). Grey harbour [Song]. On *Winter Lines*. Reed Records.",
    "artwork": "Petit, L. (1898). *Boats at dusk* [Painting]. City Gallery, Ghent, Belgium.",
    "map": (
        "Coastal Survey. (1977). *Shoals of the western approach* [Map]. Coastal Survey. "
        "<https://survey.example/shoals>"
    ),
    "patent": (
        "Ferro, G. (2015). *Lamp for buoys* (U.S. Patent No. 9,999,901). Patent Office. "
        "<https://patents.example/9999901>"
    ),
    "case": "Harbour Board v. Salt Company, 501 F.3d 77 (9th Cir. 2007).",
    "statute": "Clean Harbours Act, 33 U.S.C. § 9901 (1990).",
    "post": (
        "Harbour Museum. (2022, July 1). *Today we hoist the old flag for the first time since "
        "the great storm* [Post]. Mastodon. <https://social.example/1>"
    ),
    "interview": (
        "Halvorsen, R. (1999, April 2). *Life at the lighthouse* (I. Brandt, Interviewer). "
        "Bergen Oral History. <https://oral.example/12>"
    ),
    "letter": (
        "Haugen, S. (1952, March 8). *On the harbour* [Letter to the Harbour Board]. Bergen City "
        "Archives."
    ),
    "personal": "(S. Haugen, personal communication, March 8, 2021)",
}
"""`personal` has no reference in APA: its place in the text says all."""


def test_every_work_is_printed_as_apa_asks_for() -> None:
    entries = library(WORKS.read_text(encoding="utf-8"))
    cited = [full(work(key)) for key in entries.keys()]  # noqa: SIM118 - not a dict
    printed = format_citations(entries, cited, style("apa"), "en-US")
    assert printed.diagnostics == ()
    found = {
        key: shown(nodes) for key, nodes in zip(entries.keys(), printed.citations, strict=True)
    }
    assert found == EXPECTED
