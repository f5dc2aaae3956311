"""A small page made by hand, with its claims, for the tests of what comes after the claims."""

from dataclasses import replace

from raregraph.model import (
    Block,
    Claim,
    CriteriaSet,
    Criterion,
    Evidence,
    Hedge,
    Mapping,
    Match,
    Page,
    PageClaims,
    Qualifier,
    Qualifiers,
    Reference,
    Section,
    Sentence,
    Span,
    Term,
    Value,
)

DOCUMENT = "GARD/glass-hand-disease"
SENTENCES = (
    "Glass hand disease, or GHD, is a disorder of the hand.",
    "People have \U0001f590 tremor and “shaking\u00a0spells” and a back\\slash.[1]",
    "Adults may have a mild rash when it is cold.[1][2]",
    "It is not caused by influenza.",
    "It rarely starts before 10 years of age, and it affects 1 in 50,000 people.",
    "Doctors use MRI to find tumors,\u2028and ask for two of: tremor, rash or fever.",
    "Aspirin may be given. Fever can bring\nit back, and noise makes the tremor worse.",
    "Most people recover.",
    "Antibodies to hands are not found in children.",
)
TEXT = "\n\n".join(SENTENCES)
DISEASE = Term("MONDO:0009896", "opsoclonus-myoclonus syndrome", "disease", "MONDO")
TREMOR = Term("HP:0001337", "Tremor", "phenotype", "HP")
RASH = Term("HP:0000988", "Skin rash", "phenotype", "HP")
FEVER = Term("HP:0001945", "Fever", "phenotype", "HP")
ADULT = Term("HsapDv:0000258", "mature stage", "age", "HsapDv")
INFLUENZA = Term("MONDO:0005812", "influenza", "disease", "MONDO")


def _start(sentence: int) -> int:
    return TEXT.index(SENTENCES[sentence])


def _evidence(sentence: int, *words: str, citations: tuple[str, ...] = ()) -> Evidence:
    start = _start(sentence)
    end = start + len(SENTENCES[sentence])
    spans = tuple(Span(TEXT.index(part, start, end), TEXT.index(part, start, end) + len(part)) for part in words)
    index = 0 if sentence < 3 else 1
    return Evidence(SECTIONS[index].heading, index, start, end, TEXT[start:end], spans, citations)


def _section(index: int, heading: str, kind: str, sentences: range) -> Section:
    parts = tuple(Sentence(_start(number), _start(number) + len(SENTENCES[number])) for number in sentences)
    blocks = tuple(Block("paragraph", (part,)) for part in parts)
    return Section(index, heading, kind, parts[0].start, parts[-1].end, blocks)


SECTIONS = (
    _section(0, "What is glass hand disease?", "overview", range(3)),
    _section(1, "What else is known?", "symptoms", range(3, 9)),
)
PAGE = Page(
    document=DOCUMENT,
    title="Glass hand disease",
    text=TEXT,
    sections=SECTIONS,
    collection="GARD",
    publisher="raregraph tests",
    license="http://creativecommons.org/publicdomain/zero/1.0/",
    url="https://example.org/glass-hand",
    updated="2020-02-29",
    references=(Reference("1", "A “quoted” reference, \U0001f4d6."), Reference("2")),
)


def _claim(number: int, relation: str, variant: str, first: Evidence, **more: object) -> Claim:
    words = tuple(PAGE.text[span.start : span.end] for span in first.spans)
    claim = Claim(
        id=f"{number:020x}",
        document=DOCUMENT,
        relation=relation,
        variant=variant,
        object=None,
        object_text=words,
        negated=False,
        qualifiers=Qualifiers(),
        rule="by-hand",
        evidence=(first,),
    )
    return replace(claim, **more)  # type: ignore[arg-type]


CLAIMS = (
    _claim(1, "synonym", "exact", _evidence(0, "GHD"), synonym_type="acronym"),
    _claim(
        2,
        "phenotype",
        "sign",
        _evidence(1, "tremor", citations=("1",)),
        object=TREMOR,
        evidence=(_evidence(1, "tremor", citations=("1",)), _evidence(6, "tremor")),
    ),
    _claim(3, "phenotype", "sign", _evidence(1, "shaking\u00a0spells", citations=("1",))),
    _claim(
        4,
        "phenotype",
        "sign",
        _evidence(2, "mild", "rash", citations=("1", "2")),
        object=RASH,
        qualifiers=Qualifiers(
            hedge=Hedge("may have", "modal"),
            age_group=Qualifier("Adults", ADULT),
            severity=Qualifier("mild"),
            condition=Qualifier("when it is cold"),
        ),
    ),
    _claim(
        5,
        "cause",
        "causes",
        _evidence(3, "influenza"),
        object=INFLUENZA,
        negated=True,
        cause_kind="post-infectious",
    ),
    _claim(
        6,
        "prevalence",
        "rate",
        _evidence(4, "1 in 50,000 people"),
        value=Value("1 in 50,000 people", "prevalence", numerator=1, denominator=50000),
    ),
    _claim(7, "diagnosis", "test", _evidence(5, "MRI"), qualifiers=Qualifiers(target=Qualifier("tumors"))),
    _claim(
        8,
        "treatment",
        "applied",
        _evidence(6, "Aspirin"),
        object=Term("CHEBI:15365", "acetylsalicylic acid", "chemical", "CHEBI"),
        qualifiers=Qualifiers(hedge=Hedge("may be", "modal")),
    ),
    _claim(9, "trigger", "relapse", _evidence(6, "Fever"), object=FEVER),
    _claim(
        10,
        "trigger",
        "worsening",
        _evidence(6, "noise"),
        qualifiers=Qualifiers(target=Qualifier("tremor", TREMOR)),
        matches=(Match("skos:broadMatch", Term("HP:0025204", "Triggered by", "modifier", "HP")),),
    ),
    _claim(
        11,
        "prognosis",
        "outlook",
        _evidence(7, "recover"),
        value=Value("recover", "prognosis"),
        qualifiers=Qualifiers(population=Qualifier("Most people")),
    ),
    _claim(
        12,
        "diagnosis",
        "marker",
        _evidence(8, "Antibodies to hands"),
        negated=True,
        qualifiers=Qualifiers(age_group=Qualifier("children")),
    ),
)
CRITERIA = CriteriaSet(
    id="f" * 20,
    document=DOCUMENT,
    threshold=2,
    criteria=(
        Criterion(1, "tremor", "any-of", (TREMOR,), _evidence(5, "tremor")),
        Criterion(2, "rash or fever", "any-of", (RASH, FEVER), _evidence(5, "rash or fever")),
    ),
    evidence=_evidence(5, "two of"),
    rule="by-hand",
)
MAPPING = Mapping(
    DISEASE,
    "skos:exactMatch",
    Term("DOID:0050836", "opsoclonus-myoclonus syndrome", "disease"),
    "semapv:ManualMappingCuration",
    "MONDO",
)
KIND = Term("MONDO:0005395", "movement disorder", "disease", "MONDO")
PAGE_CLAIMS = PageClaims(PAGE, DISEASE, CLAIMS, (CRITERIA,), (MAPPING,), lineage=((DISEASE, KIND),))
