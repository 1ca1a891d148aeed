"""What the columns and labels of another tool's file mean: guessed, settled by a person, and applied."""
