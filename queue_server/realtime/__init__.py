"""Live screens: who is connected, and which state each of them gets."""
