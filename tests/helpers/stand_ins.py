"""Two stand-ins for Slack made by others, which know nothing of the sandbox: emulate and backlot."""

import json
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml

FOLDER = Path(".venv", "stand-ins")
_EMULATE, _BACKLOT = "0.11.2", "0.1.0"
FORM = "application/x-www-form-urlencoded"
NO_HEADERS: Mapping[str, str] = {}
_STARTING = 30.0  # seconds
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_APP = {"app_id": "A000000001", "bot_id": "B000000009"}
_BOT = {"user_id": "U000000009", "bot_user_id": "U000000009", **_APP}
_SEED = {
    "team": {"name": "Sandbox", "domain": "sandbox"},
    "users": [{"name": name, "email": f"{name}@acme.com"} for name in ("alice", "bob")],
    "channels": [{"name": "secret", "is_private": True}],
    "oauth_apps": [
        {
            **_APP,
            "client_id": "111.222",
            "client_secret": "s3cret",
            "name": "Surveybot",
            "redirect_uris": ["http://127.0.0.1:3000/cb"],
            "scopes": ["chat:write"],
            "bot_user_id": "U000000009",
            "bot_name": "surveybot",
        }
    ],
    "tokens": [
        {"token": "xoxb-crosscheck", "type": "bot", **_BOT},
        {"token": "xoxp-alice", "type": "user", "user": "alice"},
        {"token": "xoxb-narrow", "type": "bot", **_BOT, "scopes": ["users:read"]},
    ],
    "strict_scopes": True,
}
_LOOPBACK = """
const net = require("net");
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, host, ...rest) {
  const known = typeof port === "number" ? "127.0.0.1" : host;
  return listen.call(this, port, known, ...rest);
};
"""  # it has no option for the address, and would listen on all of the machine's


class NotInstalled(Exception):
    """A stand-in is not there; the message says what to do."""


@dataclass(frozen=True)
class Reply:
    """What a Slack answered."""

    status: int
    body: Mapping[str, Any]

    @property
    def is_missing(self) -> bool:
        """Whether the stand-in does not have the method."""
        return self.status == 404 and "error" not in self.body

    @property
    def error(self) -> str:
        if self.status >= 500:
            return f"HTTP {self.status}"
        return "ok" if self.body.get("ok") else str(self.body.get("error", f"HTTP {self.status}"))


@dataclass(frozen=True, kw_only=True)
class Target:
    """A Slack to ask, and what is called what in it."""

    base: str
    token: str
    """The caller's."""
    other: str = ""
    """Somebody else's."""
    narrow: "Target | None" = None
    """The same with a token that has too few rights, where there are rights."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What is called what there: own, a message of the caller's; secret, a channel that the caller does not see."""

    def send(self, method: str, body: bytes | None = None, headers: Mapping[str, str] = NO_HEADERS) -> Reply:
        request = urllib.request.Request(f"{self.base}{method}", body, dict(headers))  # noqa: S310  # loopback
        if body is not None and "Content-Type" not in headers:
            request.add_unredirected_header("Content-Type", "")
        try:
            with _OPENER.open(request, timeout=10) as answer:
                return Reply(answer.status, json.load(answer))
        except urllib.error.HTTPError as refused:
            with refused, suppress(ValueError):
                return Reply(refused.code, json.load(refused))
            return Reply(refused.code, {})

    def call(self, method: str, token: str = "", **args: str) -> Mapping[str, Any]:
        """Call a method that must go well."""
        headers = {"Content-Type": FORM, "Authorization": f"Bearer {token or self.token}"}
        reply = self.send(method, urlencode(args).encode(), headers)
        assert reply.body.get("ok"), (method, reply)
        return reply.body


@contextmanager
def stand_ins(scratch: Path) -> Iterator[dict[str, Target]]:
    """Start both, on this machine alone; raise NotInstalled."""
    emulate, backlot = _emulate_program(), _backlot_program()
    with ExitStack() as running:
        started = {
            "emulate": running.enter_context(_emulate(emulate, scratch)),
            "backlot": running.enter_context(_backlot(backlot, scratch)),
        }
        yield started


def _emulate_program() -> list[str]:
    modules = Path(os.environ.get("SANDBOX_EMULATE", FOLDER / "node_modules")).absolute()
    node, told = shutil.which("node"), modules / "emulate" / "package.json"
    if not node or not told.exists() or json.loads(told.read_text())["version"] != _EMULATE:
        raise NotInstalled(f"emulate {_EMULATE} is not in {modules}, or there is no Node.js: make stand-ins")
    return [node, str(modules / "emulate" / "dist" / "index.js")]


def _backlot_program() -> str:
    folder = Path(os.environ.get("SANDBOX_BACKLOT", FOLDER / "bin")).absolute()
    if not list(folder.parent.glob(f"lib/*/site-packages/backlot-{_BACKLOT}.dist-info")):
        raise NotInstalled(f"backlot {_BACKLOT} is not in {folder}: make stand-ins")
    return str(folder / "backlot")


@contextmanager
def _emulate(program: list[str], scratch: Path) -> Iterator[Target]:
    node, script = program
    (scratch / "loopback.cjs").write_text(_LOOPBACK)
    (scratch / "seed.yaml").write_text(yaml.safe_dump({"slack": _SEED}))
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    options = ["-s", "slack", "-p", str(port), "--seed", "seed.yaml", "--base-url", address]
    with _running([node, "-r", "./loopback.cjs", script, "start", *options], scratch):
        narrow = Target(base=f"{address}/api/", token="xoxb-narrow")
        target = Target(base=narrow.base, token="xoxb-crosscheck", other="xoxp-alice", narrow=narrow)
        _until(lambda: target.send("auth.test", b"").status > 0)
        for token in (target.token, target.other):
            target.call("conversations.join", token, channel="C000000001")
        yield target


@contextmanager
def _backlot(program: str, scratch: Path) -> Iterator[Target]:
    (scratch / "corpus.jsonl").write_text("\n".join(map(json.dumps, _corpus())))
    port = _free_port()
    data = ["--data-dir", "data"]
    subprocess.run(
        [program, "import", "corpus.jsonl", *data],
        cwd=scratch,
        env=_environment(scratch),
        check=True,
        capture_output=True,
    )
    serving = [program, "serve", "--host", "127.0.0.1", "--port", str(port), *data]
    with _running([*serving, "--disable-telemetry", "--log-level", "warning"], scratch):
        users = yaml.safe_load((scratch / "data" / "tokens.yaml").read_text())["users"]
        tokens = {user["name"]: user["token"] for user in users}
        health = Target(base=f"http://127.0.0.1:{port}/", token="")
        _until(lambda: health.send("health").body.get("documents") is not None)
        yield Target(base=f"{health.base}slack/api/", token=tokens["Alice"], other=tokens["Bob"])


def _corpus() -> Iterator[Mapping[str, object]]:
    for channel, author, seen in (("general", "alice", "all"), ("random", "bob", "all"), ("secret", "bob", "sec")):
        yield {
            "source_type": "slack",
            "doc_id": channel,
            "channel": channel,
            "group": seen,
            "content": "first",
            "created": "2026-02-09T09:12:00Z",
            "visibility": "private" if seen == "sec" else "public",
            "author_email": f"{author}@acme.com",
            "author_name": author.title(),
            "author_groups": [seen],
        }


@contextmanager
def _running(command: list[str], scratch: Path) -> Iterator[None]:
    """Run a program until the block ends, and end it by its own process id."""
    with (scratch / f"{Path(command[0]).name}.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=scratch, env=_environment(scratch), stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _environment(scratch: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(scratch), "BACKLOT_TELEMETRY": "0", "DO_NOT_TRACK": "1"}


def _until(is_ready: Callable[[], bool]) -> None:
    pause, end = threading.Event(), time.monotonic() + _STARTING
    while time.monotonic() < end:
        with suppress(OSError):
            if is_ready():
                return
        pause.wait(0.05)
    raise AssertionError("a stand-in did not start")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
