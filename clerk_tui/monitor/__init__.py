"""The supervisor's wall: read-only screens on any hall."""

from clerk_tui.monitor.app import MonitorApp

__all__ = ["MonitorApp"]
