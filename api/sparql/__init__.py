"""`/sparql` and `/graph-store`: queries of the public in processes of their own, updates of the keepers."""
