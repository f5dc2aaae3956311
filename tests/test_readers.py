from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raregraph.errors import UnreadablePageError, UsageError
from raregraph.model import Page, Section
from raregraph.readers import READERS, read_page, read_text
from raregraph.text import canonical_text

PAGE = """Glass ear syndrome

Other Names for this Disease
  • Brittle ear
  • GES

What is glass ear syndrome?
Glass ear syndrome (GES) is rare.[1] It is mild.
Last updated: 2/9/2014

What causes glass ear syndrome?
The cause is unknown.[2]
"""


def read(text: str) -> Page:
    return read_text(text, where="page.txt", reader="gard-text")


def headings(page: Page) -> list[tuple[str, str]]:
    return [(section.kind, section.heading) for section in page.sections]


def texts(page: Page, section: Section) -> list[tuple[str, str]]:
    """Return (marker, text) of a section's blocks."""
    return [(block.marker, page.text[block.sentences[0].start : block.sentences[-1].end]) for block in section.blocks]


def quotes(page: Page) -> list[str]:
    return [
        page.text[sentence.start : sentence.end]
        for section in page.sections
        for block in section.blocks
        for sentence in block.sentences
    ]


def rules(page: Page) -> list[str]:
    return [finding.rule for finding in page.findings]


def test_a_page_has_title_document_sections_and_date() -> None:
    page = read(PAGE)
    assert (page.title, page.document, page.updated) == ("Glass ear syndrome", "GARD/glass-ear-syndrome", "2014-02-09")
    assert headings(page) == [
        ("names", "Other Names for this Disease"),
        ("overview", "What is glass ear syndrome?"),
        ("cause", "What causes glass ear syndrome?"),
    ]
    assert page.findings == ()
    assert page.text == PAGE


def test_names_are_the_items_of_their_list() -> None:
    page = read(PAGE)
    assert texts(page, page.sections[0]) == [("•", "Brittle ear"), ("•", "GES")]


def test_a_section_counts_from_zero_and_ends_with_its_text() -> None:
    page = read(PAGE)
    assert [section.index for section in page.sections] == [0, 1, 2]
    assert page.text[page.sections[2].start : page.sections[2].end].endswith("The cause is unknown.[2]")


def test_headings_in_another_order_are_the_same_sections() -> None:
    title, names, overview, cause = PAGE.split("\n\n")
    moved = read("\n\n".join([title, cause, overview, names]))
    assert sorted(headings(moved)) == sorted(headings(read(PAGE)))
    assert sorted(quotes(moved)) == sorted(quotes(read(PAGE)))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("What are the signs and symptoms of glass ear syndrome?", "symptoms"),
        ("SYMPTOMS", "symptoms"),
        ("Is glass ear syndrome inherited?", "inheritance"),
        ("How is glass ear syndrome diagnosed?", "diagnosis"),
        ("How might glass ear syndrome be treated?", "treatment"),
        ("What triggers glass ear syndrome?", "triggers"),
        ("What is the long-term outlook for people with glass ear syndrome?", "prognosis"),
        ("How common is glass ear syndrome?", "frequency"),
        ("Synonyms", "names"),
        ("References", "references"),
        ("Does glass ear syndrome run on weekends?", "other"),
    ],
)
def test_a_heading_has_its_kind_and_an_unknown_question_is_other(line: str, kind: str) -> None:
    assert headings(read(f"Glass ear syndrome\n\n{line}\nSome text.")) == [(kind, line)]


@pytest.mark.parametrize(
    "line",
    [
        "Symptoms.",
        "Treatment is long. Patience helps.",
        "Symptoms of it come and go with the seasons of the year",
        "Symptoms, causes,",
        "What is it? Nobody knows.",
        "Treatment works for most, one study says[3]",
        "- Treatment",
    ],
)
def test_prose_that_looks_like_a_heading_is_none(line: str) -> None:
    page = read(f"Glass ear syndrome\n\nWhat is glass ear syndrome?\n{line}")
    assert headings(page) == [("overview", "What is glass ear syndrome?")]
    assert quotes(page)


@pytest.mark.parametrize(
    ("lines", "updated"),
    [
        (["Last updated: 2/9/2014", "Last updated: 12/31/2013"], "2014-02-09"),
        (["Last updated: 1/1/2012", "Last reviewed: 10/11/2012"], "2012-10-11"),
        (["Last Updated : 2/30/2014", "Last updated: 3/1/2013"], "2013-03-01"),
        (["Last updated: 13/1/2014"], None),
        ([], None),
    ],
    ids=["newest first", "newest last", "impossible", "only impossible", "none"],
)
def test_the_newest_possible_date_counts(lines: list[str], updated: str | None) -> None:
    page = read("\n".join(["Glass ear syndrome", "What is glass ear syndrome?", "It is rare.", *lines]))
    assert page.updated == updated
    assert quotes(page) == ["It is rare."]


@pytest.mark.parametrize("marker", ["•", "-", "–", "*", "1.", "12)", "(3)", "a)", "(b)", "B)"])
@pytest.mark.parametrize("gap", [" ", "\t", "\xa0"], ids=["space", "tab", "no-break"])
def test_an_item_is_told_by_its_marker(marker: str, gap: str) -> None:
    page = read(f"Glass ear syndrome\n\nSymptoms\nThey are:\n{gap}{marker}{gap}Deafness\n{gap}{marker}{gap}Ear pain")
    assert texts(page, page.sections[0]) == [("", "They are:"), (marker, "Deafness"), (marker, "Ear pain")]
    assert [block.kind for block in page.sections[0].blocks] == ["paragraph", "item", "item"]


@pytest.mark.parametrize("line", ["-Deafness", "1.5 of them are deaf", "a deaf ear", "A) "])
def test_what_only_begins_like_a_marker_is_prose(line: str) -> None:
    page = read(f"Glass ear syndrome\n\nSymptoms\n{line}")
    assert [block.kind for block in page.sections[0].blocks] == ["paragraph"]


def test_a_line_that_goes_on_in_small_letters_belongs_to_the_one_before() -> None:
    page = read(
        "Glass ear syndrome\n\nSymptoms\n- Deafness that\n  comes and goes\n- Pain\n\nlater it\nfades.\nIt ends."
    )
    assert [text for _, text in texts(page, page.sections[0])] == [
        "Deafness that\n  comes and goes",
        "Pain",
        "later it\nfades.",
        "It ends.",
    ]


def test_references_are_those_listed_and_a_placeholder_for_each_other_one_cited() -> None:
    page = read(f"{PAGE}\nReferences\n2. A  book of ears. 2001.\n3. Ears today. 2004.\n")
    listed = [(reference.number, reference.text) for reference in page.references]
    assert listed == [("1", None), ("2", "A book of ears. 2001."), ("3", "Ears today. 2004.")]


def test_references_without_numbers_are_counted_and_sorted_as_numbers() -> None:
    lines = "\n".join(f"Ear study {letter}." for letter in "ABCDEFGHIJK")
    page = read(f"Glass ear syndrome\n\nSymptoms\nDeafness.[12]\n\nReferences\n{lines}")
    assert [reference.number for reference in page.references] == [str(number) for number in range(1, 13)]
    assert (page.references[10].text, page.references[11].text) == ("Ear study K.", None)


def test_a_section_that_stands_a_second_time_word_for_word_is_dropped() -> None:
    again = "What causes glass ear syndrome?\nThe cause  is unknown.[2]\n"
    other = "What causes glass ear syndrome?\nNoise.\n"
    assert quotes(read(PAGE + "\n" + again)) == quotes(read(PAGE))
    assert quotes(read(PAGE + "\n" + other)) == [*quotes(read(PAGE)), "Noise."]


def test_lines_of_the_site_are_no_text() -> None:
    site = "Your browser does not support javascript: sorry\nDiseases\n"
    assert quotes(read(site + PAGE + "Print\n")) == quotes(read(PAGE))
    assert read(site + PAGE).title == "Glass ear syndrome"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0c", "\u2028"], ids=["crlf", "cr", "form feed", "separator"])
def test_every_line_end_gives_the_same_page(end: str) -> None:
    assert read(PAGE.replace("\n", end)) == read(PAGE)


def test_tabs_and_no_break_spaces_are_spaces_and_keep_their_offsets() -> None:
    page = read(PAGE.replace("What is glass", "What\xa0is\tglass").replace("It is", "It\xa0is"))
    assert headings(page) == headings(read(PAGE))
    assert "It\xa0is mild." in quotes(page)


def test_offsets_count_code_points_behind_emoji_and_astral_letters() -> None:
    page = read("🦻 syndrome\n\nWhat is 🦻 syndrome?\n𝛼 😀. Ünrest is common.[1]")
    assert page.title == "🦻 syndrome"
    assert quotes(page) == ["𝛼 😀.", "Ünrest is common.[1]"]
    assert page.sections[0].blocks[0].sentences[1].start == page.text.index("Ünrest")


def test_without_a_title_the_headings_name_the_disease() -> None:
    page = read("What is glass ear syndrome?\nIt is rare.")
    assert (page.title, rules(page)) == ("glass ear syndrome", ["page-title"])
    assert "'glass ear syndrome'" in page.findings[0].message


def test_without_any_name_the_file_gives_it() -> None:
    page = read("It is a rare disease. Nobody knows why.")
    assert (page.title, page.document) == ("page", "GARD/page")
    assert rules(page) == ["page-title", "page-headings"]
    assert headings(page) == [("overview", "")]
    assert quotes(page) == ["It is a rare disease.", "Nobody knows why."]


def test_without_headings_the_text_is_an_overview_with_a_finding() -> None:
    page = read("Glass ear syndrome\n\nIt is rare.\n- Deafness")
    assert (page.title, headings(page), rules(page)) == ("Glass ear syndrome", [("overview", "")], ["page-headings"])
    assert quotes(page) == ["It is rare.", "Deafness"]


def test_headings_without_text_are_sections_with_a_finding() -> None:
    page = read("Glass ear syndrome\n\nSymptoms\n\nWhat causes glass ear syndrome?\n")
    assert [kind for kind, _ in headings(page)] == ["symptoms", "cause"]
    assert (quotes(page), rules(page)) == ([], ["page-text"])


def test_findings_of_a_page_are_warnings_with_place_and_advice() -> None:
    for finding in read("- an item\n").findings:
        assert (finding.level, finding.where) == ("warning", "page.txt")
        assert finding.advice


@pytest.mark.parametrize("text", ["", " \n\t", "\r\n\x0c"])
def test_text_without_a_word_is_no_page(text: str) -> None:
    with pytest.raises(UnreadablePageError, match=r"page\.txt: the file is empty"):
        read(text)


def test_an_unknown_reader_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=f"unknown reader 'docx'; choose one of {', '.join(READERS)}"):
        read_text(PAGE, where="page.txt", reader="docx")


def test_a_file_is_read_by_its_path_and_named_without_it(tmp_path: Path) -> None:
    file = tmp_path / "ear.txt"
    file.write_bytes(b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode())
    assert read_page(file) == read_page(str(file)) == read(PAGE)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePageError, match="there is no such file; check the path"):
        read_page(tmp_path / "ear.txt")
    with pytest.raises(UnreadablePageError, match="this is a folder, not a page; name a file in it"):
        read_page(tmp_path)


PIECES = st.sampled_from(
    [*PAGE.split("\n"), "What ", "Symptoms", "References", "1. ", "- ", "a) ", "[3]", "[2-4]", ".", "\n", "\r\n", "😀"]
)


@settings(deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=30).map("".join))
def test_any_text_is_read_and_its_sentences_lie_in_it_in_order(text: str) -> None:
    if not canonical_text(text).strip():
        return
    page = read(text)
    assert page.title
    assert page.document.startswith("GARD/")
    at = 0
    for index, section in enumerate(page.sections):
        assert section.index == index
        for sentence in (sentence for block in section.blocks for sentence in block.sentences):
            assert max(at, section.start) <= sentence.start < sentence.end <= section.end
            at = sentence.end


@settings(deadline=None)
@given(st.permutations(PAGE.split("\n")))
def test_lines_in_any_order_lose_no_word(lines: list[str]) -> None:
    page = read("\n".join(lines))
    kept = f"{page.title} {' '.join(heading for _, heading in headings(page))} {' '.join(quotes(page))}"
    missing = set(" ".join(lines).split()) - set(kept.split()) - {"•", "Last", "updated:", "2/9/2014"}
    assert not missing
