import re
import time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raregraph.errors import UnreadablePageError
from raregraph.model import Sentence
from raregraph.settings import Settings
from raregraph.terms.names import load_normalizer
from raregraph.text import Normalizer, SentenceSplitter, canonical_text, decode, find_words
from raregraph.text.canonical import MAX_BYTES

SPLITTER = SentenceSplitter(frozenset({"dr", "e.g", "vs", "u.s"}))
NORMALIZER = load_normalizer(Settings().ontology)
# What breaks splitters and spellings more often than plain letters do.
HARD_TEXT = st.text(
    st.one_of(st.sampled_from(" .?!,;[]()'\"’”-–0123456789\n\t\xa0\u2028\x0c\r\x00\ud800😀aAsSéÉßİ"), st.characters())
)


def sentences(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in SPLITTER.split(text, 0, len(text))]


def citations(text: str) -> list[tuple[str, ...]]:
    return [sentence.citations for sentence in SPLITTER.split(text, 0, len(text))]


@pytest.mark.parametrize(
    "data",
    ["Fieber 😀 é".encode(), "Fieber 😀 é".encode("utf-8-sig"), "Fieber 😀 é".encode("utf-16")],
    ids=["utf-8", "utf-8 with mark", "utf-16"],
)
def test_the_encodings_of_pages_are_told_apart(data: bytes) -> None:
    assert decode(data, "page.txt") == "Fieber 😀 é"


def test_utf_16_is_read_in_either_byte_order() -> None:
    assert decode(b"\xfe\xff" + "rash".encode("utf-16-be"), "page.txt") == "rash"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        ("fièvre".encode("latin-1"), "byte 2 is not UTF-8 text"),
        (b"\xff\xfea\0b", "is not UTF-16 text"),
        (b"a" * (MAX_BYTES + 1), f"{MAX_BYTES + 1:,} bytes"),
    ],
    ids=["empty", "blank", "binary", "wrong bytes", "half a character", "too large"],
)
def test_bytes_that_are_no_page_are_refused_with_place_and_advice(data: bytes, what: str) -> None:
    with pytest.raises(UnreadablePageError) as caught:
        decode(data, "page.txt")
    assert caught.value.where == "page.txt"
    assert what in caught.value.what
    assert caught.value.advice


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a\r\rb", "a\n\nb"),
        ("a\x0cb", "a\nb"),
        ("a\x0bb", "a\nb"),
        ("a\x85b", "a\nb"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("a\x00b\x1fc", "a\ufffdb\ufffdc"),
        ("a\ud800b", "a\ufffdb"),
        ("a\uffffb", "a\ufffdb"),
        ("a\tb\xa0c 😀 𝛼", "a\tb\xa0c 😀 𝛼"),
    ],
    ids=["crlf", "cr", "two cr", "form feed", "tab", "next line", "separators", "controls", "surrogate", "no", "kept"],
)
def test_canonical_text_has_one_line_end_and_no_forbidden_character(text: str, canonical: str) -> None:
    assert canonical_text(text) == canonical


@settings(deadline=None)
@given(HARD_TEXT)
def test_canonical_text_is_a_fixed_point_that_xml_can_hold(text: str) -> None:
    canonical = canonical_text(text)
    assert canonical_text(canonical) == canonical
    escaped = canonical.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert (ElementTree.fromstring(f"<a>{escaped}</a>".encode()).text or "") == canonical


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is rare. It is mild.", ["It is rare.", "It is mild."]),
        ("Is it rare? Yes! It is.", ["Is it rare?", "Yes!", "It is."]),
        ("See Dr. Who about it. He knows.", ["See Dr. Who about it.", "He knows."]),
        ("Some foods, e.g. Brie, are out. Rice is fine.", ["Some foods, e.g. Brie, are out.", "Rice is fine."]),
        ("It is seen in the U.S. Census data.", ["It is seen in the U.S. Census data."]),
        ("The level is 3.5 units. It falls.", ["The level is 3.5 units.", "It falls."]),
        ('It is called "glass eye." It is rare.', ['It is called "glass eye."', "It is rare."]),
        ("It is rare (or mild.) It fades.", ["It is rare (or mild.)", "It fades."]),
        ("It is rare.[2][3] It fades.[4]", ["It is rare.[2][3]", "It fades.[4]"]),
        ("It is rare. [2] It fades.", ["It is rare. [2]", "It fades."]),
        ("It is rare. and it fades.", ["It is rare. and it fades."]),
        ("  It is rare.\n\xa0 ", ["It is rare."]),
        ("no full stop", ["no full stop"]),
        ("", []),
    ],
    ids=[
        "two",
        "marks",
        "title",
        "example",
        "dots",
        "decimal",
        "quote",
        "bracket",
        "markers",
        "marker apart",
        "small",
        "edges",
        "open",
        "none",
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("marker", "numbers"),
    [
        ("[2][3]", ("2", "3")),
        ("[2,3]", ("2", "3")),
        ("[2, 5; 7]", ("2", "5", "7")),
        ("[2-4]", ("2", "3", "4")),
        ("[2–4]", ("2", "3", "4")),
        ("[3][3]", ("3",)),
        ("[4-2]", ()),
    ],
)
def test_a_sentence_has_the_numbers_of_its_markers(marker: str, numbers: tuple[str, ...]) -> None:
    assert citations(f"It is rare.{marker} It fades.") == [numbers, ()]


@pytest.mark.parametrize("words", ["[a]", "[2019]", "(2)", "[]"])
def test_what_is_no_marker_is_text(words: str) -> None:
    assert citations(f"It is rare {words}. It fades.") == [(), ()]


def test_a_marker_inside_a_sentence_belongs_to_it() -> None:
    assert citations("Fever[1] and cough are common.[2] They fade.") == [("1", "2"), ()]


@settings(deadline=None)
@given(HARD_TEXT)
def test_sentences_are_in_order_do_not_overlap_and_have_no_space_at_their_edges(text: str) -> None:
    at = 0
    for sentence in SPLITTER.split(text, 0, len(text)):
        quote = text[sentence.start : sentence.end]
        assert at <= sentence.start < sentence.end <= len(text)
        assert quote == quote.strip()
        assert not text[at : sentence.start].strip()
        at = sentence.end
    assert not text[at:].strip(), "what is text belongs to a sentence"


@settings(deadline=None)
@given(HARD_TEXT, st.integers(0, 20), st.integers(0, 20))
def test_a_stretch_gives_the_sentences_of_that_stretch_alone(text: str, before: int, after: int) -> None:
    padded = "A. " * before + text + " B." * after
    start, end = 3 * before, 3 * before + len(text)
    shifted = [
        Sentence(sentence.start + start, sentence.end + start, sentence.citations)
        for sentence in SPLITTER.split(text, 0, len(text))
    ]
    assert list(SPLITTER.split(padded, start, end)) == shifted


def test_words_are_runs_of_letters_and_digits_with_their_places() -> None:
    text = "Wilson's x-linked _B12_ 😀 é"
    words = list(find_words(text))
    assert [word.text for word in words] == ["Wilson's", "x", "linked", "B12", "é"]
    assert all(text[word.start : word.end] == word.text for word in words)
    assert [word.text for word in find_words(text, 9, 17)] == ["x", "linked"]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Seizures", "seizure"),
        ("allergies", "allergy"),
        ("rashes", "rash"),
        ("illnesses", "illness"),
        ("teeth", "tooth"),
        ("diagnoses", "diagnosis"),
        ("brain tumours", "brain tumor"),
        ("behavioural", "behavioral"),
        ("anaemia", "anemia"),
        ("oedema", "edema"),
        ("Sjögren’s", "sjogren"),
        ("x-linked", "X linked"),
        ("STRASSE", "straße"),
    ],
)
def test_a_name_and_a_mention_of_it_have_one_normal_form(text: str, same: str) -> None:
    assert NORMALIZER.words(text) == NORMALIZER.words(same)


@pytest.mark.parametrize("word", ["virus", "arthritis", "abscess", "gas", "pus", "ros", "tinnitus", "pancreas"])
def test_a_word_that_ends_in_s_is_not_always_a_plural(word: str) -> None:
    assert NORMALIZER.word(word) == NORMALIZER.word(NORMALIZER.word(word))
    assert NORMALIZER.word(word) != NORMALIZER.word(word[:-2])


@pytest.mark.parametrize(("one", "other"), [("hypotension", "hypertension"), ("ileum", "ilium"), ("abduction", "")])
def test_words_that_look_alike_stay_apart(one: str, other: str) -> None:
    assert NORMALIZER.words(one) != NORMALIZER.words(other)


def test_spelling_is_replaced_at_the_start_inside_and_as_a_whole_word() -> None:
    normalizer = Normalizer({"our": "or"}, {"oes": "es"}, {"grey": "gray"}, {"went": "go"})
    assert normalizer.words("Tumour oesophagus grey went greyer") == ("tumor", "esophagus", "gray", "go", "greyer")


@settings(deadline=None)
@given(HARD_TEXT)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = NORMALIZER.words(text)
    assert tuple(NORMALIZER.word(word) for word in once) == once


@settings(deadline=None)
@given(st.text("aeiousyhcxmt'’", max_size=12))
def test_normalising_words_that_look_plural_twice_is_normalising_once(word: str) -> None:
    once = NORMALIZER.word(word)
    assert NORMALIZER.word(once) == once


@settings(deadline=None)
@given(HARD_TEXT)
def test_words_lie_in_the_text_in_order(text: str) -> None:
    at = 0
    for word in find_words(text):
        assert at <= word.start < word.end
        assert text[word.start : word.end] == word.text
        assert not re.search(r"\s", word.text)
        at = word.end


def test_a_word_without_end_takes_no_more_than_its_length() -> None:
    start = time.process_time()
    assert len(list(SPLITTER.split("x" * 200_000 + ". A.", 0, 200_004))) == 2
    assert time.process_time() - start < 1
