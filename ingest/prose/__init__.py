"""Paragraphs and passages, with the headings they stand under."""
