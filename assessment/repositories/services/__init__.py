"""Which repositories are services, how was each born, and how long did it take to its first pipeline, deployable and release?"""

from assessment.repositories.services.survival import median
from assessment.repositories.services.timeline import born_within, clock, dates, table

__all__ = ["born_within", "clock", "dates", "median", "table"]
