"""What a question asks for: its units, years and wishes, the figures its words name, and the plan of its answer."""
