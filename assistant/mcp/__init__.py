"""The MCP server. It offers tools for models, over standard input and output or over HTTP."""

from onrecord.assistant.mcp.http import McpApp
from onrecord.assistant.mcp.server import serve_http, serve_stdio
from onrecord.assistant.mcp.tools import TOOLS

__all__ = [
    "TOOLS",
    "McpApp",
    "serve_http",
    "serve_stdio",
]
