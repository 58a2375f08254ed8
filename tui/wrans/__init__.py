"""Read the written questions and answers of the UK Parliament in the terminal."""

__version__ = "0.1.0"
