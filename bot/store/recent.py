"""A bounded memory of what was seen last, by key."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """The values that were put last; safe to share between threads."""

    def __init__(self, limit: int) -> None:
        """Remember at most `limit` values."""
        self._limit = limit
        self._lock = threading.Lock()
        self._values: OrderedDict[K, V] = OrderedDict()  # oldest first

    def get(self, key: K) -> V | None:
        """Return a value, or None where there is none."""
        with self._lock:
            return self._values.get(key)

    def put(self, key: K, value: V) -> None:
        """Remember a value in place of the one before."""
        with self._lock:
            self._put(key, value)

    def put_over(self, key: K, value: V, gives_way: Callable[[V], bool]) -> bool:
        """Remember a value, unless there is one that does not give way; return whether it is remembered."""
        with self._lock:
            known = self._values.get(key)
            if known is not None and not gives_way(known):
                return False
            self._put(key, value)
            return True

    def values(self) -> tuple[V, ...]:
        """Return all values, oldest first."""
        with self._lock:
            return tuple(self._values.values())

    def drop(self, gone: Callable[[K], bool]) -> None:
        """Forget the values whose keys are gone."""
        with self._lock:
            for key in [key for key in self._values if gone(key)]:
                del self._values[key]

    def _put(self, key: K, value: V) -> None:
        self._values.pop(key, None)
        self._values[key] = value
        if len(self._values) > self._limit:
            self._values.popitem(last=False)
