"""Passages found by words and by meaning: the indexes of a generation, and search in them."""
