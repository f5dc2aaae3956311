"""Errors that raregraph raises: each says what is wrong, where, and what to do."""


class RaregraphError(Exception):
    """Base of every error that raregraph raises on purpose."""


class UnreadablePageError(RaregraphError):
    """A page that cannot be read at all: missing, empty, not text, of no known layout."""

    def __init__(self, where: str, what: str, advice: str) -> None:
        super().__init__(f"{where}: {what}; {advice}")
        self.where = where
        self.what = what
        self.advice = advice


class KnowledgeError(RaregraphError):
    """A file of `ontology/` or `shapes/` that is broken: a wrong column, id, label or syntax."""

    def __init__(self, where: str, what: str, advice: str) -> None:
        super().__init__(f"{where}: {what}; {advice}")
        self.where = where
        self.what = what
        self.advice = advice


class TerminologyError(RaregraphError):
    """A terminology that is missing or broken, or one of its sources that cannot be had."""

    def __init__(self, where: str, what: str, advice: str) -> None:
        super().__init__(f"{where}: {what}; {advice}")
        self.where = where
        self.what = what
        self.advice = advice


class OutputError(RaregraphError):
    """Output that cannot be written: no permission, a full disk, a file where a folder should be."""


class UsageError(RaregraphError):
    """A wrong request: an unknown format, query or claim."""
