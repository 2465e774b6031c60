"""Installing the bot in several workspaces: Slack's OAuth flow, and what follows when a workspace takes it out."""

import logging
import threading
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import InstallationStoreAuthorize
from slack_bolt.oauth.callback_options import CallbackOptions, DefaultCallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Installation, InstallationStore
from slack_sdk.oauth.state_store import OAuthStateStore

from bot.config import Settings, secret
from bot.ports import Conflict, Store, StoreDown
from bot.slack.manifest import REDIRECT_PATH, SCOPES

log = structlog.get_logger()

INSTALL_PATH = "/slack/install"
_API = "/api/"
_TURNS = 64  # workspaces that share one only wait for each other
_AUTHORIZE = "/oauth/v2/authorize"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installing:
    """Where the tokens of workspaces are kept, and what a browser on its way to Slack and back is known by."""

    installations: InstallationStore
    states: OAuthStateStore


def oauth(settings: Settings, installing: Installing, store: Store, client: WebClient) -> OAuthSettings:
    """Return how the bot is installed, and how a workspace's token is found, and renewed before it expires.

    Whoever installs it becomes its first admin. Slack is asked once for each token whose it is, not at every event.
    """
    made = OAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=secret(settings.slack_client_secret),
        scopes=list(SCOPES),
        user_scopes=[],
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        authorization_url=str(settings.slack_api_url).removesuffix(_API) + _AUTHORIZE,
        installation_store=installing.installations,
        state_store=installing.states,
        logger=_bolts_log(),
    )
    made.callback_options = _callbacks(made, store)
    made.authorize = _OneAtATime(
        logger=_bolts_log(),
        installation_store=installing.installations,
        client_id=made.client_id,
        client_secret=made.client_secret,
        client=client,  # else tokens would be renewed at another address than the one that is set
        cache_enabled=True,
    )
    return made


class _OneAtATime(InstallationStoreAuthorize):
    """Finds a workspace's token for one event at a time: two that renewed it at once would spend what renews it twice.

    Where another replica was faster, what it kept is found at a second look.
    """

    _turns = tuple(threading.Lock() for _ in range(_TURNS))

    def __call__(self, **where: Any) -> AuthorizeResult | None:
        """Return what Bolt lets a listener act with, or None where the workspace is not known."""
        domain = where.get("enterprise_id"), where.get("team_id")
        with self._turns[hash(domain) % _TURNS]:
            return super().__call__(**where) or super().__call__(**where)


def register(app: App, installing: Installing) -> None:
    """Listen for workspaces that take the bot out; their installations take all else that is kept of them along."""

    def uninstalled(context: BoltContext) -> None:
        team, enterprise = context.team_id, context.enterprise_id
        installing.installations.delete_all(enterprise_id=enterprise, team_id=team)
        log.info("uninstalled", team=team, enterprise=enterprise)

    app.event("app_uninstalled")(uninstalled)
    app.event("tokens_revoked")(app.default_tokens_revoked_event_listener())


def _callbacks(settings: OAuthSettings, store: Store) -> CallbackOptions:
    """Return what is done when somebody comes back from Slack, shown on Bolt's own pages."""
    shown = DefaultCallbackOptions(
        logger=_bolts_log(),
        state_utils=settings.state_utils,
        redirect_uri_page_renderer=settings.redirect_uri_page_renderer,
    )

    def succeeded(args: SuccessArgs) -> BoltResponse:
        _first_admin(args.installation, store)
        log.info("installed", team=args.installation.team_id, enterprise=args.installation.enterprise_id)
        return shown.success(args)

    def failed(args: FailureArgs) -> BoltResponse:
        log.warning("not_installed", reason=args.reason)
        return shown.failure(args)

    return CallbackOptions(success=succeeded, failure=failed)


def _first_admin(installation: Installation, store: Store) -> None:
    """Let whoever installed the bot be its admin, where there is none yet; of the organisation, if it was for all."""
    domain = installation.enterprise_id if installation.is_enterprise_install else installation.team_id
    workspace = store.workspaces.of(domain or "")
    if workspace.admins or not domain or not installation.user_id:
        return
    try:
        store.workspaces.change(replace(workspace, admins=(installation.user_id,)))
    except Conflict:  # somebody else was faster
        log.info("settings_kept", team=domain)
    except StoreDown:
        log.warning("no_admin", team=domain)


def _bolts_log() -> logging.Logger:
    return logging.getLogger("slack_bolt")
