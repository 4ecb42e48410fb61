"""The examples in docstrings run."""

import doctest

import pytest

from crawler import addresses, backwards, front, rows, topic


@pytest.mark.parametrize("module", [addresses, backwards, front, rows, topic], ids=lambda one: one.__name__)
def test_the_examples_in_docstrings_run(module):
    failed, tried = doctest.testmod(module)

    assert tried
    assert not failed
