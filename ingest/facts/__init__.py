"""What sentences state: quantities with their subject, typed where the disclosure rules ask for it."""
