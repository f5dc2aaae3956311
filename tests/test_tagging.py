"""The tagger and the judge, with models of a few weights made by hand."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from raregraph.claims import find_claims
from raregraph.errors import KnowledgeError
from raregraph.mentions import find_disease_names
from raregraph.model import Claim, Page
from raregraph.readers import read_text
from raregraph.settings import Settings
from raregraph.tagging import (
    OUTSIDE,
    Hint,
    Line,
    Model,
    Tagger,
    Weights,
    find_tagged,
    hint_tags,
    line_features,
    load_model,
    place_features,
    read_lines,
    seen_features,
    write_model,
)
from raregraph.tagging.decoding import best_through

LABELS = (OUTSIDE, "B-phenotype", "I-phenotype")
MOVES = {(before, "I-phenotype"): -6400 for before in LABELS[:1]}
# A reader that knows one thing: what glows or hums is a sign, with the word before it.
SEEN = [
    ("w[0]=glowing", "B-phenotype", 300),
    ("w[-1]=glowing", "I-phenotype", 300),
    ("w[0]=humming", "B-phenotype", 300),
    ("bias", "1", 64),
]


def model(
    tagged: Sequence[tuple[str, str, int]] = SEEN[:3], judged: Sequence[tuple[str, str, int]] = SEEN[3:]
) -> Model:
    return Model(
        Weights.from_triples(LABELS, tagged, MOVES),
        Weights.from_triples(("0", "1"), judged, {}),
        {"glowing": "P"},
        frozenset({"may", "include"}),
        frozenset({"phenotype-signs-include"}),
        {"leniency": 0, "least": 0},
    )


def page(text: str) -> Page:
    return read_text(f"X disease\n\nWhat are the signs and symptoms of X disease?\n{text}\n", where="x")


def lines_of(read: Page) -> list[Line]:
    return list(read_lines(read, read.sections, find_disease_names(read).pattern, 1000))


def tagged_words(text: str, known: Model | None = None) -> list[str]:
    read = page(text)
    tagging = Tagger(known or model()).tag(lines_of(read), ())
    return [
        read.text[each.line.spans[each.first].start : each.line.spans[each.end - 1].end]
        for each in find_tagged(tagging, 0)
    ]


def claims(text: str, known: Model, folder: Path) -> list[Claim]:
    data = write_model(known)
    # A name of its own for each: a model is read once.
    file = folder / f"{hashlib.sha256(data).hexdigest()}.model"
    file.write_bytes(data)
    return list(find_claims(page(text), settings=Settings(model=file)).claims)


def test_words_that_weigh_more_as_an_object_than_as_none_are_tagged() -> None:
    assert tagged_words("In the dark one sees glowing hands.") == ["glowing hands"]


def test_a_second_first_word_begins_another_object() -> None:
    assert tagged_words("They notice glowing hands humming at night.") == ["glowing hands", "humming"]


def test_a_page_without_a_sentence_has_no_tags() -> None:
    assert list(find_tagged(Tagger(model()).tag([], ()), 0)) == []


def test_a_name_of_the_disease_is_one_word_and_numbers_are_alike() -> None:
    (line,) = lines_of(page("X disease begins at 12 or 3.5 (Tuesday)."))
    assert line.words == ("<name>", "begins", "at", "<number>", "or", "<number>", "(", "tuesday", ")", ".")


@given(st.lists(st.lists(st.lists(st.integers(-50, 50), min_size=3, max_size=3), min_size=1, max_size=4), max_size=4))
def test_the_best_labelling_through_each_label_is_the_best_of_all_there_are(scores: list[list[list[int]]]) -> None:
    moves = np.array([[3, -7, -40], [0, 5, 11], [-2, 9, 4]], dtype=np.int32)
    arrays = [np.array(line, dtype=np.int32) for line in scores]
    for line, found in zip(scores, best_through(arrays, moves) if arrays else [], strict=True):
        for place, label in product(range(len(line)), range(3)):
            paths = [path for path in product(range(3), repeat=len(line)) if path[place] == label]
            totals = [
                sum(at[each] for at, each in zip(line, path, strict=True))
                + sum(int(moves[pair]) for pair in pairwise(path))
                for path in paths
            ]
            assert found[place, label] == max(totals)


def test_a_page_scores_as_the_features_that_training_sees() -> None:
    read = page("Signs may include glowing hands (humming), may include 2 glowing ears.\n- glowing toes")
    lines = lines_of(read)
    start = read.text.index("glowing hands")
    hints = [Hint(start, start + 13, "phenotype", "phenotype-signs-include")]
    known = model([(feature, LABELS[at % 3], at + 1) for at, feature in enumerate(sorted(features_of(lines, hints)))])
    margins = Tagger(known).tag(lines, hints).margins
    weights = known.tagger
    for line, found in zip(lines, margins, strict=True):
        scores = np.array([sum(weights.table[weights.rows[each]] for each in place) for place in seen(line, hints)])
        through = best_through([scores], weights.moves)[0]
        assert found[:, 0].tolist() == (through[:, 1:].max(axis=1) - through[:, 0]).tolist()


def seen(line: Line, hints: Sequence[Hint]) -> list[list[str]]:
    tags = hint_tags(line, [hint for hint in hints if line.sentence.start <= hint.start < line.sentence.end])
    known = model()
    from_words = seen_features(line, known.classes, known.cues)
    return [
        [*line_features(line, tags), *own, *words]
        for own, words in zip(place_features(line, tags), from_words, strict=True)
    ]


def features_of(lines: Sequence[Line], hints: Sequence[Hint]) -> set[str]:
    return {feature for line in lines for place in seen(line, hints) for feature in place}


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "a.model"
    file.write_bytes(write_model(model()))
    assert write_model(load_model(file)) == file.read_bytes()
    assert load_model(file).classes == {"glowing": "P"}


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: data[:-1], "is damaged"),
        (lambda data: b"x" + data, "is no model"),
        (lambda data: b"", "is no model"),
        (lambda data: data.replace(b"tagger 1", b"tagger 2"), "is no model"),
    ],
    ids=["cut short", "another file", "empty", "another version"],
)
def test_a_file_that_is_no_whole_model_is_refused(damage: object, message: str, tmp_path: Path) -> None:
    file = tmp_path / "a.model"
    assert callable(damage)
    file.write_bytes(damage(write_model(model())))
    with pytest.raises(KnowledgeError, match=message):
        load_model(file)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"none\.model"):
        load_model(tmp_path / "none.model")


def test_the_model_that_ships_is_whole() -> None:
    shipped = Settings().model
    assert shipped
    read = load_model(shipped)
    assert {label[2:] for label in read.tagger.labels} > {"phenotype", "treatment", "prognosis"}
    assert shipped.stat().st_size < 5_000_000


def test_what_the_tagger_finds_is_a_claim_with_its_words(tmp_path: Path) -> None:
    (claim,) = claims("At night one sees glowing hands.", model(), tmp_path)
    assert (claim.relation, claim.object_text, claim.rule) == ("phenotype", ("glowing hands",), "tagger-phenotype")


@pytest.mark.parametrize(
    ("text", "negated", "condition", "age", "doubt"),
    [
        ("They do not notice glowing hands.", True, None, None, False),
        ("One sees glowing hands when the moon is full.", False, "when the moon is full", None, False),
        ("In adults, one sees glowing hands.", False, None, "adults", False),
        ("It rarely shows itself by glowing hands.", False, None, None, True),
    ],
    ids=["denied", "condition after it", "age group before it", "doubt"],
)
def test_what_stands_around_tagged_words_limits_the_claim(
    text: str, negated: bool, condition: str | None, age: str | None, doubt: bool, tmp_path: Path
) -> None:
    (claim,) = claims(text, model(), tmp_path)
    said = claim.qualifiers
    assert claim.negated == negated
    assert (said.condition.text if said.condition else None) == condition
    assert (said.age_group.text if said.age_group else None) == age
    assert bool(said.hedge and said.hedge.level == "doubt") == doubt


def test_the_judge_drops_what_weighs_too_little(tmp_path: Path) -> None:
    text = "One sees glowing hands."
    assert [claim.rule for claim in claims(text, model(), tmp_path)] == ["tagger-phenotype"]
    assert claims(text, model(SEEN[:3], [("bias", "0", 64)]), tmp_path) == []


def test_what_a_rule_says_stands_unless_it_is_all_but_surely_wrong(tmp_path: Path) -> None:
    for weight, rules in ((64, ["phenotype-signs-include"]), (320, [])):
        found = claims("Signs include fever.", model((), [("bias", "0", weight)]), tmp_path)
        assert [claim.rule for claim in found] == rules


def test_the_judge_says_how_sure_it_is_of_what_a_rule_says(tmp_path: Path) -> None:
    (claim,) = claims("Signs include fever.", model((), [("bias", "1", 64)]), tmp_path)
    assert claim.confidence == 0.73


def test_the_judge_leaves_a_rule_alone_that_it_has_never_met(tmp_path: Path) -> None:
    harsh = replace(model((), [("bias", "0", 64)]), rules=frozenset())
    assert [claim.rule for claim in claims("Signs include fever.", harsh, tmp_path)] == ["phenotype-signs-include"]


def test_of_a_rule_and_the_tagger_with_shared_words_the_rule_stands_unless_it_is_refuted(tmp_path: Path) -> None:
    text = "Signs include sometimes glowing hands."
    for weight, stands in ((64, "phenotype-signs-include"), (320, "tagger-phenotype")):
        known = model(SEEN[:3], [*SEEN[3:], ("rule=phenotype-signs-include", "0", weight)])
        assert [claim.rule for claim in claims(text, known, tmp_path)] == [stands]


def test_without_a_model_the_rules_speak_alone() -> None:
    found = find_claims(page("Signs include fever. One sees glowing hands."), settings=Settings(model=None))
    assert [claim.rule for claim in found.claims] == ["phenotype-signs-include"]


def test_the_space_before_a_bracket_is_no_word_of_the_object(tmp_path: Path) -> None:
    found = page("One sees glowing hands (they shine).")
    path = tmp_path / "tiny.model"
    path.write_bytes(write_model(model()))
    (claim,) = find_claims(found, settings=Settings(model=path)).claims
    words = [found.text[slice(*span)] for evidence in claim.evidence for span in evidence.spans]
    assert words == [word.strip() for word in words]
