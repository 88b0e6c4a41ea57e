"""The part of OpenAI's API that we speak."""

from onrecord.assistant.api.openai.routes import add_routes

__all__ = ["add_routes"]
