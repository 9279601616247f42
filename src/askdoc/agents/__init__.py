"""Documents for agents: what they call, an MCP server of it, and how clients come to start that."""
