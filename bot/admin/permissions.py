"""Who is an admin: a rule over a workspace's settings and what Slack says of people."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.records import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What Slack says of somebody."""

    teams: frozenset[str] = frozenset()
    """Ids of the workspaces they belong to, and of their organisation; somebody in a shared channel has others."""
    runs: frozenset[str] = frozenset()
    """Those of which they are an admin or an owner in Slack."""
    is_active: bool = True
    """Neither a bot, nor somebody whose account was closed."""


People = Callable[[str], Person | None]
"""What Slack says of a person by their id; None: it cannot be asked."""

Members = Callable[[str], frozenset[str]]
"""The ids of those in a user group; nobody where Slack cannot be asked."""


def is_admin(user: str, workspaces: Sequence[Workspace], people: People, members: Members) -> bool:
    """Return whether a person is an admin by the settings of a workspace, or of the organisation it is part of.

    Slack is asked only where it matters. Where it cannot be, those named one by one still are admins.
    """
    named = any(user in each.admins for each in workspaces)
    if not user or not (named or any(each.slack_admins or each.admin_group for each in workspaces)):
        return False
    person = people(user)
    if person is None:
        return named
    if not person.is_active or person.teams.isdisjoint(each.team for each in workspaces):
        return False
    if named or any(each.slack_admins and each.team in person.runs for each in workspaces):
        return True
    return any(user in members(each.admin_group) for each in workspaces if each.admin_group)


def has_admin(workspace: Workspace, candidates: Iterable[str], people: People, members: Members) -> bool:
    """Return whether one of some people would be an admin by settings that somebody wants to save."""
    return any(is_admin(each, (workspace,), people, members) for each in candidates)
