"""What is held, over HTTP: units, disclosures, figures, findings; and the documents that change it."""
