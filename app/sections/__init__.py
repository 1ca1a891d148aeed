"""Parts of pages that are too large for one file: each draws one section of an assessment."""
