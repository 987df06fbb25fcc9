"""Items, deadlines, dispatch and ladder: a promise with an owner and a clock."""
