"""The MCP server: tools for models over standard input and output or HTTP."""

from onrecord.assistant.mcp.http import McpDoor
from onrecord.assistant.mcp.server import serve_http, serve_stdio

__all__ = [
    "McpDoor",
    "serve_http",
    "serve_stdio",
]
