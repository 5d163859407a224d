"""Text to vectors, in a process of its own; the default model is built without a download."""
