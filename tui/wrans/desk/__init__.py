"""What the reader does besides reading and searching, a feature a module."""
