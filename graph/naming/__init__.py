"""What things are called: IRIs, units and their names, quantities, the terms of the vocabulary, literals."""
