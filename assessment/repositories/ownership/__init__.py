"""Which team does a repository, or a folder of one, belong to? `claims` answers; `mapping` is the authority, the rest pre-fills it."""
