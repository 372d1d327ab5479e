"""The one error a backend raises."""


class BackendError(Exception):
    """A model or service that cannot be used; `permanent` says that trying again will not help."""

    def __init__(self, message: str, permanent: bool) -> None:
        super().__init__(message)
        self.message = message
        self.permanent = permanent
