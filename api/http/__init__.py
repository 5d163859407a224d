"""What holds for every request, whatever it is about: who may ask, how much, in which form, and how errors are told."""
