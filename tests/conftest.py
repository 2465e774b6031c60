"""Settings that every test runs under."""

import os

from hypothesis import settings

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as `surveybot` has it: numpy's own threads take from each other's time

# The same examples every time: a test that fails once in a hundred runs tells nobody anything.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
