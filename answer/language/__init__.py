"""The words of questions and of names, brought to one form before they are compared."""
