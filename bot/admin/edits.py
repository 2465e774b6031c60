"""Put what an admin wants into edits: each says what the intent shall be, and which revision of it was seen."""

from dataclasses import replace

from bot.records import Change, Deed, Edit, State, TaughtIntent
from intents.draft import Draft

_TURNED = {State.LIVE: Deed.TURNED_ON, State.OFF: Deed.TURNED_OFF, State.DELETED: Deed.DELETED}


def teach(team: str, survey: str, draft: Draft, *, by: str, why: str = "") -> Edit:
    """Return the edit that teaches a new intent."""
    return Edit(
        team=team,
        survey=survey,
        intent="",
        revision=0,
        deed=Deed.TAUGHT,
        by=by,
        draft=draft,
        state=State.LIVE,
        why=why,
    )


def rewrite(current: TaughtIntent, draft: Draft, *, by: str, why: str = "") -> Edit:
    """Return the edit that gives an intent another content."""
    renamed = replace(draft, name=current.draft.name, summary=current.draft.summary) == current.draft
    return replace(_same(current, Deed.RENAMED if renamed else Deed.EDITED, by, why), draft=draft)


def turn(current: TaughtIntent, state: State, *, by: str, why: str = "") -> Edit:
    """Return the edit that turns an intent on or off, deletes or restores it."""
    restored = current.state is State.DELETED and state is not State.DELETED
    return replace(_same(current, Deed.RESTORED if restored else _TURNED[state], by, why), state=state)


def roll_back(current: TaughtIntent, to: Change, *, by: str, why: str = "") -> Edit:
    """Return the edit that makes an intent what it was after a change of it."""
    return replace(_same(current, Deed.ROLLED_BACK, by, why), draft=to.draft, state=to.state)


def _same(current: TaughtIntent, deed: Deed, by: str, why: str) -> Edit:
    return Edit(
        team=current.team,
        survey=current.survey,
        intent=current.id,
        revision=current.revision,
        deed=deed,
        by=by,
        why=why,
        draft=current.draft,
        state=current.state,
    )
