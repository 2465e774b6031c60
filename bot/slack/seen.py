"""What one process has dealt with lately; a store shared by several would keep the same contract."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

KEEP_SECONDS = 15 * 60  # Slack delivers an event again after about 0, 1 and 5 minutes
LIMIT = 10_000  # keys; a thousand questions a minute would need more


class RecentlySeen:
    """Keys in memory, forgotten after a while or when there are too many."""

    def __init__(
        self, *, keep: float = KEEP_SECONDS, limit: int = LIMIT, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Keep at most `limit` keys, each for `keep` seconds."""
        self._keep = keep
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        self._times: OrderedDict[str, float] = OrderedDict()  # oldest first

    def first_time(self, key: str) -> bool:
        """Return whether `key` is new, and remember it."""
        with self._lock:
            now = self._clock()
            self._drop_before(now - self._keep)
            if key in self._times:
                return False
            self._times[key] = now
            if len(self._times) > self._limit:
                self._times.popitem(last=False)
            return True

    def forget(self, key: str) -> None:
        """Forget `key`, so that what failed may be tried again."""
        with self._lock:
            self._times.pop(key, None)

    def _drop_before(self, oldest: float) -> None:
        while self._times and next(iter(self._times.values())) <= oldest:
            self._times.popitem(last=False)
