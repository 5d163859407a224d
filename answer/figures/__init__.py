"""What is done with figures: compare, rank, filter, add up, follow over years, judge, tell where they stand."""
