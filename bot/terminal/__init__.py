"""The terminal: what the commands print, and the chat."""
