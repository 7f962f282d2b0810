"""HTTP and the pages of people: thin, for everything is decided in the use cases."""
