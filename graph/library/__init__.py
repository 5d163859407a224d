"""What was accepted, in order, and the graphs kept to it: disclosures added, replaced, removed, backed up."""
