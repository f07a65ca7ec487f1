"""What all tests share: the option that rewrites goldens, and how properties are tested."""

from __future__ import annotations

import pytest
from hypothesis import settings

# A machine that is busy makes no test fail.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite tests/golden/*/expected*.tex")
