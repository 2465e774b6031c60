"""Settings that every test runs under."""

from hypothesis import settings

# The same examples every time: a test that fails once in a hundred runs tells nobody anything.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
