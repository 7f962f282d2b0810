"""What a queue is: plain Python, no I/O, no clock, no framework."""
