"""The command line and a hall of our catalogue for the tests of joint applications."""

from tests.cli.conftest import _made, cli, db

__all__ = ["_made", "cli", "db"]
