"""Writing and carrying out of files of people."""
