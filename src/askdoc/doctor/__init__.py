"""Find problems of a saved index or of the machine, and the commands that fix them."""

from askdoc.doctor.examination import examine
from askdoc.doctor.finding import Finding

__all__ = ["Finding", "examine"]
