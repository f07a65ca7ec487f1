r"""The commands and environments that a formula may use, and what each of them takes.

The names come from LaTeX's own math (fontmath.ltx, latex.ltx), amsmath with amsopn, amsbsy and
amstext, and amssymb with amsfonts; a test sets every one of them with pdfLaTeX. What could read
or write a file, define, loop, leave the formula or move the page is not here.
"""

from __future__ import annotations

from collections.abc import Mapping

from syllabus.on_demand import dataclass


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# --- symbols: commands that stand alone ----------------------------------------------------

LETTERS = _names("""
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau
    upsilon phi chi psi omega varepsilon vartheta varpi varrho varsigma varphi varkappa digamma
    Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    varGamma varDelta varTheta varLambda varXi varPi varSigma varUpsilon varPhi varPsi varOmega
    aleph beth daleth gimel imath jmath ell wp Re Im hbar hslash eth mho Bbbk Finv Game
""")

ORDINARY = _names("""
    angle backprime bigstar blacklozenge blacksquare blacktriangle blacktriangledown bot
    Box checkmark circledR circledS clubsuit complement copyright diagdown diagup Diamond
    diamondsuit emptyset exists flat forall heartsuit infty lnot lozenge maltese mathdollar
    mathellipsis mathparagraph mathsection mathsterling mathunderscore measuredangle nabla natural
    neg nexists partial pounds prime sharp spadesuit sphericalangle square surd top triangle
    triangledown varnothing yen S P dag ddag $ % # & _
""")

BINARY = _names("""
    amalg And ast barwedge bigcirc bigtriangledown bigtriangleup bmod boxdot boxminus boxplus
    boxtimes bullet cap Cap cdot centerdot circ circledast circledcirc circleddash cup Cup
    curlyvee curlywedge dagger ddagger diamond div divideontimes dotplus doublebarwedge doublecap
    doublecup gtrdot intercal land leftthreetimes lessdot lhd lor ltimes mp odot ominus oplus
    oslash otimes pm rhd rightthreetimes rtimes setminus smallsetminus sqcap sqcup star times
    triangleleft triangleright unlhd unrhd uplus varbigtriangledown varbigtriangleup vee veebar
    wedge wr
""")

RELATIONS = _names("""
    approx approxeq asymp backepsilon backsim backsimeq because between blacktriangleleft
    blacktriangleright bowtie bumpeq Bumpeq circeq cong curlyeqprec curlyeqsucc dashv doteq
    doteqdot Doteq eqcirc eqsim eqslantgtr eqslantless equiv fallingdotseq frown ge geq geqq
    geqslant gg ggg gggtr gnapprox gneq gneqq gnsim gtrapprox gtreqless gtreqqless gtrless gtrsim
    gvertneqq in Join le leq leqq leqslant lessapprox lesseqgtr lesseqqgtr lessgtr lesssim ll
    lll llless lnapprox lneq lneqq lnsim lvertneqq mid models ncong ne neq ngeq ngeqq ngeqslant
    ngtr ni nleq nleqq nleqslant nless nmid not notin nparallel nprec npreceq nshortmid
    nshortparallel nsim nsubseteq nsubseteqq nsucc nsucceq nsupseteq nsupseteqq ntriangleleft
    ntrianglelefteq ntriangleright ntrianglerighteq nvdash nvDash nVdash nVDash owns parallel
    perp pitchfork prec precapprox preccurlyeq preceq precnapprox precneqq precnsim precsim
    propto risingdotseq shortmid shortparallel sim simeq smallfrown smallsmile smile sqsubset
    sqsubseteq sqsupset sqsupseteq subset Subset subseteq subseteqq subsetneq subsetneqq succ
    succapprox succcurlyeq succeq succnapprox succneqq succnsim succsim supset Supset supseteq
    supseteqq supsetneq supsetneqq therefore thickapprox thicksim triangleq trianglelefteq
    trianglerighteq varpropto varsubsetneq varsubsetneqq varsupsetneq varsupsetneqq vartriangle
    vartriangleleft vartriangleright vdash vDash Vdash Vvdash
""")

ARROWS = _names("""
    circlearrowleft circlearrowright curvearrowleft curvearrowright dasharrow dashleftarrow
    dashrightarrow downdownarrows downharpoonleft downharpoonright gets hookleftarrow
    hookrightarrow iff implies impliedby joinrel leadsto leftarrow Leftarrow leftarrowtail
    leftharpoondown leftharpoonup leftleftarrows leftrightarrow Leftrightarrow leftrightarrows
    leftrightharpoons leftrightsquigarrow lhook Lleftarrow longleftarrow Longleftarrow
    longleftrightarrow Longleftrightarrow longmapsto longrightarrow Longrightarrow looparrowleft
    looparrowright Lsh mapsto mapstochar multimap nearrow nleftarrow nLeftarrow nleftrightarrow
    nLeftrightarrow nrightarrow nRightarrow nwarrow relbar Relbar restriction rhook rightarrow
    Rightarrow rightarrowtail rightharpoondown rightharpoonup rightleftarrows rightleftharpoons
    rightrightarrows rightsquigarrow Rrightarrow Rsh searrow swarrow to twoheadleftarrow
    twoheadrightarrow upharpoonleft upharpoonright upuparrows
""")

BIG_OPERATORS = _names("""
    bigcap bigcup bigodot bigoplus bigotimes bigsqcup biguplus bigvee bigwedge coprod idotsint
    iiiint iiint iint int intop oint ointop prod smallint sum
""")

NAMED_OPERATORS = _names("""
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf injlim ker lg lim
    liminf limsup ln log max min Pr projlim sec sin sinh sup tan tanh varinjlim varliminf
    varlimsup varprojlim
""")

DOTS_AND_MARKS = _names("""
    cdotp cdots colon ddots dots dotsb dotsc dotsi dotsm dotso hdots ldotp ldots vdots
    DOTSB DOTSI DOTSX
""")

SPACES = _names(r"""
    , : > ; ! / thinspace medspace thickspace negthinspace negmedspace negthickspace
    enspace quad qquad nobreakspace allowbreak strut mathstrut
""") | {" "}

STYLES = _names("""
    displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits displaylimits
    rm sf tt bf it cal mit
""")

DELIMITERS = _names("""
    { } | lbrace rbrace langle rangle lceil rceil lfloor rfloor lgroup rgroup lmoustache
    rmoustache lvert rvert lVert rVert vert Vert arrowvert Arrowvert bracevert backslash uparrow
    downarrow updownarrow Uparrow Downarrow Updownarrow ulcorner urcorner llcorner lrcorner
    lbrack rbrack
""")

FRACTIONS = _names("over atop choose brace brack")
"""TeX's old fractions, which divide all of the group that they stand in."""

SYMBOLS = (
    LETTERS | ORDINARY | BINARY | RELATIONS | ARROWS | BIG_OPERATORS | NAMED_OPERATORS
    | DOTS_AND_MARKS | SPACES | STYLES | DELIMITERS | FRACTIONS
)  # fmt: skip
"""Every command that takes no argument in math."""

# --- commands with arguments ---------------------------------------------------------------

ACCENTS = _names("""
    acute bar breve check ddot dot grave hat mathring tilde vec widehat widetilde
    Acute Bar Breve Check Ddot Dot Grave Hat Tilde Vec
""")

SIZED = _names("""
    big bigl bigm bigr Big Bigl Bigm Bigr bigg biggl biggm biggr Bigg Biggl Biggm Biggr
""")
"""Commands that take one delimiter."""

TEXT_FONTS = _names("""
    text textnormal textrm textsf texttt textbf textmd textit textsl textsc textup emph mbox
""")

ARGUMENTS: Mapping[str, str] = {
    **dict.fromkeys(ACCENTS, "m"),
    **dict.fromkeys(SIZED, "G"),
    **dict.fromkeys(
        _names("""
            mathnormal mathrm mathsf mathtt mathbf mathit mathcal mathfrak mathbb frak Bbb bold
            boldsymbol pmb dddot ddddot overline overrightarrow overleftarrow overleftrightarrow
            underrightarrow underleftarrow underleftrightarrow overbrace underbrace boxed lefteqn
            phantom hphantom underline vphantom mod pod pmod ensuremath
        """),
        "m",
    ),
    **dict.fromkeys(_names("frac dfrac tfrac binom dbinom tbinom"), "mm"),
    **dict.fromkeys(_names("overset underset stackrel"), "mm"),
    **dict.fromkeys(
        _names("""
            mathord mathop mathbin mathrel mathopen mathclose mathpunct mathinner
        """),
        "f",
    ),
    **dict.fromkeys(_names("xleftarrow xrightarrow"), "om"),
    **dict.fromkeys(TEXT_FONTS, "t"),
    "cfrac": "Lmm",
    "eqref": "I",
    "genfrac": "XXTBmm",
    "hspace": "H",
    "mspace": "U",
    "leftroot": "N",
    "uproot": "N",
    "operatorname": "*m",
    "operatornamewithlimits": "m",
    "ref": "I",
    "overunderset": "mmm",
    "sideset": "mmq",
    "skew": "Nam",
    "smash": "Sm",
    "sqrt": "of",
    "sqrtsign": "f",
    "substack": "r",
    # in some places only, see `PLACED`
    "cline": "K",
    "displaybreak": "P",
    "hdotsfor": "FN",
    "hline": "",
    "intertext": "b",
    "label": "I",
    "multicolumn": "NCm",
    "nonumber": "",
    "notag": "",
    "raisetag": "H",
    "shoveleft": "m",
    "shoveright": "m",
    "tag": "*b",
}
"""What each command takes, one letter per argument.

`m` a formula, `f` a formula that may be one of `FIELDS` without braces, `r` a formula in rows,
`t` text, `b` text in braces, `q` an operator with limits, `o` a formula in brackets, `*` a star,
`a` an accent. The capitals stand for the plain values of `PLAIN_ARGUMENTS`.
"""

PLACED = FRACTIONS | _names("""
    cline displaybreak displaylimits hdotsfor hline intertext label leftroot limits multicolumn
    nolimits nonumber notag raisetag shoveleft shoveright tag uproot
""")
"""Commands that can be used in some places only."""

OPERATORS = (
    BIG_OPERATORS
    | NAMED_OPERATORS
    | _names("mathop operatorname operatornamewithlimits overbrace underbrace sideset")
)
r"""Commands after which `\limits` can stand."""

COST: Mapping[str, int] = {
    **dict.fromkeys(ACCENTS | {"skew"}, 14),
    **dict.fromkeys(TEXT_FONTS - {"mbox"}, 4),
    **dict.fromkeys(
        _names("""
            phantom hphantom vphantom smash overrightarrow overleftarrow overleftrightarrow
            underrightarrow underleftarrow underleftrightarrow
        """),
        4,
    ),
    **dict.fromkeys(_names("overset underset overunderset sideset xleftarrow xrightarrow"), 2),
    "boldsymbol": 6,
    "pmb": 12,
}
"""How often TeX sets an argument of a command, where that is more than once.

Ten `\\pmb` inside each other would keep it busy for days. A root counts only when it has an index.
"""

INDEXED_ROOT_COST = 4

FIELDS = TEXT_FONTS - {"mbox"} | _names("""
    mathnormal mathrm mathsf mathtt mathbf mathit mathcal mathfrak mathbb frak Bbb bold
    frac dddot ddddot
""")
"""Commands with arguments that may stand without braces after `^`, `_` and `\\sqrt`."""

NO_FIELDS = (
    SPACES | STYLES | NAMED_OPERATORS | BIG_OPERATORS - _names("intop ointop smallint")
    | DOTS_AND_MARKS - _names("cdotp ldotp")
    | _names("""
        And bmod bowtie cong dasharrow dashleftarrow dashrightarrow doteq iff implies impliedby
        Join joinrel longrightarrow Longrightarrow mathellipsis mathunderscore models notin relbar
        Relbar
    """)
)  # fmt: skip
"""Symbols that need braces after `^`, `_` and `\\sqrt`: they are more than one thing to TeX."""

# --- inside \text ----------------------------------------------------------------------------

TEXT_SYMBOLS = _names(r"""
    { } $ % # & _ , ; : ! / - thinspace medspace thickspace negthinspace enspace quad qquad
    AA aa AE ae DH dh DJ dj L l NG ng O o OE oe SS ss TH th i j S P dag ddag copyright pounds
    dots ldots nobreakspace nobreakdash allowbreak strut yen checkmark circledR maltese
    textasciicircum textasciitilde textbackslash textbar textbullet textcopyright textdagger
    textdaggerdbl textdegree textellipsis textemdash textendash texteuro textgreater textless
    textmu textparagraph textperiodcentered textpm textquotedbl textquotedblleft
    textquotedblright textquoteleft textquoteright textquotesingle textregistered textsection
    texttimes texttrademark textunderscore
    boldmath unboldmath bfseries itshape mdseries rmfamily scshape sffamily slshape ttfamily
    upshape normalfont tiny scriptsize footnotesize small normalsize rm sf tt bf it
""") | {" "}

TEXT_ARGUMENTS: Mapping[str, str] = {
    **dict.fromkeys(TEXT_FONTS, "t"),
    **dict.fromkeys(_names("` ' ^ \" ~ = . b c d H k r t u v"), "t"),
    "ensuremath": "m",
    "eqref": "I",
    "hspace": "H",
    "ref": "I",
}

SIGNS = tuple(map(frozenset, ("!'()*+,-./:;<=>?@[]|~", "!'()*+,-./:;<=>?@[]|~`")))
"""Signs that stand for themselves: in a formula, and in text inside a formula."""

# --- environments ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment of math.

    `arguments` is as in `ARGUMENTS`, `columns` the most that a row can have (None: any number;
    0: as many as the argument says). An environment of `display` is a displayed formula itself;
    one that `holds` such has nothing else in it.
    """

    columns: int | None = None
    arguments: str = ""
    display: bool = False
    holds: bool = False


ENVIRONMENTS: Mapping[str, Environment] = {
    **dict.fromkeys(
        ("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix"), Environment(10)
    ),
    "array": Environment(0, "VC"),
    "smallmatrix": Environment(),
    "subarray": Environment(1, "A"),
    "cases": Environment(2),
    "aligned": Environment(None, "V"),
    "alignedat": Environment(0, "VE"),
    "gathered": Environment(1, "V"),
    "split": Environment(2),
    **dict.fromkeys(("displaymath", "equation", "equation*"), Environment(1, display=True)),
    **dict.fromkeys(("gather", "gather*", "multline", "multline*"), Environment(1, display=True)),
    **dict.fromkeys(("align", "align*", "flalign", "flalign*"), Environment(display=True)),
    **dict.fromkeys(
        ("alignat", "alignat*", "xalignat", "xalignat*", "xxalignat"),
        Environment(0, "E", display=True),
    ),
    **dict.fromkeys(("eqnarray", "eqnarray*"), Environment(3, display=True)),
    "subequations": Environment(1, display=True, holds=True),
}

IN_GATHER = frozenset(("align", "alignat", "flalign"))
"""Displayed formulas that may be a line of `gather`."""

# --- plain values ----------------------------------------------------------------------------

_LENGTH = r"-?(?:\d{1,3}(?:\.\d{0,4})?|\.\d{1,4}) ?(?:pt|bp|mm|cm|in|pc|em|ex|mu)"
_GAP = r"@\{(?:\\[,;:! ]|\\q?quad(?![A-Za-z])|[.,:;|/~ ])*\}"
_COLUMNS = rf"(?:[lcr| ]|{_GAP}|\*\{{\d{{1,2}}\}}\{{[lcr| ]{{1,8}}\}})+"

PLAIN_ARGUMENTS: Mapping[str, tuple[str, str]] = {
    "A": (r"[cl]", "'c' or 'l'"),
    "B": (r"[0-3]?", "a style from 0 to 3, or nothing"),
    "C": (_COLUMNS, "columns such as 'lcr'"),
    "D": ("", "a delimiter such as '('"),
    "E": (r"\d{1,2}", "a small whole number"),
    "F": (r"\d{1,2}(?:\.\d{1,3})?|\.\d{1,3}", "a small number"),
    "G": ("", "a delimiter such as '('"),
    "H": (_LENGTH, "a short length such as '1em'"),
    "I": (r"[A-Za-z0-9][A-Za-z0-9:._+-]{0,60}", "a label such as 'eq:wave'"),
    "K": (r"\d{1,2}-\d{1,2}", "columns such as '1-2'"),
    "L": (r"[lcr]", "'l', 'c' or 'r'"),
    "N": (r"-?\d{1,2}", "a small whole number"),
    "P": (r"[0-4]", "a number from 0 to 4"),
    "S": (r"t|b|tb", "'t' or 'b'"),
    "T": (r"(?:(?:\d(?:\.\d{0,4})?|\.\d{1,4}) ?pt)?", "a thickness such as '0.4pt', or nothing"),
    "U": (r"-?(?:\d{1,2}(?:\.\d{0,4})?|\.\d{1,4}) ?mu", "a short length such as '3mu'"),
    "V": (r"[tcb]", "'t', 'c' or 'b'"),
    "X": ("", "a delimiter, or nothing"),
    "a": ("", r"an accent such as '\hat'"),
}
"""Arguments that are not formulas: their pattern, and its description for messages."""

LABEL_PREFIX = "formula:"
"""What the labels of formulas begin with in the .tex, so that none of them can be a template's."""

DELIMITER_ARGUMENTS = frozenset("DGX")
DELIMITER_TOKENS = frozenset("()[]/|<>.") | {f"\\{name}" for name in DELIMITERS}

OPTIONAL_ARGUMENTS = frozenset("oFLPSV*")

COMMANDS = SYMBOLS | frozenset(ARGUMENTS)
"""Every command that a formula may use."""

TEXT_COMMANDS = TEXT_SYMBOLS | frozenset(TEXT_ARGUMENTS)
"""Every command that text inside a formula may use."""

SPACES_BEFORE_BRACKET = _names("""
    array cases eqnarray eqnarray* matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix
""")
r"""Environments in which `[` belongs to `\\` even where a space stands between them."""
