"""Speed and quality, side by side with peers. Never shipped, never a timed test; `make bench` runs them all."""
