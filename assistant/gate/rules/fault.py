"""The result of a rule that finds a fault."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A fault of a claim: a stable code for programs, and a text for people."""

    code: str
    detail: str

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"
