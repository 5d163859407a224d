"""From records to quads: a disclosure, its revisions, and what the disclosures of a unit say together."""
