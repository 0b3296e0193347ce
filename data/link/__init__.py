"""Departments that work in their own systems: tasks go out, their opinions come in."""
