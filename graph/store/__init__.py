"""Where quads are kept: in the folder or on a SPARQL server, in generations that readers see whole."""
