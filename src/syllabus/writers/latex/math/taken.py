"""Names that the handout defines or looks for, which stand for nothing else in raw LaTeX.

A course may give its commands these names, as any of LaTeX's: in formulas they have another. A test
collects what `templates/` define, and one has TeX meet a course that uses all of them.
"""

from __future__ import annotations


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


TAKEN = (
    # by templates
    _names("""
    acrosscolumns added allshares alternative balancedlines brk bulletofdepth cancelled
    circlepath code codeblock codeline codespace contents contentsline countitem countitems
    datewidth dayagain daynumber dayrow dayrowagain daywidth definesign diamondpath
    doublestruck drawing emptyday endcodeblock endlineearly endreferences findpagestart
    finishday finishmonth finishmonths finishweek fitcell fitcolumns fitcontents fitlines
    fitrow foreign handoutpicture headingbreaks hyperlinkto incapitals infigures inlanguage
    inletters inromans itemsofdepth lastrow legend linesof listheading listspace
    mainhyphenation measurecell measurecontents measurelines meetingend meetinglabel
    meetinglink meetingpart meetingtimes minorheading module modulerow monofamily monthgap
    monthwidth narrowcolumn nearerroot nearroot needroom nextmonth nextofday nextrow nodayrow
    notwider numberofdepth numberupto outlined outlinedas pageliteral pageofplace pageofrow
    personlink pictureof placeabove precompiled printedas quiet quietday quietlink reference
    references restwidth righttoleft righttoleftparagraph roomforlabels roomof rootof rowplace
    settlecolumn settlenarrow settlewide sharecolumns shareof sign smallerlines startday
    startmonth startmonths startweek streamwidth struck takefrom thecontentsline thematicbreak
    themodule thisplace tighterlines tightersections tighterspace timewidth topicwidth
    undivided weakbrk weekday weighcell widestlabel widestline widthof wordmark wordof
    """)
    # by the template of tags
    | _names("""
    AssignStructureRole foreignlanguageof handoutalternative handoutlinkpiece headingtag
    itemoflist itempenalty nestheading passagelanguage setitempenalty settag taggedmonths
    taggedmonthsend tagspan unnamedforeign untaggedbreaks untaggedcodeblock
    untaggedendcodeblock untaggedinlanguage untaggedmodule untaggedstruck
    """)
    # by packages, when the document begins
    | _names("epstopdfDeclareGraphicsRule epstopdfcall epstopdfsetup")
    # what packages look for, to tell which TeX it is
    | _names("""
    AlephVersion OmegaVersion XeTeXinterchartoks XeTeXrevision XeTeXversion directlua epTeXversion
    kanjiskip luatexbanner luatexrevision luatexversion outputmode pageheight pagewidth
    pdfextension pdffeedback pdfoutput pdfstrcmp pdftexversion pdfvariable ptexversion strcmp
    uptexversion
    """)
)
