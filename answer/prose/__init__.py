"""What the prose says: quantities told in sentences, reasons, definitions, sentences quoted."""
