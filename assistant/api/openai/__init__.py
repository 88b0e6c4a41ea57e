"""The part of OpenAI's API that this server offers."""

from onrecord.assistant.api.openai.routes import add_routes
from onrecord.assistant.api.openai.shapes import Content

__all__ = ["Content", "add_routes"]
