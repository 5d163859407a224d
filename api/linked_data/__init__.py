"""Every IRI opens: pages, labels, the vocabulary, the data set and the printed places of figures."""
