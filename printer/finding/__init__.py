"""Find printers: on USB, at serial ports, in the hall's network."""
