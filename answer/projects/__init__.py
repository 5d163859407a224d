"""Projects and indicators: money, targets and results, scores, goals, as evaluations and target tables print them."""
