"""The settings, read from the environment and .env, and what is said when they will not do."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, AnyHttpUrl, Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

SLACK_API = "https://slack.com/api/"
DATABASES = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
"""What a database's address may begin with, and the driver that is meant."""


class ConfigError(Exception):
    """The bot cannot start as it is configured; the message says which setting and what to do."""


class Mode(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    """The bot opens a connection to Slack; nothing of it is reachable from outside."""
    HTTP = "http"
    """Slack calls the bot's address."""


class Settings(BaseSettings):
    """What can be set from outside; the tokens under Slack's own names, the rest as SURVEYBOT_..."""

    model_config = SettingsConfigDict(
        env_prefix="SURVEYBOT_",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    # The second names are those under which the Slack CLI hands tokens to what it starts.
    slack_bot_token: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("SLACK_BOT_TOKEN", "SLACK_CLI_XOXB")
    )
    slack_app_token: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("SLACK_APP_TOKEN", "SLACK_CLI_XAPP")
    )
    slack_signing_secret: SecretStr | None = Field(default=None, validation_alias="SLACK_SIGNING_SECRET")
    slack_client_id: str | None = Field(default=None, validation_alias="SLACK_CLIENT_ID")
    slack_client_secret: SecretStr | None = Field(default=None, validation_alias="SLACK_CLIENT_SECRET")
    slack_api_url: AnyHttpUrl = AnyHttpUrl(SLACK_API)
    """Where Slack's Web API is; another address only for tests and sandboxes."""
    database_url: SecretStr = SecretStr("sqlite:///surveybot.db")
    """Where settings and what people made of replies are kept; it may hold a password."""
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    """0: any free port; the log says which."""
    listener_threads: int = Field(default=20, ge=1, le=200)
    """Questions answered at the same time; with Bolt's five, a few slow ones block every command."""
    shutdown_seconds: float = Field(default=20, ge=0)
    """How long questions in hand may take to finish once the bot is told to stop."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "text"] = "json"

    @field_validator("database_url")
    @classmethod
    def _is_of_a_known_kind(cls, url: SecretStr) -> SecretStr:
        if url.get_secret_value().partition("://")[0] not in DATABASES:
            raise PydanticCustomError("database_url", "It has to begin with sqlite:/// or postgresql://")
        return url

    @property
    def several_workspaces(self) -> bool:
        """Whether workspaces install the bot themselves, so that each has a token of its own in the database."""
        return bool(self.slack_client_id and self.slack_client_secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    """A secret that Slack gives out."""

    variable: str
    starts: tuple[str, ...]
    """What it may start with; empty for a plain hexadecimal number."""
    page: str
    """Where Slack shows it."""

    def value(self, settings: Settings) -> str:
        """Return the value in the clear; '' where none is set."""
        found: SecretStr | str | None = getattr(settings, self.variable.lower())
        return secret(found) if isinstance(found, SecretStr) else (found or "").strip()

    def fault(self, settings: Settings) -> str | None:
        """Return what is wrong with the value, never the value itself; None where it will do."""
        if not (value := self.value(settings)):
            return f"{self.variable} is not set. {self._remedy()}"
        looks_right = value.startswith(self.starts) if self.starts else not value.startswith("x")
        if not value.isascii() or any(not c.isprintable() or c.isspace() for c in value):
            return f"{self.variable} holds a space, a line break or another stray character. {self._remedy()}"
        if not looks_right:
            return f"{self.variable} holds something else{self._look()}. {self._remedy()}"
        return None

    def _look(self) -> str:
        return f": it should start with {self.starts[0]}" if self.starts else ": it looks like a token"

    def _remedy(self) -> str:
        return f"Copy it from api.slack.com/apps > your app > {self.page}, into the environment or .env."


_BOT = _Token(
    variable="SLACK_BOT_TOKEN",
    starts=("xoxb-", "xoxe.xoxb-"),
    page="OAuth & Permissions > Bot User OAuth Token",
)
_APP = _Token(
    variable="SLACK_APP_TOKEN",
    starts=("xapp-",),
    page="Basic Information > App-Level Tokens (with the scope connections:write)",
)
_SECRET = _Token(
    variable="SLACK_SIGNING_SECRET",
    starts=(),
    page="Basic Information > App Credentials > Signing Secret",
)
_CLIENT_ID = _Token(
    variable="SLACK_CLIENT_ID",
    starts=(),
    page="Basic Information > App Credentials > Client ID (for one workspace, set neither that nor the secret)",
)
_CLIENT_SECRET = _Token(
    variable="SLACK_CLIENT_SECRET",
    starts=(),
    page="Basic Information > App Credentials > Client Secret (for one workspace, set neither that nor the id)",
)
_REACHED = {Mode.SOCKET: _APP, Mode.HTTP: _SECRET}

_UNFIT = {
    "int_parsing": "It has to be a whole number",
    "float_parsing": "It has to be a number",
    "url_parsing": f"It has to be a web address, like {SLACK_API}",
    "url_scheme": f"It has to be a web address, like {SLACK_API}",
}
"""What pydantic says in words for programmers."""


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings; raise ConfigError naming every variable that cannot be used."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as invalid:
        found = invalid.errors(include_input=False)
        faults = [f"{_variable(each['loc'])}: {_UNFIT.get(each['type']) or each['msg']}." for each in found]
        raise ConfigError(
            "Some settings cannot be used.\n" + "\n".join(faults).replace("Input should", "It has to")
        ) from None
    except UnicodeDecodeError:
        raise ConfigError(f"{env_file} is not in UTF-8. Save it as UTF-8 text.") from None
    except OSError as error:
        raise ConfigError(f"{env_file} cannot be read ({error.strerror}). Make it readable, or remove it.") from None


def require_tokens(settings: Settings, mode: Mode) -> None:
    """Raise ConfigError where a secret that `mode` needs is missing or of another kind."""
    if faults := token_faults(settings, mode):
        raise ConfigError("\n".join(faults))


def token_faults(settings: Settings, mode: Mode) -> tuple[str, ...]:
    """Return what is wrong with the secrets that `mode` needs, a sentence or two each, and never one of them.

    For several workspaces the client's id and secret take the place of the bot's token; one of them alone is a fault.
    """
    client = (_CLIENT_ID, _CLIENT_SECRET)
    needed = client if any(each.value(settings) for each in client) else (_BOT,)
    return tuple(fault for token in (*needed, _REACHED[mode]) if (fault := token.fault(settings)))


def secret(value: SecretStr | None) -> str:
    """Return a secret in the clear, to be handed to Slack's library at once; '' where none is set."""
    return value.get_secret_value().strip() if value else ""


def _variable(location: tuple[int | str, ...]) -> str:
    name = str(location[0]) if location else "settings"
    return name if name.isupper() else f"SURVEYBOT_{name.upper()}"
