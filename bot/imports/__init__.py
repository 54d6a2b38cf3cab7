"""Files of other services: what they say of titles. No network, no disk, no store; see docs/import-formats.md."""
