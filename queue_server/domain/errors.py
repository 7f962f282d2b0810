"""The one way in which a rule says no."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818  (a refusal is an answer, not an error)
    """A request that the rules do not allow.

    ``code`` is the machine's word (``transition_refused``); ``reason`` narrows it where one code has
    several sentences (``recall_too_soon``); ``params`` fill the sentence, which the edge looks up in
    the catalogue under ``refusal.<reason or code>``.
    """

    def __init__(self, code: str, reason: str | None = None, **params: object) -> None:
        super().__init__(code, reason, params)
        self.code = code
        self.reason = reason
        self.params = params

    @property
    def sentence_key(self) -> str:
        """Return the catalogue's word for this refusal."""
        return self.reason or self.code

    def __str__(self) -> str:
        """Return a line for logs."""
        facts = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.sentence_key}({facts})"
