"""The players of the demo: kiosks, officers, a TV, paper. They know the wire and each other's time, nothing more."""
