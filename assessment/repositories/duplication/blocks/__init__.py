"""Which parts of files (jobs, steps, services, resources, instructions) stand again in other repositories?"""
