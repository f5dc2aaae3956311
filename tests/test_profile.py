from collections.abc import Callable
from pathlib import Path

import pytest
from raregraph.claims import find_claims
from raregraph.errors import KnowledgeError
from raregraph.model import Page
from raregraph.readers import read_text
from raregraph.settings import Settings

PROFILE = """
collection = "Ears"
publisher = "The Ear Foundation"
license = "https://example.org/licence"
furniture = ["ring us.*"]
leave_out = ["promo"]

[headings]
"what to look out for" = "symptoms"

[columns]
"what we see" = "sign"
"in how many" = "frequency"
"""

PAGE = """<h1>Glass ear</h1><div class="promo"><p>Buy now.</p></div><h2>What to look out for</h2>
<p>Ears hurt. Ring us today.</p>
<table><tr><th>What we see</th><th>In how many</th></tr><tr><td>Fever</td><td>90%</td></tr></table>"""

Read = Callable[[str], Page]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_with(profile: str) -> Page:
        file = tmp_path / "ears.toml"
        file.write_text(profile, encoding="utf-8")
        return read_text(PAGE, where="page.html", settings=Settings(profile=file))

    return read_with


def test_a_profile_says_what_headings_and_columns_mean_and_what_is_no_text(read: Read) -> None:
    page = read(PROFILE)
    (section,) = page.sections
    assert section.kind == "symptoms"
    assert "Buy" not in page.text
    assert [page.text[item.start : item.end] for item in section.blocks[0].sentences] == ["Ears hurt."]
    assert [(claim.relation, claim.object_text) for claim in find_claims(page).claims if claim.rule == "table-row"] == [
        ("phenotype", ("Fever",))
    ]


def test_a_profile_says_whose_pages_they_are(read: Read) -> None:
    page = read(PROFILE)
    assert (page.document, page.collection) == ("Ears/glass-ear", "Ears")
    assert (page.publisher, page.license) == ("The Ear Foundation", "https://example.org/licence")


def test_without_a_profile_the_same_page_is_read_by_the_tables_alone() -> None:
    page = read_text(PAGE, where="page.html")
    assert (page.document, page.sections[-1].kind) == ("pages/glass-ear", "other")


@pytest.mark.parametrize(
    ("profile", "says"),
    [
        ("[headings\n", "no TOML"),
        ('colour = "red"', "'colour' is no key of a profile"),
        ('[headings]\n"a" = "zoo"', "headings: 'a' means 'zoo'"),
        ('[columns]\n"a" = "zoo"', "columns: 'a' means 'zoo'"),
        ('[headings]\n"(" = "symptoms"', "no regular expression"),
        ("collection = 3", "collection is 3"),
        ("headings = 3", "headings is 3"),
        ('furniture = "a"', "furniture is 'a'"),
        ('leave_out = ["a", 3]', "leave_out is ['a', 3]"),
    ],
)
def test_a_broken_profile_is_named_with_what_is_wrong_and_what_to_do(
    tmp_path: Path, read: Read, profile: str, says: str
) -> None:
    with pytest.raises(KnowledgeError) as caught:
        read(profile)
    assert caught.value.where == str(tmp_path / "ears.toml")
    assert says in caught.value.what
    assert caught.value.advice


def test_a_missing_profile_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="the profile cannot be read"):
        read_text(PAGE, where="page.html", settings=Settings(profile=tmp_path / "none.toml"))
