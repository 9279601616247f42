"""Documents for agents: tools, an MCP server that offers them, and how clients are configured."""
