"""Logs: events with fields, one a line, that hold no question, no quote and no token."""

import logging
import re
import sys
import traceback
from pathlib import Path
from typing import TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

# At DEBUG and INFO these print whole payloads, which hold what people asked.
_LIBRARIES = {
    "alembic": logging.WARNING,
    "slack_bolt": logging.ERROR,  # its warnings tell developers what to write
    "slack_sdk": logging.WARNING,
    "slack_sdk.socket_mode": logging.ERROR,  # at WARNING it prints frames it cannot read
    "waitress": logging.WARNING,
}
_TOKEN = re.compile(r"\bx(?:ox[a-z]|app)-[\w.-]+")  # xoxb-1-abc, xapp-1-A0-2-c
_FRAMES = 6  # the innermost, which are the ones that tell


def configure(*, level: str = "INFO", as_json: bool = True, stream: TextIO | None = None) -> None:
    """Send every log of the process, the libraries' too, to one stream (stderr) in one form."""
    stamp: list[Processor] = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *stamp, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*stamp, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _shorten_exception,
                _mask_tokens,
                structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name, lowest in _LIBRARIES.items():
        logging.getLogger(name).setLevel(lowest)


def trail(error: BaseException) -> tuple[str, ...]:
    """Return where an error arose, innermost last; its message may quote a question and stays out."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return tuple(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)


def _shorten_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    info = event.pop("exc_info", None)
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event.update(error=type(error).__name__, trail=trail(error))
    return event


def _mask_tokens(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: _TOKEN.sub("[token]", value) if isinstance(value, str) else value for key, value in event.items()}
