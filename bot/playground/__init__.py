"""A Discord on loopback: enough of its HTTP API and gateway for the real bot, and a page to talk to it."""
