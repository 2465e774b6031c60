"""Slack's end of Socket Mode on the loopback: one WebSocket, as much of the protocol as Slack's client needs."""

import base64
import contextlib
import hashlib
import json
import queue
import socket
import struct
import threading
from collections.abc import Mapping

PATIENCE = 10.0  # seconds
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


class SlackSocket:
    """Waits for the app to connect, sends it envelopes and keeps its acknowledgements."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._connected = threading.Event()
        self._peer: socket.socket | None = None
        self._acknowledged: queue.Queue[str] = queue.Queue()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self._listening.getsockname()[1]}/link?ticket=t"

    def send(self, kind: str, payload: Mapping[str, object], envelope: str = "e1") -> None:
        """Send an envelope once the app is connected."""
        assert self._connected.wait(PATIENCE), "the app never connected"
        self._write(_TEXT, json.dumps({"type": kind, "envelope_id": envelope, "payload": payload}).encode())

    def acknowledgement(self) -> str:
        """Return the id of the next envelope that the app acknowledges."""
        return self._acknowledged.get(timeout=PATIENCE)

    def close(self) -> None:
        """Hang up."""
        for each in (self._listening, self._peer):
            if each:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()
        self._thread.join(PATIENCE)

    def _serve(self) -> None:
        with contextlib.suppress(OSError, ConnectionError):
            peer, _ = self._listening.accept()
            self._peer = peer
            stream = peer.makefile("rb")
            headers = dict(line.split(b": ", 1) for line in iter(stream.readline, b"\r\n") if b": " in line)
            accept = base64.b64encode(
                hashlib.sha1(headers[b"Sec-WebSocket-Key"].strip() + _GUID, usedforsecurity=False).digest()
            )
            peer.sendall(
                b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
            )
            self._connected.set()
            while head := stream.read(2):
                length = head[1] & 0x7F
                length = struct.unpack("!H", stream.read(2))[0] if length == 126 else length
                mask = stream.read(4)
                data = bytes(byte ^ mask[i % 4] for i, byte in enumerate(stream.read(length)))
                self._take(head[0] & 0x0F, data)

    def _take(self, opcode: int, data: bytes) -> None:
        if opcode == _PING:
            self._write(_PONG, data)
        if opcode == _TEXT:
            self._acknowledged.put(json.loads(data)["envelope_id"])

    def _write(self, opcode: int, data: bytes) -> None:
        assert self._peer
        length = bytes([len(data)]) if len(data) < 126 else bytes([126]) + struct.pack("!H", len(data))
        self._peer.sendall(bytes([0x80 | opcode]) + length + data)
