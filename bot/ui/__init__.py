"""What people see in Discord: cards, the streamed message, its buttons."""
