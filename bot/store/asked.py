"""What people asked, and what came of it."""

from dataclasses import fields

from sqlalchemy import ColumnElement, RowMapping, exists, insert, literal, select, update

from bot.masking import masked
from bot.records import OPEN, Logged, Outcome, Settled
from bot.store.database import HIGHEST, Database
from bot.store.pruning import Pruning
from bot.store.tables import asked, workspaces

LONGEST = 500  # characters of a question; more than that is no question
_AT_A_TIME = 1000  # rows that are fetched, of which many may be one question

_NEWEST = asked.c.at.desc(), asked.c.id.desc()
_GIVEN = [asked.c[field.name] for field in fields(Logged) if field.name != "id"]


class SqlQuestionLog:
    """Keeps `bot.ports.QuestionLog` in a database."""

    def __init__(self, database: Database, pruning: Pruning) -> None:
        """Keep questions, and let `pruning` delete the old ones."""
        self._database = database
        self._pruning = pruning

    def keep(self, entry: Logged) -> None:
        """Keep a question, masked, where its workspace keeps questions at all."""
        question = "" if entry.outcome is Outcome.HELPFUL else masked(entry.question)[:LONGEST]
        values = {column.name: getattr(entry, column.name) for column in _GIVEN} | {"question": question}
        keeps_none = exists().where(workspaces.c.team == entry.team, workspaces.c.kept_days <= 0)
        row = select(*(literal(values[column.name], column.type) for column in _GIVEN)).where(~keeps_none)
        with self._database.begin() as connection:
            connection.execute(insert(asked).from_select([column.name for column in _GIVEN], row))
        self._pruning.prune()

    def recent(self, team: str, survey: str, limit: int) -> tuple[Logged, ...]:
        """Return the questions asked last, newest first, none twice, whatever came of them."""
        theirs = asked.c.team == team, asked.c.survey == survey, asked.c.question != ""
        newest = select(asked).where(*theirs).order_by(*_NEWEST).execution_options(yield_per=_AT_A_TIME)
        found: dict[str, Logged] = {}
        with self._database.begin() as connection, connection.execute(newest) as rows:
            for row in rows.mappings():
                if len(found) >= limit:
                    break
                found.setdefault(" ".join(row["question"].casefold().split()), _logged(row))
        return tuple(found.values())

    def open(self, team: str, limit: int) -> tuple[Logged, ...]:
        """Return the newest questions of a workspace that `bot.records.OPEN` holds and nobody settled."""
        is_open = asked.c.team == team, asked.c.outcome.in_(sorted(OPEN)), asked.c.settled.is_(None)
        with self._database.begin() as connection:
            rows = connection.execute(select(asked).where(*is_open).order_by(*_NEWEST).limit(limit)).mappings()
            return tuple(map(_logged, rows))

    def entries(self, team: str, ids: tuple[int, ...]) -> tuple[Logged, ...]:
        """Return those of a workspace's questions that are still kept, by their ids."""
        with self._database.begin() as connection:
            rows = connection.execute(select(asked).where(*_these(team, ids)).order_by(asked.c.id)).mappings()
            return tuple(map(_logged, rows))

    def settle(self, team: str, ids: tuple[int, ...], how: Settled) -> None:
        """Take questions from the list; ones that are not there are no fault."""
        with self._database.begin() as connection:
            connection.execute(update(asked).where(*_these(team, ids)).values(settled=how))


def _these(team: str, ids: tuple[int, ...]) -> tuple[ColumnElement[bool], ...]:
    return asked.c.team == team, asked.c.id.in_(sorted(number for number in set(ids) if 0 < number <= HIGHEST))


def _logged(row: RowMapping) -> Logged:
    how = row["settled"]
    return Logged(**{**row, "outcome": Outcome(row["outcome"]), "settled": how and Settled(how)})
