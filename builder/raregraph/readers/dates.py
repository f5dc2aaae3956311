"""The day on which a page was last changed, as its own lines say."""

import re
from datetime import date

from raregraph.readers.layout import plain

_UPDATED = re.compile(
    r"(last (updated|reviewed|modified)\s*:?\s*)(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})\s*", re.I
)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?(?!\d)")


def is_update_line(line: str) -> bool:
    """Say whether a line is only there to say when the page was changed."""
    return _UPDATED.fullmatch(plain(line)) is not None


def find_update(line: str) -> str | None:
    """Return the ISO date of a line "Last updated: 2/9/2014"; None if it is no such line or no such day."""
    match = _UPDATED.fullmatch(plain(line))
    return _iso(match["year"], match["month"], match["day"]) if match else None


def find_iso_date(text: str) -> str | None:
    """Return the date that a text starts with: "2019-07-01T00:00Z"; a month alone means its first day."""
    match = _ISO.match(text.strip())
    return _iso(match["year"], match["month"], match["day"] or "1") if match else None


def newest(*dates: str | None) -> str | None:
    """Return the last of some ISO dates."""
    return max(filter(None, dates), default=None)


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
