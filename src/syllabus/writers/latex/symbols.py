"""Characters of Unicode that LaTeX prints by a command of math."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from syllabus.on_demand import pattern


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return {character: f"\\{name}" for character, name in zip(words[::2], words[1::2], strict=True)}


GREEK = _pairs("""
    α alpha β beta γ gamma δ delta ε varepsilon ϵ epsilon ζ zeta η eta θ theta ϑ vartheta ι iota
    κ kappa ϰ varkappa λ lambda μ mu ν nu ξ xi π pi ϖ varpi ρ rho ϱ varrho σ sigma ς varsigma
    τ tau υ upsilon φ varphi ϕ phi χ chi ψ psi ω omega ϝ digamma
    Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega
""") | {
    capital: rf"\mathrm{{{latin}}}"
    for capital, latin in zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo", strict=True)
}

LETTERS = _pairs("""
    ℏ hbar ℓ ell ℘ wp ℜ Re ℑ Im ℵ aleph ℶ beth ℷ gimel ℸ daleth ı imath ȷ jmath ð eth ℧ mho
    ∂ partial ∇ nabla ∞ infty ∅ varnothing Ⅎ Finv ⅁ Game
""") | {
    "ℂ": r"\mathbb{C}",
    "ℍ": r"\mathbb{H}",
    "ℕ": r"\mathbb{N}",
    "ℙ": r"\mathbb{P}",
    "ℚ": r"\mathbb{Q}",
    "ℝ": r"\mathbb{R}",
    "ℤ": r"\mathbb{Z}",
    "𝔼": r"\mathbb{E}",
    "𝔽": r"\mathbb{F}",
    "𝕊": r"\mathbb{S}",
    "ℬ": r"\mathcal{B}",
    "ℰ": r"\mathcal{E}",
    "ℱ": r"\mathcal{F}",
    "ℋ": r"\mathcal{H}",
    "ℐ": r"\mathcal{I}",
    "ℒ": r"\mathcal{L}",
    "ℳ": r"\mathcal{M}",
    "ℛ": r"\mathcal{R}",
    "ℭ": r"\mathfrak{C}",
    "ℌ": r"\mathfrak{H}",
    "ℨ": r"\mathfrak{Z}",
    "𝟙": r"\doublestruck{1}",
}

OPERATORS = _pairs("""
    ± pm ∓ mp × times ÷ div ∗ ast ⋆ star ∘ circ ∙ bullet ⋅ cdot ∩ cap ∪ cup ⊎ uplus ⊓ sqcap
    ⊔ sqcup ∨ vee ∧ wedge ∖ setminus ≀ wr ⋄ diamond △ bigtriangleup ▽ bigtriangledown
    ◁ triangleleft ▷ triangleright ⊕ oplus ⊖ ominus ⊗ otimes ⊘ oslash ⊙ odot ◯ bigcirc ⨿ amalg
    ⊞ boxplus ⊟ boxminus ⊠ boxtimes ⊡ boxdot ⋉ ltimes ⋊ rtimes ⋋ leftthreetimes
    ⋌ rightthreetimes ⋏ curlywedge ⋎ curlyvee ⊻ veebar ⊼ barwedge ⋒ Cap ⋓ Cup ∔ dotplus
    ⊺ intercal ⊚ circledcirc ⊛ circledast ⊝ circleddash ¬ neg ∀ forall ∁ complement ∃ exists
    ∄ nexists ∠ angle ∡ measuredangle ∢ sphericalangle ⊤ top ⊥ perp √ surd
    ∑ sum ∏ prod ∐ coprod ∫ int ∬ iint ∭ iiint ∮ oint ⋀ bigwedge ⋁ bigvee ⋂ bigcap ⋃ bigcup
    ⨀ bigodot ⨁ bigoplus ⨂ bigotimes ⨄ biguplus ⨆ bigsqcup
    … ldots ⋯ cdots ⋮ vdots ⋱ ddots
""")

RELATIONS = _pairs("""
    ≠ neq ≤ leq ≥ geq ≦ leqq ≧ geqq ⩽ leqslant ⩾ geqslant ≨ lneqq ≩ gneqq ≪ ll ≫ gg ⋘ lll ⋙ ggg
    ≲ lesssim ≳ gtrsim ⪅ lessapprox ⪆ gtrapprox ≶ lessgtr ≷ gtrless ⋚ lesseqgtr ⋛ gtreqless
    ≮ nless ≯ ngtr ≰ nleq ≱ ngeq ≺ prec ≻ succ ≼ preccurlyeq ≽ succcurlyeq ⪯ preceq ⪰ succeq
    ≾ precsim ≿ succsim ⊀ nprec ⊁ nsucc ∼ sim ∽ backsim ≁ nsim ≃ simeq ≅ cong ≇ ncong
    ≈ approx ≊ approxeq ≍ asymp ≎ Bumpeq ≏ bumpeq ≐ doteq ≑ doteqdot ≒ fallingdotseq
    ≓ risingdotseq ≖ eqcirc ≗ circeq ≜ triangleq ≡ equiv ∝ propto ∈ in ∉ notin ∋ ni
    ⊂ subset ⊃ supset ⊆ subseteq ⊇ supseteq ⊈ nsubseteq ⊉ nsupseteq ⊊ subsetneq ⊋ supsetneq
    ⋐ Subset ⋑ Supset ⊏ sqsubset ⊐ sqsupset ⊑ sqsubseteq ⊒ sqsupseteq ⊲ vartriangleleft
    ⊳ vartriangleright ⊴ trianglelefteq ⊵ trianglerighteq ∣ mid ∤ nmid ∥ parallel ∦ nparallel
    ⊢ vdash ⊣ dashv ⊨ vDash ⊩ Vdash ⊪ Vvdash ⊬ nvdash ⊭ nvDash ⋈ bowtie ⌣ smile ⌢ frown
    ≬ between ⋔ pitchfork ⊸ multimap ∴ therefore ∵ because
""")

ARROWS = _pairs("""
    ← leftarrow ↑ uparrow → rightarrow ↓ downarrow ↔ leftrightarrow ↕ updownarrow ↖ nwarrow
    ↗ nearrow ↘ searrow ↙ swarrow ↚ nleftarrow ↛ nrightarrow ↝ leadsto ↞ twoheadleftarrow
    ↠ twoheadrightarrow ↢ leftarrowtail ↣ rightarrowtail ↦ mapsto ↩ hookleftarrow
    ↪ hookrightarrow ↫ looparrowleft ↬ looparrowright ↭ leftrightsquigarrow ↮ nleftrightarrow
    ↰ Lsh ↱ Rsh ↶ curvearrowleft ↷ curvearrowright ↺ circlearrowleft ↻ circlearrowright
    ↼ leftharpoonup ↽ leftharpoondown ↾ upharpoonright ↿ upharpoonleft ⇀ rightharpoonup
    ⇁ rightharpoondown ⇂ downharpoonright ⇃ downharpoonleft ⇄ rightleftarrows
    ⇆ leftrightarrows ⇇ leftleftarrows ⇈ upuparrows ⇉ rightrightarrows ⇊ downdownarrows
    ⇋ leftrightharpoons ⇌ rightleftharpoons ⇍ nLeftarrow ⇎ nLeftrightarrow ⇏ nRightarrow
    ⇐ Leftarrow ⇑ Uparrow ⇒ Rightarrow ⇓ Downarrow ⇔ Leftrightarrow ⇕ Updownarrow ⇚ Lleftarrow
    ⇛ Rrightarrow ⇝ rightsquigarrow ⟵ longleftarrow ⟶ longrightarrow ⟷ longleftrightarrow
    ⟸ Longleftarrow ⟹ Longrightarrow ⟺ Longleftrightarrow ⟼ longmapsto
""")

DELIMITERS = _pairs("""
    ⟨ langle ⟩ rangle 〈 langle 〉 rangle ⌈ lceil ⌉ rceil ⌊ lfloor ⌋ rfloor ‖ Vert ⌜ ulcorner
    ⌝ urcorner ⌞ llcorner ⌟ lrcorner ⎰ lmoustache ⎱ rmoustache
""")

SHAPES = _pairs("""
    □ square ■ blacksquare ▢ square ☐ square ☒ boxtimes ▪ blacksquare ▫ square ◇ Diamond ◊ lozenge
    ⧫ blacklozenge ★ bigstar ☆ star ▲ blacktriangle ▼ blacktriangledown ▶ blacktriangleright
    ◀ blacktriangleleft ▵ vartriangle ▿ triangledown ○ bigcirc ● bullet
    ♠ spadesuit ♡ heartsuit ♢ diamondsuit ♣ clubsuit ♭ flat ♮ natural ♯ sharp
    ✓ checkmark ✔ checkmark ✠ maltese Ⓢ circledS Ⓡ circledR
""")

COMMANDS: Mapping[str, str] = {
    **GREEK,
    **LETTERS,
    **OPERATORS,
    **RELATIONS,
    **ARROWS,
    **DELIMITERS,
    **SHAPES,
    "µ": r"\mu",
    "−": "-",
    "∕": "/",
    "∶": ":",
    "≔": ":=",
    **{
        character: rf"\tfrac{{{numerator}}}{{{denominator}}}"
        for character, numerator, denominator in zip(
            "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞", "112131234151357", "233445555668888", strict=True
        )
    },
}
"""Every character that has a command of math, and the command."""

SUPERSCRIPTS: Mapping[str, str] = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+-=()ni", strict=True))
"""Raised characters, and what is raised."""

SUBSCRIPTS: Mapping[str, str] = dict(
    zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-=()aehijklmnoprstuvx", strict=True)
)
"""Lowered characters, and what is lowered."""

PRIMES: Mapping[str, str] = {"′": "'", "″": "''", "‴": "'''"}
"""Primes, and how a formula writes them."""


_STYLES = (
    ("DOUBLE-STRUCK CAPITAL", "mathbb"),
    ("BOLD ITALIC", "boldsymbol"),
    ("BOLD SCRIPT CAPITAL", r"boldsymbol\mathcal"),
    ("BOLD FRAKTUR", "mathfrak"),
    ("BOLD", "mathbf"),
    ("ITALIC", "mathnormal"),
    ("SCRIPT CAPITAL", "mathcal"),
    ("FRAKTUR", "mathfrak"),
    ("SANS-SERIF", "mathsf"),
    ("MONOSPACE", "mathtt"),
)
_STYLED = pattern("[\U0001d400-\U0001d7ff]")


def math_command(character: str) -> str | None:
    r"""Return what prints a character in math, such as `\alpha` for α; None for most characters.

    Letters of Unicode's Mathematical Alphanumeric Symbols become letters in the font they name.
    """
    if character in COMMANDS:
        return COMMANDS[character]
    if not _STYLED.fullmatch(character):
        return None
    name = unicodedata.name(character, "").removeprefix("MATHEMATICAL ")
    plain = unicodedata.normalize("NFKC", character)
    letter = COMMANDS.get(plain, plain)
    if not letter.isascii() or "SCRIPT SMALL" in name:
        return None
    font = next((font for style, font in _STYLES if name.startswith(style)), None)
    if font == "mathbf" and letter[0] == "\\":
        font = "boldsymbol"  # the fonts of bold letters have no small Greek ones
    if font == r"boldsymbol\mathcal":
        return rf"\boldsymbol{{\mathcal{{{letter}}}}}"
    return f"\\{font}{{{letter}}}" if font else None
