"""What a request is about, guessed from its words: a model, trained and kept here (ADR 0024)."""
