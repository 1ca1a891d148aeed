"""Which documents are worth comparing, where they are too many for one machine? Found by chance, with the odds stated."""
