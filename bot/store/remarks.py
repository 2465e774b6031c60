"""What people made of replies."""

from dataclasses import asdict

from sqlalchemy import delete, insert, select

from bot.masking import masked
from bot.records import Outcome, Remark
from bot.store.database import Database
from bot.store.pruning import Pruning
from bot.store.tables import remarks

LONGEST = 500  # characters of a question; more than that is no question
HIGHEST = 2**31 - 1  # of a remark's number, in either database


class SqlRemarks:
    """Keeps `bot.ports.Remarks` in a database."""

    def __init__(self, database: Database, pruning: Pruning) -> None:
        """Keep remarks, and let `pruning` delete the old ones."""
        self._database = database
        self._pruning = pruning

    def keep(self, remark: Remark) -> None:
        """Keep a remark, its question masked."""
        question = "" if remark.outcome is Outcome.HELPFUL else masked(remark.question)[:LONGEST]
        row = asdict(remark) | {"question": question}
        del row["id"]
        with self._database.begin() as connection:
            connection.execute(insert(remarks), row)
        self._pruning.prune()

    def open(self, team: str, limit: int) -> tuple[Remark, ...]:
        """Return the newest questions of a workspace that no admin has dealt with."""
        theirs = select(remarks).where(remarks.c.team == team, remarks.c.outcome != Outcome.HELPFUL)
        newest = theirs.order_by(remarks.c.at.desc(), remarks.c.id.desc()).limit(limit)
        with self._database.begin() as connection:
            rows = connection.execute(newest).mappings().all()
        return tuple(Remark(**{**row, "outcome": Outcome(row["outcome"])}) for row in rows)

    def dealt_with(self, team: str, remark: int) -> None:
        """Take a remark from the list, and delete it."""
        if not 0 < remark <= HIGHEST:
            return
        with self._database.begin() as connection:
            connection.execute(delete(remarks).where(remarks.c.team == team, remarks.c.id == remark))
