"""The rules of disclosure, a file each."""
