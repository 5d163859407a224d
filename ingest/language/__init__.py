"""Words, numbers and clauses of Chinese prose, as every reader of sentences needs them."""
