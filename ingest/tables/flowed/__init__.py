"""Tables poured out as lines of text, put together again."""
