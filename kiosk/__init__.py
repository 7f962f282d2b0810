"""The kiosk: the page on which a resident takes a number, and everything peculiar to that glass."""
