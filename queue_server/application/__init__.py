"""What people do: one module per desk, one function per verb."""
