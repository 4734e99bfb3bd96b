"""What to say when a library of an extra is not there."""


class NotInstalled(ImportError):
    """A library is missing; the message says which, and how to install it."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed: python -m pip install 'slowdrip[{extra}]' brings it.")
        self.package = package
        self.extra = extra
