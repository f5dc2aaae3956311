"""Errors that raregraph raises: each says what is wrong, where, and what to do."""


class RaregraphError(Exception):
    """Base of every error that raregraph raises on purpose."""


class LocatedError(RaregraphError):
    """An error of a thing that has a place; it keeps its parts on its way between processes."""

    def __init__(self, where: str, what: str, advice: str) -> None:
        super().__init__(f"{where}: {what}; {advice}")
        self.where = where
        self.what = what
        self.advice = advice

    def __reduce__(self) -> tuple[type["LocatedError"], tuple[str, str, str]]:
        """Say how to make it again: from its parts, not from the sentence that they make."""
        return type(self), (self.where, self.what, self.advice)


class UnreadablePageError(LocatedError):
    """A page that cannot be read at all: missing, empty, not text, of no known layout."""


class KnowledgeError(LocatedError):
    """A file of `ontology/` or `shapes/` that is broken: a wrong column, id, label or syntax."""


class TerminologyError(LocatedError):
    """A terminology that is missing or broken, or one of its sources that cannot be had."""


class OutputError(RaregraphError):
    """Output that cannot be written: no permission, a full disk, a file where a folder should be."""


class UsageError(RaregraphError):
    """A wrong request: an unknown format, query or claim."""
