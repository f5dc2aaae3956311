import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from raregraph.errors import UnreadablePageError
from raregraph.model import Page
from raregraph.readers import READERS, page_suffixes, read_page, read_pages, read_text
from raregraph.readers.layout import Layout
from raregraph.settings import Settings
from raregraph.text.canonical import MAX_BYTES

HTML = """<!DOCTYPE html><html><head><title>Glass ear syndrome | Ear site</title>
<link rel="canonical" href="https://rarediseases.info.nih.gov/diseases/1/glass-ear">
<meta property="article:modified_time" content="2019-07-01T00:00Z"></head><body>
<header><ul><li>Home</li></ul></header><ul class="Breadcrumb"><li>Diseases</li></ul><h1>Glass ear syndrome</h1>
<h2>Other Names:</h2><ul><li>Brittle ear</li><li>GES</li></ul>
<div><h2>Symptoms</h2>They may include:<sup><a href="#1">[1]</a></sup><ul><li>Deafness</li><li>Pain<ul><li>at
night</li></ul></li></ul><h3>The <b>outer</b> ear</h3><p>It is red.<br>It is<br>hot.</p>
<table><tr><th>Signs and Symptoms</th><th>Approximate number of patients (when available)</th></tr>
<tr><td><p>Hearing impairment</p></td><td>90%</td></tr><tr><td colspan="2">Others</td></tr></table></div>
<nav>Elsewhere</nav><h2>References</h2><ol><li>A book of ears. 2001.</li></ol><footer>Privacy</footer>
<script>alert('Symptoms')</script></body></html>"""

MARKDOWN = """---
title: Glass ear syndrome
url: https://example.org/ear
updated: 2020-03-01
---
It is *rare*.[1]

## Symptoms
- Deafness
- Ear
  pain

| Symptom | How often |
|---------|-----------|
| Fever   | 3/5       |
"""

TEXT = """Glass ear syndrome

How it looks and feels
Ears are red
and hot.
- Deafness
  at night

Daily doings

Nothing helps.
"""

XML = """<?xml version="1.0"?><summaries xmlns="https://example.org/ghr" xmlns:h="http://www.w3.org/1999/xhtml">
<gene-summary><name>EAR1</name></gene-summary>
<health-condition-summary><name>Glass ear syndrome</name><ghr-page>https://medlineplus.gov/genetics/condition/glass-ear/</ghr-page>
<text-list><text><text-role>description</text-role><html><h:p>Glass ear is <h:b>rare</h:b>.</h:p></html></text>
<text><text-role>causes</text-role><html><h:h2>Genes</h2></html></text></text-list>
<synonym-list><synonym>GES</synonym></synonym-list><reviewed>2015-05</reviewed></health-condition-summary>
<health-condition-summary><name>Wood ear</name></health-condition-summary></summaries>""".replace("</h2>", "</h:h2>")

CONDITION = {
    "name": "Glass ear syndrome",
    "ghr_page": "https://medlineplus.gov/genetics/condition/glass-ear",
    "text-list": [
        {"text": {"text-role": "inheritance", "html": "<p>It is <i>autosomal</i> dominant.</p><ul><li>A</li></ul>"}}
    ],
    "synonym-list": [{"synonym": "GES"}],
    "reviewed": "2015-05",
    "published": "2020-08-18",
}

MEDQUAD = """<?xml version="1.0" encoding="UTF-8"?>
<Document id="0000001" source="GARD" url="https://example.org/1"><Focus>Glass ear syndrome</Focus>
<QAPairs><QAPair><Question qtype="information">What is (are) Glass ear syndrome ?</Question>
<Answer>It is rare.</Answer></QAPair></QAPairs></Document>"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Page]]:
    def read_file(content: str | bytes, reader: str | None = None) -> list[Page]:
        file = tmp_path / "page"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read_pages(file, reader=reader))

    return read_file


def outline(page: Page) -> list[tuple[str, str, list[str]]]:
    """Return (kind, heading, texts) of each section; rows are given cell by cell."""
    return [
        (section.kind, section.heading, [" | ".join(texts(page, block)) for block in section.blocks])
        for section in page.sections
    ]


def texts(page: Page, block: object) -> list[str]:
    cells = getattr(block, "cells", ()) or block.sentences  # type: ignore[attr-defined]
    return [page.text[cell.start : cell.end] for cell in cells]


PDF = b"%PDF-1.4\n"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (MEDQUAD, "medquad"),
        ("<!-- a -->\n" + MEDQUAD.split("\n", 1)[1], "medquad"),
        ('<doc docid="1" corpus="NINDS"><doctitle-focus>A</doctitle-focus></doc>', "medquad"),
        (XML, "medlineplus-xml"),
        (json.dumps(CONDITION), "medlineplus-json"),
        (HTML, "html"),
        ("<h1>Glass ear</h1><p>It is rare.", "html"),
        ('<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', "html"),
        (MARKDOWN, "markdown"),
        ("# Glass ear\nIt is rare.", "markdown"),
        (TEXT, "text"),
        ("Glass ear\n\nSymptoms\nDeafness", "gard-text"),
        ("It is rare.", "gard-text"),
        ("%PDF-1.7\n%", "pdf"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_format_is_told_by_what_a_file_holds(
    monkeypatch: pytest.MonkeyPatch, read: Callable[..., list[Page]], content: str, name: str, encoding: str
) -> None:
    class ChosenError(Exception):
        pass

    def refuse(*_: object) -> None:
        raise ChosenError

    monkeypatch.setitem(READERS, name, READERS[name]._replace(read=refuse))  # type: ignore[arg-type]
    with pytest.raises(ChosenError):
        read(content.encode(encoding))


def test_html_gives_what_stands_under_headings_and_nothing_of_its_site(read: Callable[..., list[Page]]) -> None:
    (page,) = read(HTML)
    assert (page.title, page.document, page.collection) == ("Glass ear syndrome", "GARD/glass-ear-syndrome", "GARD")
    assert (page.url, page.updated) == ("https://rarediseases.info.nih.gov/diseases/1/glass-ear", "2019-07-01")
    assert outline(page) == [
        ("names", "Other Names:", ["Brittle ear", "GES"]),
        ("symptoms", "Symptoms", ["They may include:[1]", "Deafness", "Pain", "at night"]),
        (
            "symptoms",
            "The outer ear",
            [
                "It is red.",
                "It is hot.",
                "Signs and Symptoms | Approximate number of patients (when available)",
                "Hearing impairment | 90%",
                "Others",
            ],
        ),
        ("references", "References", ["A book of ears. | 2001."]),
    ]
    rows = [block for section in page.sections for block in section.blocks if block.kind == "row"]
    assert [[cell.role for cell in block.cells] for block in rows] == [["", ""], ["sign", "frequency"], [""]]
    assert [(reference.number, reference.text) for reference in page.references] == [("1", "A book of ears. 2001.")]
    assert page.findings == ()


@pytest.mark.parametrize(
    ("html", "licence", "rules"),
    [
        ("", "The page does not state its licence.", ["page-licence"]),
        ('<link rel="license" href="https://example.org/by">', "https://example.org/by", []),
    ],
    ids=["none", "stated"],
)
def test_the_licence_is_what_the_page_states(
    read: Callable[..., list[Page]], html: str, licence: str, rules: list[str]
) -> None:
    (page,) = read(f"<html><head>{html}</head><h1>Ear</h1><h2>Symptoms</h2><p>Pain.</p>")
    assert (page.license, [finding.rule for finding in page.findings]) == (licence, rules)


def test_a_table_with_headings_in_it_is_a_page_laid_out_in_a_table(read: Callable[..., list[Page]]) -> None:
    (page,) = read("<h1>Ear</h1><table><tr><td>menu</td><td><h2>Symptoms</h2><p>Pain.</p></td></tr></table>")
    assert outline(page)[-1] == ("symptoms", "Symptoms", ["Pain."])


def test_markdown_is_read_with_the_fields_in_front_of_it(read: Callable[..., list[Page]]) -> None:
    (page,) = read(MARKDOWN)
    assert (page.title, page.document) == ("Glass ear syndrome", "pages/glass-ear-syndrome")
    assert (page.url, page.updated) == ("https://example.org/ear", "2020-03-01")
    assert outline(page) == [
        ("overview", "", ["It is rare.[1]"]),
        ("symptoms", "Symptoms", ["Deafness", "Ear pain", "Symptom | How often", "Fever | 3/5"]),
    ]


def test_headings_of_plain_text_are_short_lines_that_stand_apart(read: Callable[..., list[Page]]) -> None:
    (page,) = read(TEXT)
    assert page.document == "pages/glass-ear-syndrome"
    assert outline(page) == [
        ("other", "How it looks and feels", ["Ears are red and hot.", "Deafness at night"]),
        ("other", "Daily doings", ["Nothing helps."]),
    ]


def test_the_summaries_of_medlineplus_are_a_page_each_and_genes_are_none(read: Callable[..., list[Page]]) -> None:
    first, second = read(XML)
    assert (first.document, first.url) == (
        "MedlinePlus-Genetics/glass-ear",
        "https://medlineplus.gov/genetics/condition/glass-ear/",
    )
    assert first.updated == "2015-05-01"
    assert outline(first) == [
        ("names", "Other names", ["GES"]),
        ("overview", "Description", ["Glass ear is rare."]),
        ("cause", "Causes", []),
        ("cause", "Genes", []),
    ]
    assert (second.document, [finding.rule for finding in second.findings]) == (
        "MedlinePlus-Genetics/wood-ear",
        ["page-text"],
    )


@pytest.mark.parametrize("wrap", [lambda it: it, lambda it: [it]], ids=["alone", "in a list"])
def test_the_json_of_a_condition_is_a_page(read: Callable[..., list[Page]], wrap: Callable[[object], object]) -> None:
    (page,) = read(json.dumps(wrap(CONDITION)))
    assert (page.document, page.updated) == ("MedlinePlus-Genetics/glass-ear", "2020-08-18")
    assert outline(page) == [
        ("names", "Other names", ["GES"]),
        ("inheritance", "Inheritance", ["It is autosomal dominant.", "A"]),
    ]


def pdf(*lines: str) -> bytes:
    """Return the smallest PDF that shows some lines."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown}ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    text, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    return (text + head + table + trailer).encode()


def test_a_pdf_is_read_line_by_line(read: Callable[..., list[Page]]) -> None:
    pytest.importorskip("pypdf")
    (page,) = read(pdf("Glass ear syndrome", "Symptoms", "Ears are deaf and pain-", "ful.", "3"))
    assert page.title == "Glass ear syndrome"
    assert outline(page) == [("symptoms", "Symptoms", ["Ears are deaf and painful."])]


def test_a_scan_is_a_page_without_text_with_a_warning(read: Callable[..., list[Page]]) -> None:
    pytest.importorskip("pypdf")
    (page,) = read(pdf())
    assert (page.title, page.text) == ("page", "page\n")
    assert [(finding.level, finding.rule) for finding in page.findings] == [
        ("warning", "page-title"),
        ("warning", "page-text"),
        ("warning", "page-licence"),
    ]


@pytest.mark.parametrize(
    "content",
    ["<html><body></body></html>", "<h1>Glass ear</h1><h2>Symptoms</h2>", MEDQUAD.replace("It is rare.", " ")],
    ids=["html", "headings", "medquad"],
)
def test_a_page_without_text_is_a_page_with_a_warning(read: Callable[..., list[Page]], content: str) -> None:
    (page,) = read(content)
    assert page.text.strip()
    assert "page-text" in [finding.rule for finding in page.findings]
    assert {finding.level for finding in page.findings} == {"warning"}


BOMB = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
BAD = {
    "bomb": (
        MEDQUAD.replace("<Document", f'<!DOCTYPE Document [<!ENTITY a0 "ha">{BOMB}]><Document', 1).replace(
            "rare", "&a9;"
        ),
        "the XML defines entities",
    ),
    "outside": (
        MEDQUAD.replace("<Document", '<!DOCTYPE Document [<!ENTITY f SYSTEM "file:///etc/passwd">]><Document', 1),
        "the XML defines entities",
    ),
    "bomb in a stream": (
        XML.replace("<summaries", f'<!DOCTYPE summaries [<!ENTITY a0 "ha">{BOMB}]><summaries', 1).replace(
            "GES", "&a9;"
        ),
        "XML",
    ),
    "truncated": (MEDQUAD[:-30], "no well-formed XML"),
    "truncated stream": (XML[:-30], "no well-formed XML"),
    "unknown": ('<?xml version="1.0"?>\n<feed/>', "XML of an unknown kind (its root is feed)"),
    "genes only": ("<summaries><gene-summary/></summaries>", "holds no condition"),
    "half a JSON": (json.dumps(CONDITION)[:-5], "no JSON"),
    "deep JSON": ('{"text-list": ' + "[" * 100_000, "no JSON"),
    "a gene": (json.dumps({**CONDITION, "gene-symbol": "EAR1"}), "holds no condition"),
    "deep HTML": ("<html>" + "<div>" * 5_000 + "Pain" + "</div>" * 5_000, "deep"),
    "deep HTML in JSON": (
        json.dumps({**CONDITION, "text-list": [{"text": {"text-role": "", "html": "<div>" * 5_000 + "Pain"}}]}),
        "deep",
    ),
    "half a PDF": (pdf("Pain")[:60], "the PDF cannot be read"),
    "an unknown encoding": (MEDQUAD.replace("UTF-8", "EBCDIC-9"), "'ebcdic-9', which is no encoding"),
    "wrong bytes": (MEDQUAD.replace("rare", "r\udce4re").encode("utf-8", "surrogateescape"), "is not UTF-8 text"),
    "white HTML": ("<html>" + " " * MAX_BYTES * 5, "more than a page can (5,000,000)"),
    "endless text": ("<p>" + "Pain. " * (MAX_BYTES // 5), "characters, more than a page can (1,000,000)"),
}


@pytest.mark.parametrize(("content", "what"), BAD.values(), ids=BAD)
def test_bad_files_are_refused_with_place_what_and_advice(
    tmp_path: Path, read: Callable[..., list[Page]], content: str | bytes, what: str
) -> None:
    with pytest.raises(UnreadablePageError) as caught:
        read(content)
    assert caught.value.where == str(tmp_path / "page")
    assert what in caught.value.what
    assert caught.value.advice


@pytest.mark.parametrize(
    "head",
    ["<?a?>" * 3_000, "<!--a-->" * 2_000, "<!DOCTYPE a []>" * 1_000, " " * 16_000, "<?xml" + " " * 16_000],
    ids=["instructions", "comments", "doctypes", "blanks", "declaration"],
)
def test_what_a_file_begins_with_is_told_in_the_time_it_takes_to_read_it(
    read: Callable[..., list[Page]], head: str
) -> None:
    start = time.process_time()
    with suppress(UnreadablePageError):
        read(f"{head}\nPain")
    assert time.process_time() - start < 2


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    for name, head in (("a.xml", XML[:200]), ("b.txt", "Pain"), ("c.json", json.dumps(CONDITION)[:60])):
        file = tmp_path / name
        with file.open("wb") as stream:
            stream.write(head.encode())
            stream.truncate(200_000_001)
        with pytest.raises(UnreadablePageError, match="200,000,001 bytes, more than a page can"):
            read_page(file)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (MEDQUAD.replace("UTF-8", "ISO-8859-1").replace("rare", "räre").encode("latin-1"), "räre"),
        (b"<html><meta charset=iso-8859-1><p>It\x92s rare.", "It’s rare."),
        (b'<html><meta http-equiv="a" content="text/html; charset=windows-1251"><p>\xcf.', "П."),
        (("<html><meta charset='latin-1'><p>räre.").encode("utf-8-sig"), "räre."),
        (HTML.replace("red", "rød").encode("utf-16"), "rød"),
    ],
    ids=["latin-1 XML", "the web's latin-1", "cyrillic", "the mark outweighs", "utf-16"],
)
def test_the_encoding_that_a_file_declares_is_honoured(read: Callable[..., list[Page]], data: bytes, word: str) -> None:
    assert word in read(data)[0].text


def test_a_file_of_many_pages_is_no_single_page(tmp_path: Path) -> None:
    (tmp_path / "all.xml").write_text(XML)
    with pytest.raises(UnreadablePageError, match="several pages; read it with read_pages"):
        read_page(tmp_path / "all.xml")


def test_every_reader_has_a_row_of_formats_and_every_row_a_reader() -> None:
    assert set(Layout.load(Settings()).formats) == set(READERS)
    assert page_suffixes() == (".htm", ".html", ".json", ".markdown", ".md", ".pdf", ".txt", ".xhtml", ".xml")


def test_the_settings_name_a_reader_for_all_files(read: Callable[..., list[Page]]) -> None:
    (page,) = read(MARKDOWN, reader=None)
    assert "---" not in page.text
    assert "---" in read(MARKDOWN, "gard-text")[0].text
    assert "---" in read_text(MARKDOWN, where="a", settings=Settings(reader="gard-text")).text
