"""What several tests share. (That it lies here is also what lets them import `gate.measure`.)"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True)  # the same examples every time: a check is red or green, not lucky
settings.load_profile("same")


@pytest.fixture(scope="session")
def traced_example() -> Callable[[str], dict[str, Any]]:
    """The trace of an example story as its JSON, traced once for all tests."""
    from gate.measure import EXAMPLES, traced

    return lambda name: json.loads(traced(EXAMPLES / name))
