"""Statutory tables: titles, headers, rows and cells, and the arithmetic they are held against."""
