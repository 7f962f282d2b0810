"""The hall's TV: what it shows, what it says, and the page that does both."""
