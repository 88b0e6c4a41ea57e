"""Chat models by name, from a provider or from a GGUF file."""

from onrecord.assistant.chat_models.chat_model import ChatModel, chat_model

__all__ = [
    "ChatModel",
    "chat_model",
]
