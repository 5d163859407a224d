"""All pages: importing them registers them with NiceGUI and fills ``PATHS``."""

from api.pages import ask, check, compare, disclosures, findings, query, units
from api.pages.frame import PATHS

__all__ = ["PATHS", "ask", "check", "compare", "disclosures", "findings", "query", "units"]
