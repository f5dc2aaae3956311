import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from raregraph.errors import UsageError
from raregraph.export.claim_rows import ClaimRow, claim_rows, criteria_rows, json_lines, read_claims
from raregraph.export.claim_sheet import sheet_header, sheet_lines
from raregraph.model import PageClaims
from raregraph.settings import Settings
from worked_page import CLAIMS, PAGE_CLAIMS, TEXT

KEYS = [
    "claim",
    "document",
    "disease",
    "disease_label",
    "relation",
    "predicate",
    "object",
    "object_label",
    "object_text",
    "synonym_type",
    "cause_kind",
    "negated",
    "hedge",
    "age_group",
    "population",
    "frequency",
    "severity",
    "condition",
    "target",
    "modifier",
    "confidence",
    "rule",
    "evidence",
]


def rows(page_claims: PageClaims = PAGE_CLAIMS) -> list[ClaimRow]:
    return list(claim_rows(page_claims, Settings()))


def sheet(page_claims: PageClaims = PAGE_CLAIMS) -> list[dict[str, str]]:
    text = (sheet_header() + sheet_lines(rows(page_claims))).decode()
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))


def test_the_keys_of_a_claim_are_those_of_the_design_in_their_order() -> None:
    for line in json_lines(rows()).splitlines():
        assert list(json.loads(line)) == KEYS


def test_words_in_one_piece_are_a_string_and_split_words_a_list() -> None:
    words = {row.claim[-1]: row.object_text for row in rows()}
    assert words["2"] == "tremor"
    assert words["4"] == ["mild", "rash"]


def test_a_qualifier_has_its_words_and_its_term_and_a_missing_one_is_null() -> None:
    claim = json.loads(json_lines(rows()).splitlines()[3])
    # HsapDv:0000258 mature stage
    assert claim["age_group"] == {"text": "Adults", "id": "HsapDv:0000258", "label": "mature stage"}
    assert claim["severity"] == {"text": "mild", "id": None, "label": None}
    assert claim["frequency"] is None
    assert claim["hedge"] == "may have"


def test_the_spans_of_the_evidence_slice_the_page() -> None:
    for claim in map(json.loads, json_lines(rows()).splitlines()):
        for evidence in claim["evidence"]:
            assert TEXT[evidence["start"] : evidence["end"]] == evidence["quote"]
        words = [TEXT[start:end] for start, end in claim["evidence"][0]["spans"]]
        assert words == ([claim["object_text"]] if isinstance(claim["object_text"], str) else claim["object_text"])


def test_every_reader_of_lines_sees_one_claim_a_line() -> None:
    text = json_lines(rows()).decode()
    assert "\\u2028" in text
    assert len(text.splitlines()) == len(CLAIMS)


def test_claims_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    (tmp_path / "claims.jsonl").write_bytes(json_lines(rows()))
    assert read_claims(tmp_path) == rows()
    assert read_claims(tmp_path / "claims.jsonl") == rows()


@pytest.mark.parametrize("line", ["{", "[]", '{"claim": "x"}', "null"])
def test_a_line_that_is_no_claim_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_bytes(json_lines(rows()) + line.encode())
    with pytest.raises(UsageError, match=rf"claims\.jsonl:{len(CLAIMS) + 1}: no claim .*; name a claims\.jsonl"):
        read_claims(file)


def test_a_missing_file_is_named_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file; build it first"):
        read_claims(tmp_path)


def test_the_sheet_has_the_first_evidence_and_the_number_of_further_ones() -> None:
    tremor = sheet()[1]
    assert tremor["further_evidence"] == "1"
    assert tremor["quote"].startswith("People have")
    assert tremor["citations"] == "1"


def test_the_sheet_has_ids_beside_words_and_nothing_where_a_value_is_missing() -> None:
    rash = sheet()[3]
    assert (rash["age_group"], rash["age_group_id"], rash["age_group_label"]) == (
        "Adults",
        "HsapDv:0000258",
        "mature stage",
    )
    assert (rash["object"], rash["object_text"]) == ("HP:0000988", "mild … rash")
    assert rash["frequency"] == rash["frequency_id"] == rash["confidence"] == ""


@pytest.mark.parametrize("sign", ["\t", "\n", "\r", "\x0b", "\x85", "\u2028"])
def test_no_sign_in_a_cell_breaks_the_sheet(sign: str) -> None:
    claim = replace(CLAIMS[0], object_text=(f'"a{sign}b',))
    cells = sheet(replace(PAGE_CLAIMS, claims=(claim,)))
    assert len(cells) == 1
    assert cells[0]["object_text"] == '"a b'


def test_a_criteria_set_says_how_many_of_which() -> None:
    (criteria,) = map(json.loads, json_lines(criteria_rows(PAGE_CLAIMS)).splitlines())
    assert (criteria["combination"], criteria["threshold"]) == ("at-least", 2)
    # HP:0000988 Skin rash, HP:0001945 Fever
    assert [term["id"] for term in criteria["criteria"][1]["terms"]] == ["HP:0000988", "HP:0001945"]
