"""The part of OpenAI's API that this server offers."""

from onrecord.assistant.api.openai.routes import add_routes

__all__ = ["add_routes"]
