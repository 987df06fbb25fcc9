"""Side-by-side measurements. Each module prints one JSON object; `docs/performance.md` tells what
was measured with which command."""
