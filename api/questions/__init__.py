"""`/ask`, `/search` and `/text2sparql`: plain questions, and what must be ready before they can be asked."""
