"""A small HTTP load client: blocking sockets with keep-alive, so that it costs the server little.

Run as a process of its own: `python -m bench.load PORT SECONDS CLIENTS PATH < bodies`, where each
line of standard input is one JSON body; prints one JSON object.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time

from bench.measure import percentile


class Client(threading.Thread):
    """One client that sends its next request when the last one is answered."""

    def __init__(self, port: int, until: float, path: str, bodies: list[bytes], key: str) -> None:
        super().__init__(daemon=True)
        self.port, self.until, self.path, self.bodies, self.key = port, until, path, bodies, key
        self.taken: list[float] = []
        self.failures: list[str] = []

    def run(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            turn = 0
            while time.monotonic() < self.until:
                body = self.bodies[turn % len(self.bodies)]
                turn += 1
                start = time.perf_counter()
                status, answer = self._send(connection, body)
                self.taken.append((time.perf_counter() - start) * 1000)
                if status not in (200, 201):
                    self.failures.append(f"{status} {answer[:200]!r}")

    def _send(self, connection: socket.socket, body: bytes) -> tuple[int, bytes]:
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Content-Type: application/json\r\nAuthorization: Bearer {self.key}\r\n"
            f"Idempotency-Key: {os.urandom(12).hex()}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        connection.sendall(head.encode() + body)
        received = b""
        while b"\r\n\r\n" not in received:
            part = connection.recv(65536)
            if not part:
                raise ConnectionError("the server closed the connection")
            received += part
        header, _, rest = received.partition(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in header.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        )
        while len(rest) < length:
            rest += connection.recv(65536)
        return int(header.split(b" ", 2)[1]), rest


def main() -> None:
    port, seconds, clients, path = sys.argv[1:5]
    key = os.environ["BENCH_API_KEY"]
    bodies = [line.strip() for line in sys.stdin.buffer if line.strip()]
    until = time.monotonic() + float(seconds)
    count = int(clients)
    team = [Client(int(port), until, path, bodies[n::count], key) for n in range(count)]
    start = time.monotonic()
    for client in team:
        client.start()
    for client in team:
        client.join()
    spent = time.monotonic() - start
    taken = [t for client in team for t in client.taken]
    failures = [f for client in team for f in client.failures]
    json.dump(
        {
            "requests": len(taken),
            "per_second": round(len(taken) / spent, 1),
            "p50_ms": round(percentile(taken, 0.5), 2),
            "p95_ms": round(percentile(taken, 0.95), 2),
            "failures": len(failures),
            "first_failure": failures[0] if failures else None,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
