"""What Prometheus is told of one server process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, start_http_server
from prometheus_client.exposition import CONTENT_TYPE_LATEST

MEDIA: Final = CONTENT_TYPE_LATEST
SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
BATCHES: Final = (1, 2, 4, 8, 16, 32, 64)


class Metrics:
    """Counters of its own registry: several servers in one program do not mix."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "clerk_requests",
            "Requests by route and status",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self.seconds = Histogram(
            "clerk_request_seconds", "Seconds to answer", ("route",), buckets=SECONDS, registry=self._registry
        )
        self.commands = Counter(
            "clerk_commands", "Commands by act and outcome", ("act", "outcome"), registry=self._registry
        )
        self.batches = Histogram(
            "clerk_batch_commands", "Commands in one transaction", buckets=BATCHES, registry=self._registry
        )
        self.sign_ins = Counter(
            "clerk_sign_ins", "Sign-ins by outcome", ("outcome",), registry=self._registry
        )
        self.dropped = Counter(
            "clerk_streams_dropped", "Change streams ended by us", ("why",), registry=self._registry
        )
        self.unforeseen = Counter(
            "clerk_unforeseen", "Errors that should not be, by kind", ("kind",), registry=self._registry
        )
        self._gauges = Gauge("clerk_waiting", "Jobs that wait", ("queue",), registry=self._registry)
        self._streams = Gauge("clerk_streams", "Open change streams", registry=self._registry)
        self._position = Gauge("clerk_position", "Position of the newest event told", registry=self._registry)

    def follow(self, queue: str, length: Callable[[], int]) -> None:
        """Tell the length of a queue whenever it is asked for."""
        self._gauges.labels(queue).set_function(length)

    def follow_streams(self, number: Callable[[], int], position: Callable[[], int]) -> None:
        """Tell the number of streams and how far they are whenever it is asked for."""
        self._streams.set_function(number)
        self._position.set_function(position)

    def serve(self, host: str, port: int) -> None:
        """Give the page at an address of its own, from a thread of its own.

        Raises:
            OSError: the address is taken, or not this machine's.
        """
        start_http_server(port, host, registry=self._registry)

    def page(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self._registry)
