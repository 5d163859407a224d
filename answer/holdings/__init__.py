"""What the store holds, as answers need it: units by every name, what is printed for each and year, passages."""
