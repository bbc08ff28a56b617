"""The sample company: a furniture maker with planted truths, written and loaded."""

from kpi.sample.load import load_sample
from kpi.sample.write import write_sample

__all__ = ["load_sample", "write_sample"]
