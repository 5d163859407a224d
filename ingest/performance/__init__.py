"""Evaluations, targets and key works: what forms and prose say of performance."""
