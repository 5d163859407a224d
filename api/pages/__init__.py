"""The pages for people: one module a page, on NiceGUI; templates, texts and examples beside them."""
