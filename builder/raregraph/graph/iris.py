"""IRIs of the data: one place that makes them, safe for every input."""

import hashlib
import re
from urllib.parse import quote, urlsplit

from raregraph.errors import UsageError
from raregraph.slugs import slug

# What an IRI may hold as it stands; everything else is percent-encoded.
_SAFE = "%/:?#[]@!$&'()*+,;=~-._"
# Signs that a slug drops although they mean something: "<5 years" is not ">5 years".
_MEANING = re.compile(r"[<>≤≥=~+±%#&*]")


VALUES = "value/"
"""What the IRIs of values start with, after the base."""


def digest(*parts: str, length: int = 20) -> str:
    """Return the first hex digits of the SHA-256 of the parts, joined by a character no text holds."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]


def web_address(text: str | None) -> str | None:
    """Return a web address as an IRI, None where the text is none."""
    if not text:
        return None
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return None
    if parts.scheme not in {"http", "https", "ftp"} or not parts.netloc:
        return None
    return quote(text.strip(), safe=_SAFE, errors="surrogatepass")


class Iris:
    """Makes the IRIs of one page's data under a base."""

    def __init__(self, base: str, document: str, text_hash: str) -> None:
        """Take the base, the document (`collection/id`) and the hash of the canonical text.

        Raises `UsageError` for a base that is no absolute IRI.
        """
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+[/#:=]", base):
            raise UsageError(f"{base!r} is no base for IRIs; give an absolute one that ends in / or #")
        path = "/".join(_segment(part) for part in document.split("/"))
        self.base = base
        self.page = f"{base}page/{path}"
        self.version = f"{self.page}/version/{text_hash[:20]}"
        self.graph = f"{base}graph/{path}/{text_hash[:20]}"
        self.meta = f"{base}graph/meta"
        self.corpus = f"{base}dataset"
        self.dataset = f"{base}dataset/{path}"

    def section(self, index: int) -> str:
        """Return the IRI of a section."""
        return f"{self.version}/section/{index}"

    def reference(self, number: str) -> str:
        """Return the IRI of a numbered reference."""
        return f"{self.version}/ref/{_segment(number)}"

    def characters(self, start: int, end: int) -> str:
        """Return the IRI of a stretch of the page's text (RFC 5147)."""
        return f"{self.version}#char={start},{end}"

    def selector(self, kind: str, start: int, end: int) -> str:
        """Return the IRI of a selector ("quote", "position", "span") of a stretch of the page's text."""
        return f"{self.version}/{kind}/{start}-{end}"

    def claim(self, claim_id: str) -> str:
        """Return the IRI of a claim."""
        return f"{self.base}claim/{_segment(claim_id)}"

    def criteria(self, set_id: str, position: int | None = None) -> str:
        """Return the IRI of a criteria set, or of one of its criteria."""
        iri = f"{self.base}criteria/{_segment(set_id)}"
        return iri if position is None else f"{iri}/{position}"

    def own_term(self, branch: str, label: str) -> str:
        """Return the IRI of a term of the project's own."""
        return f"{own_terms(self.base, branch)}{own_name(label)}"

    def value(self, value_id: str) -> str:
        """Return the IRI of a value."""
        return f"{self.base}{VALUES}{_segment(value_id)}"

    def hashed(self, kind: str, *parts: str) -> str:
        """Return the IRI of something that its parts identify: a mapping, a run."""
        return f"{self.base}{kind}/{digest(*parts)}"


def own_terms(base: str, branch: str) -> str:
    """Return what the IRIs of the project's own terms of a branch start with."""
    return f"{base}term/{_segment(branch)}/"


def own_name(label: str) -> str:
    """Return what the IRI of a term of the project's own ends with."""
    name = slug(label)
    return f"{name}-{digest(label, length=8)}" if _MEANING.search(label) else name


def _segment(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text  # most are: hashes, kinds of thing
    # "." and ".." would be taken for steps of a path, and nothing at all would join two parts.
    if text.strip(".") == "":
        return "".join(f"%{ord(sign):02X}" for sign in text) or "-"
    return quote(text, safe="~-._", errors="surrogatepass")
