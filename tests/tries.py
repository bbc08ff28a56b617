"""How many examples a property that is dear to try is tried with.

``TRIES=10 pytest tests/intake/test_direct.py`` tries ten times as many as the suite does.
"""

from __future__ import annotations

import os

from hypothesis import settings

TIMES = int(os.environ.get("TRIES", "1"))


def tries(examples: int) -> settings:
    """Return the settings of a property, for its examples in the suite."""
    return settings(max_examples=examples * TIMES, deadline=None)
