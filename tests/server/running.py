"""`tests.support.server.running`, by the name that bench/ has for it."""

from tests.support.server.running import Process, as_process, free_port

__all__ = ["Process", "as_process", "free_port"]
