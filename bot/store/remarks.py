"""What people made of replies, among the questions that were asked."""

from dataclasses import asdict, fields

from bot.records import Logged, Remark, Settled
from bot.store.asked import SqlQuestionLog

_FIELDS = [field.name for field in fields(Remark)]


class SqlRemarks:
    """Keeps `bot.ports.Remarks` in the log of questions."""

    def __init__(self, log: SqlQuestionLog) -> None:
        """Keep remarks in a log."""
        self._log = log

    def keep(self, remark: Remark) -> None:
        """Keep a remark, its question masked."""
        self._log.keep(Logged(**asdict(remark)))

    def open(self, team: str, limit: int) -> tuple[Remark, ...]:
        """Return the newest questions of a workspace that no admin has dealt with."""
        found = self._log.open(team, limit)
        return tuple(Remark(**{name: getattr(each, name) for name in _FIELDS}) for each in found)

    def dealt_with(self, team: str, remark: int) -> None:
        """Take a remark from the list."""
        self._log.settle(team, (remark,), Settled.IGNORED)
