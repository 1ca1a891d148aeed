"""What does each CI system call a step? One reader a system: a pipeline file in, steps out."""
