"""Work without signal (离线作业): what a phone carries, what it sends back."""
