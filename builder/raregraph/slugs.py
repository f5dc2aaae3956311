"""Names as parts of IRIs and file names."""

import hashlib
import re
import unicodedata
from functools import lru_cache

_LONGEST = 80


@lru_cache(maxsize=20_000)
def slug(name: str) -> str:
    """Return a name in small ASCII letters, digits and hyphens; never empty.

    What ASCII cannot say, or what is too long for a file name, is told apart by a hash of the name.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    letters = sum(character.isalnum() for character in unicodedata.normalize("NFC", name))
    kept = sum(character.isalnum() for character in short)
    if short and kept >= letters and len(short) <= _LONGEST:
        return short
    digest = hashlib.sha256(name.encode("utf-8")).hexdigest()[:10]
    return f"{short[:_LONGEST]}-{digest}".lstrip("-")
