"""The error a person may read."""


class RequestError(Exception):
    """The caller's fault, in words that may be shown; `status` is the HTTP status that says the same."""

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
