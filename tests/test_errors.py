"""Errors on their way from one process to another."""

import pickle

import pytest
from raregraph.errors import KnowledgeError, RaregraphError, TerminologyError, UnreadablePageError, UsageError

ERRORS = [error("a.tsv:3", "no row", "add one") for error in (KnowledgeError, TerminologyError, UnreadablePageError)]


@pytest.mark.parametrize("error", [*ERRORS, UsageError("no such format")], ids=lambda error: type(error).__name__)
def test_an_error_that_was_sent_to_another_process_says_the_same(error: RaregraphError) -> None:
    sent = pickle.loads(pickle.dumps(error))
    assert type(sent) is type(error)
    assert (str(sent), vars(sent)) == (str(error), vars(error))
