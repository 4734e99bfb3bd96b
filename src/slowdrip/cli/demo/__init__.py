"""`slowdrip demo`: a clinic with a day under way, loaded through the same actions the screens use."""

from slowdrip.cli.demo.command import demo

__all__ = ["demo"]
