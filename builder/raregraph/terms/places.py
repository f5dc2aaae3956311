"""Where terminologies lie on this machine."""

from pathlib import Path

TERMS_VARIABLE = "RAREGRAPH_TERMS"
"""The environment variable that names the terminology to use."""


def cache_folder() -> Path:
    """Return the user's cache folder for this program."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - most commands need no such folder

    return user_cache_path("raregraph")


def default_terms() -> Path:
    """Return the file that `raregraph terms build` makes where none is named."""
    return cache_folder() / "terms.sqlite"
