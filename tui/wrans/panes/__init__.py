"""What is on the screen. Panes show what they are given, and say what happened."""
