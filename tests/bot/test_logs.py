"""What is written to the log, and what never is."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure(stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    for name in ("slack_bolt", "slack_sdk", "slack_sdk.socket_mode", "waitress"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def fail() -> None:
    raise ValueError("the question")


def test_an_event_is_one_line_with_its_fields(stream: io.StringIO) -> None:
    structlog.get_logger("bot").info("answered", intent="share", ms=3)
    [line] = lines(stream)
    assert {"event": "answered", "intent": "share", "ms": 3, "level": "info"}.items() <= line.items()


def test_a_library_writes_in_the_same_form(stream: io.StringIO) -> None:
    logging.getLogger("slack_sdk.web").error("cannot %s", "send")
    [line] = lines(stream)
    assert (line["event"], line["logger"], line["level"]) == ("cannot send", "slack_sdk.web", "error")


@pytest.mark.parametrize("name", ["slack_bolt.App", "slack_sdk.web.base_client", "slack_sdk.socket_mode.client"])
@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
def test_what_slacks_library_says_about_payloads_is_not_written(stream: io.StringIO, name: str, level: int) -> None:
    logging.getLogger(name).log(level, "body: %s", "the question")
    assert stream.getvalue() == ""


def test_frames_the_socket_cannot_read_are_not_written(stream: io.StringIO) -> None:
    logging.getLogger("slack_sdk.socket_mode").warning("unsupported data frame (payload: the question)")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("token", ["xoxb-12-ab.c", "xoxp-1-2", "xapp-1-A0-22-ff", "xoxe.xoxb-1-zz"])
def test_a_token_is_never_written(stream: io.StringIO, token: str) -> None:
    logging.getLogger("slack_sdk.web").error("sent with %s to Slack", token)
    structlog.get_logger().error("odd", detail=f"token={token}")
    assert token.rpartition("x")[2] not in stream.getvalue()
    assert stream.getvalue().count("[token]") == 2


def test_an_exception_is_written_without_its_message(stream: io.StringIO) -> None:
    try:
        fail()
    except ValueError:
        logging.getLogger("slack_sdk.web").exception("failed")
    [line] = lines(stream)
    assert (line["error"], "the question" in stream.getvalue()) == ("ValueError", False)
    assert "test_an_exception_is_written_without_its_message" in str(line["trail"])


def test_the_trail_holds_places_only() -> None:
    with pytest.raises(ValueError, match="the question") as error:
        fail()
    places = logs.trail(error.value)
    assert [place.split()[1] for place in places] == ["test_the_trail_holds_places_only", "fail"]
    assert all(place.startswith("test_logs.py:") for place in places)


def test_people_can_have_it_as_text() -> None:
    stream = io.StringIO()
    logs.configure(as_json=False, stream=stream)
    structlog.get_logger().info("answered", intent="share")
    structlog.reset_defaults()
    logging.getLogger().handlers.clear()
    assert "answered" in stream.getvalue()
    assert "intent=share" in stream.getvalue()
