"""What every test shares: properties are tried on the same examples, without a deadline."""

from __future__ import annotations

from hypothesis import settings

# The same examples each time, so that a change is what turned a test red, and no deadline, because
# a busy machine is not a fault. `make test PYTEST=--hypothesis-profile=explore` looks for new ones.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("house")
