"""How the reader is trained: its net, its data, its script, and how its scores count beside words and rules."""

__all__: list[str] = []
