"""Reading figures: roll-ups where they are kept, facts for everything finer."""
