"""What does each job: tools in use, the shared building blocks that are called, and in how many ways a job gets done."""
