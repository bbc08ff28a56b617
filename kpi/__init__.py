"""Eslabón's library: from CSV exports to the failing links. No Streamlit here."""

import os

# Matrices are small here: threads that wait for large ones only make every start slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
