"""The MCP server. It offers tools for models, over standard input and output or over HTTP."""

from onrecord.assistant.mcp.http import McpApp
from onrecord.assistant.mcp.server import serve_http, serve_stdio

__all__ = [
    "McpApp",
    "serve_http",
    "serve_stdio",
]
