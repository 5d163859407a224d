"""How exactly disclosures are read, cell by cell, over layouts, writers and formats; see ``__main__``."""
