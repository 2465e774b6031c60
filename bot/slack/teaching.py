"""Admins who teach: the list, the form, the preview, an intent's page and its history; who may is asked every time."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Thread

import structlog
from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.masking import masked
from bot.ports import StoreDown
from bot.render import menus, previewing, screens, states, taught, teaching, wishes, writing
from bot.render.blocks import Block
from bot.render.mrkdwn import cut
from bot.render.wishes import Wish, Written
from bot.slack import forms, payloads
from bot.slack.admitting import admitted, refusal
from bot.slack.desk import Desk
from bot.slack.drafting import NOT_YOURS, Author, Lost
from bot.slack.home import publish
from bot.slack.middleware import acknowledged, guarded, noted
from bot.slack.places import Screen
from bot.slack.reading import Payload, text_at
from bot.slack.sending import code, show
from intents.rules import LONGEST_EXAMPLE

log = structlog.get_logger()

_UNDONE = "that could not be done"
_UNSENT = "My database does not answer just now, so nothing is saved. Please send it again in a minute."
_AT_ONCE_SECONDS = 1.5  # of the three in which Slack wants its answer; what is ready by then is shown at once
_TAKEN_SECONDS = 0.7  # until Slack shows what it was answered with, which would overwrite what came before it
_MENUS = (writing.FINDING, writing.OF, writing.QUESTIONS, writing.ON, writing.INSERT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What is wrong with a form, by the block that shows it."""

    at: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A view to show meanwhile, and what makes the one that comes after it."""

    meanwhile: Block
    work: "Callable[[], Outcome]"


Outcome = Block | Faults | Later


def register(app: App, desk: Desk) -> None:
    """Listen for admins who teach; everybody else is told who may, nothing is done, and that is logged."""
    _register_looking(app, desk)
    _register_writing(app, desk)
    _register_filling_in(app, desk)
    _register_trying(app, desk)


def curate(desk: Desk, client: WebClient, body: Payload) -> None:
    """Open the list of taught intents for an admin."""
    _show(desk, client, body, lambda author: author.listing(forms.looked(body)))


def _register_looking(app: App, desk: Desk) -> None:
    def listed(body: Payload, _context: BoltContext, client: WebClient) -> None:
        curate(desk, client, body)

    def searched(ack: Ack, body: Payload, client: WebClient) -> None:
        _answer(ack, desk, client, body, lambda author: author.listing(forms.looked(body)))

    def opened(body: Payload, _context: BoltContext, client: WebClient) -> None:
        _show(desk, client, body, lambda author: author.page(payloads.press(body).value))

    def history(body: Payload, _context: BoltContext, client: WebClient) -> None:
        _show(desk, client, body, lambda author: author.history(*forms.paged(payloads.press(body).value)))

    for action in (teaching.CURATE, teaching.WHICH, teaching.MORE):
        app.action(action)(acknowledged(listed))
    app.view(teaching.CURATE)(searched)
    app.action(teaching.OPEN)(acknowledged(opened))
    app.action(teaching.HISTORY)(acknowledged(history))


def _register_writing(app: App, desk: Desk) -> None:
    def teach(body: Payload, _context: BoltContext, client: WebClient) -> None:
        asked = payloads.press(body).value
        _show(desk, client, body, lambda author: author.begin(_examples(asked)), _above(body))

    def teach_logged(body: Payload, _context: BoltContext, client: WebClient) -> None:
        ids = forms.ids(payloads.press(body).value)
        _show(desk, client, body, lambda author: _from_log(author, ids), _above(body))

    def edit(body: Payload, _context: BoltContext, client: WebClient) -> None:
        _show(desk, client, body, lambda author: author.edit(payloads.press(body).value))

    app.action(teaching.TEACH)(acknowledged(teach))
    app.action(teaching.TEACH_LOGGED)(acknowledged(teach_logged))
    app.action(teaching.EDIT)(acknowledged(edit))


def _register_filling_in(app: App, desk: Desk) -> None:
    def rewritten(body: Payload, _context: BoltContext, client: WebClient) -> None:
        _renew(desk, client, body, lambda author: _rewritten(author, body))

    def resumed(body: Payload, _context: BoltContext, client: WebClient) -> None:
        _show(desk, client, body, lambda author: author.resume(_draft(payloads.press(body).value)))

    def offered(ack: Ack, body: Payload, client: WebClient) -> None:
        found = guarded(lambda: _offered(desk, client, body), lambda error: _none(noted(error)))
        ack(option_groups=found) if found else ack(options=[])

    app.action(previewing.CHANGE)(acknowledged(resumed))
    for action in (writing.KIND, writing.MEASURE, writing.INSERT):
        app.action(action)(acknowledged(rewritten))
    for action in _MENUS:
        app.options(action)(offered)


def _register_trying(app: App, desk: Desk) -> None:
    def tried(body: Payload, _context: BoltContext, client: WebClient) -> None:
        wish = wishes.read(payloads.press(body).value)
        _show(desk, client, body, lambda author: _tried(author, wish))

    def written(ack: Ack, body: Payload, client: WebClient) -> None:
        _answer(ack, desk, client, body, lambda author: _written(author, body))

    def saved(ack: Ack, body: Payload, client: WebClient) -> None:
        wish, consent = wishes.read(payloads.press(body).kept), forms.consent(body)
        _answer(ack, desk, client, body, lambda author: _saved(author, wish, consent))
        pressed = payloads.press(body)  # the home tab counts the questions that wait for admins
        guarded(lambda: publish(desk, client, pressed.domains, pressed.user), noted)

    for action in (teaching.TURNS, teaching.UNDOES, previewing.MINE):
        app.action(action)(acknowledged(tried))
    app.view(writing.FORM)(written)
    app.view(previewing.PREVIEW)(saved)


# What they share


def _above(body: Payload) -> Screen:
    """Return the place on top of a modal that was clicked in, which is gone back to, or its own place."""
    return payloads.screen(body, on_top=forms.may_be_laid_on(body))


def _outcome(desk: Desk, client: WebClient, body: Payload, work: Callable[[Author], Outcome]) -> Outcome:
    """Return what comes of an admin's step; for anybody else, and where it cannot be taken, what stands in the way."""
    if not admitted(desk, client, body):
        return screens.modal(refusal(desk, client, body))
    pressed = payloads.press(body)
    author = Author(
        store=desk.store,
        curator=desk.curator,
        shelves=desk.expert.shelves,
        team=pressed.team,
        user=pressed.user,
        survey=desk.curator.survey(pressed.team),
    )
    return _told(lambda: work(author))


def _told(work: Callable[[], Outcome]) -> Outcome:
    try:
        return work()
    except Lost as lost:
        log.info("not_there")
        return taught.notice(str(lost))
    except StoreDown:
        return screens.modal(states.store_down(_UNDONE))


def _show(
    desk: Desk, client: WebClient, body: Payload, work: Callable[[Author], Outcome], place: Screen | None = None
) -> None:
    """Show what comes of a click: in place of the view that was clicked in, or somewhere else."""
    place, outcome = place or payloads.screen(body), _outcome(desk, client, body, work)
    if isinstance(outcome, Later):
        _follow(client, place, outcome)
    elif isinstance(outcome, dict):
        show(client, place, outcome)


def _renew(desk: Desk, client: WebClient, body: Payload, work: Callable[[Author], Outcome]) -> None:
    """Show what comes of a click, unless what was clicked in is not what stands there any more."""
    outcome = _outcome(desk, client, body, work)
    if isinstance(outcome, dict):
        _update(client, payloads.screen(body), outcome, forms.stamp(body))


def _answer(ack: Ack, desk: Desk, client: WebClient, body: Payload, work: Callable[[Author], Outcome]) -> None:
    """Answer a form that was sent: at once with its faults or a view, or with one that follows what is shown first."""
    outcome = guarded(lambda: _outcome(desk, client, body, work), _failed)
    ready = _begun(outcome.work) if isinstance(outcome, Later) else None
    if ready and _is_done(ready, _AT_ONCE_SECONDS):
        outcome, ready = ready.result(), None
    if isinstance(outcome, Faults):
        ack(response_action="errors", errors=outcome.at)
    elif isinstance(outcome, Later):
        ack(response_action="update", view=outcome.meanwhile)
        until = time.monotonic() + _TAKEN_SECONDS
        made = ready.result() if ready else guarded(lambda: _told(outcome.work), _failed)
        time.sleep(max(0.0, until - time.monotonic()))
        guarded(lambda: _follow(client, payloads.screen(body), made), noted)
    else:
        ack(response_action="update", view=outcome)


def _begun(work: Callable[[], Outcome]) -> Future[Outcome]:
    """Begin some work beside what is done here, and return where its outcome will be."""
    future: Future[Outcome] = Future()
    Thread(target=lambda: future.set_result(guarded(lambda: _told(work), _failed)), daemon=True).start()
    return future


def _is_done(future: Future[Outcome], seconds: float) -> bool:
    try:
        future.result(seconds)
    except TimeoutError:
        return False
    return True


def _follow(client: WebClient, place: Screen, later: Outcome, stamp: str = "") -> None:
    """Show one view after another, until there is one that stays, or somebody has gone on from what is shown."""
    while isinstance(later, Later):
        stamp = _update(client, place, later.meanwhile, stamp)
        if not stamp:
            return
        work = later.work
        later = guarded(lambda: _told(work), _failed)  # noqa: B023  # it is done within the turn
    if isinstance(later, dict):
        _update(client, place, later, stamp)


def _update(client: WebClient, place: Screen, view: Block, stamp: str) -> str:
    """Show a view in place of the one with a stamp, and return its own; '' where that is not there any more."""
    try:
        answer = client.views_update(view_id=place.view, view=view, **({"hash": stamp} if stamp else {}))
    except SlackApiError as error:
        if code(error) not in {"hash_conflict", "not_found"}:
            raise
        log.info("view_moved_on")
        return ""
    return text_at(answer.data if isinstance(answer.data, dict) else {}, "view", "hash")


def _failed(error: Exception) -> Outcome:
    return screens.modal(states.failed(noted(error)))


# Steps


def _examples(asked: str) -> tuple[str, ...]:
    question = cut(masked(" ".join(asked.split())), LONGEST_EXAMPLE)  # as it would be kept in the list
    return () if question in {"", teaching.NOTHING} else (question,)


def _from_log(author: Author, ids: tuple[int, ...]) -> Outcome:
    """Return a form whose examples are logged questions; those that are not kept any more are left out."""
    entries = author.store.asked.entries(author.team, ids)
    examples = dict.fromkeys(example for entry in entries for example in _examples(entry.question))
    return author.begin(tuple(examples)[: writing.MOST_READ], tuple(entry.id for entry in entries))


def _rewritten(author: Author, body: Payload) -> Outcome:
    """Return the form with the fields for what was chosen, and all that stood in it."""
    wish = _draft(payloads.press(body).kept)
    author.write(wish, forms.with_figure(body, forms.written(body, author.fields(wish))), forms.why(body))
    return author.resume(wish)


def _written(author: Author, body: Payload) -> Outcome:
    """Return what is wrong with what was written, at its fields, or what would come of it."""
    try:
        return _judged(author, body)
    except StoreDown:  # the form stays open, with all that stands in it
        return Faults(at={writing.SUMMARY: _UNSENT})


def _judged(author: Author, body: Payload) -> Outcome:
    wish = _draft(payloads.press(body).kept)
    fields = forms.written(body, author.fields(wish))
    author.write(wish, fields, forms.why(body))
    faults: dict[str, list[str]] = {}
    for issue in author.faults(wish):
        faults.setdefault(writing.field_of(issue.field, fields), []).append(str(issue))
    if faults and not faults.keys() <= forms.fields_shown(body):  # what was sent is not the form as it is now
        return author.resume(wish, [text for texts in faults.values() for text in texts])
    if faults:
        return Faults(at={name: writing.fault_text(texts) for name, texts in faults.items()})
    return _considered(author, wish)


def _considered(author: Author, wish: Wish) -> Outcome:
    working = previewing.working("Working it out …", wish)
    return Later(meanwhile=working, work=_or_again(wish, lambda: author.preview(wish)))


def _or_again(wish: Wish, work: Callable[[], Outcome]) -> Callable[[], Outcome]:
    """Return the work; where the database does not answer meanwhile, it says so and can be tried again."""

    def done() -> Outcome:
        try:
            return work()
        except StoreDown:
            return previewing.again(wish)

    return done


def _saved(author: Author, wish: Wish | None, consent: str) -> Outcome:
    if wish is None:
        raise Lost(NOT_YOURS)

    def kept() -> Outcome:
        view, change = author.keep(wish, consent)
        return Later(meanwhile=view, work=lambda: author.followed(change)) if change else view

    return Later(meanwhile=previewing.working("Saving …", wish), work=_or_again(wish, kept))


def _tried(author: Author, wish: Wish | None) -> Outcome:
    if wish is None:
        raise Lost(NOT_YOURS)
    return _considered(author, wish)


def _draft(kept: str) -> Written:
    wish = wishes.read(kept)
    if not isinstance(wish, Written):
        raise Lost(NOT_YOURS)
    return wish


def _offered(desk: Desk, client: WebClient, body: Payload) -> list[Block]:
    """Return what a menu offers for what was typed in it."""
    name, typed = forms.typed(body)

    def found(author: Author) -> Outcome:
        held = author.menus()
        groups = {
            writing.ON: held.quotable,
            writing.QUESTIONS: (menus.Group(label="Questions", choices=held.questions),),
        }
        return {"options": menus.offered(groups.get(name, held.figures), typed)}

    outcome = _outcome(desk, client, body, found)
    listed = outcome.get("options") if isinstance(outcome, dict) else None
    return listed if isinstance(listed, list) else []


def _none(_reference: str) -> list[Block]:
    return []
