"""What supplier and customer agreed for a link, and which agreement was in force when."""

from kpi.agreements.links import Link

__all__ = ["Link"]
