"""tmp"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType

from tests.support.sitting import Sitting

TOLD_OF_ONE = ("test_the_hall_says_who_it_is",)
"""What is told of the one district of the contract's own card."""


def of_a_desk(*modules: ModuleType) -> list[Callable[[Sitting], None]]:
    """The tests of the contract that need nothing but a clerk at a desk."""
    return [
        test
        for module in modules
        for name, test in vars(module).items()
        if name.startswith("test_")
        and name not in TOLD_OF_ONE
        and list(inspect.signature(test).parameters) == ["desk"]
    ]
