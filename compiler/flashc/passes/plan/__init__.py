"""Plan: workers with every name decided. What the emitters read."""
