"""Is it safe everywhere alike: what is known of each control, and how consistently teams have it."""
