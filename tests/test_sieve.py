"""The sieve may let a pattern through in vain, but never keep one out that matches."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raregraph.claims.cues import load_cues, load_section_cues
from raregraph.mentions.needs import find_needs
from raregraph.mentions.sieve import Sieve
from raregraph.mentions.word_pattern import WordPattern
from raregraph.settings import Settings

ONTOLOGY = Settings().ontology
CUES = load_cues(ONTOLOGY)
WORDS = sorted({word for cue in CUES for word in re.findall(r"[\w']+|[^\w\s]", cue.example)})
texts = st.lists(st.sampled_from([*WORDS, "İnclude", "ſigns", "\ue000\ue000", "15 %"]), max_size=25).map(" ".join)

NEEDS = {
    r"\b(?:is|are) (?:treated|managed) with\b": [{" is ", " are "}, {" treated ", " managed "}, {" with "}],
    r"\btests?\b": [{" test"}],
    r"test(?:ing)?\s": [{"test"}],
    r"(?:\w+ )?ly\b": [{"ly "}],
    r"\bcharacteri[sz]ed\b": [{" characteris", " characteriz"}, {"ed "}],
    r"(?:in)?dependent": [{"dependent"}],
    r"(?:pain|\d+)": [],
    r"\b(?:also )*(?:known|called)(?=\s)": [{" known ", " called "}],
    r"in(?: the)? (?!some)(?:first|last)$": [{"in "}, {" first ", " last "}],
    r"(?:ab){2,}c+": [{"ab"}, {"c"}],
}


@pytest.mark.parametrize("pattern", NEEDS)
def test_what_a_pattern_needs_are_pieces_of_words_in_each_alternative(pattern: str) -> None:
    assert find_needs(re.compile(pattern, re.IGNORECASE)) == NEEDS[pattern]


@given(texts)
def test_no_rule_that_matches_is_sifted_out(text: str) -> None:
    for kind in ("overview", "symptoms", "treatment"):
        tried = load_section_cues(ONTOLOGY, kind).sift(text)
        matching = [cue.rule for cue in CUES if cue.fits_section(kind) and cue.pattern.search(text)]
        assert set(matching) <= {cue.rule for cue in tried}


def test_a_rule_is_not_tried_without_its_words() -> None:
    tried = {cue.rule for cue in load_section_cues(ONTOLOGY, "treatment").sift("Doctors give steroids.")}
    assert not {"treatment-treated-with", "treatment-avoid"} & tried
    assert "treatment-treated-with" in {
        cue.rule for cue in load_section_cues(ONTOLOGY, "treatment").sift("It is treated with steroids.")
    }


def test_letters_that_case_folding_makes_others_let_everything_through() -> None:
    sieve = Sieve()
    needs = sieve.add(WordPattern("signs"))
    assert needs & sieve.read("ſigns") == needs
    assert re.search("signs", "ſigns", re.IGNORECASE)


def test_a_word_met_before_a_pattern_is_read_anew() -> None:
    sieve = Sieve()
    assert not sieve.read("fever")
    needs = sieve.add(WordPattern("fever"))
    assert needs & sieve.read("fever") == needs != 0
