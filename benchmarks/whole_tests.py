"""A pytest plugin for `make mutants`: a test that is named by one of its cases is run with all of them.

A case's name may hold what a command line takes for something else, and pytest then finds no such test.
"""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Name the tests to run without the cases in brackets."""
    config.args = list(dict.fromkeys(argument.partition("[")[0] for argument in config.args))
