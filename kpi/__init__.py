"""Eslabón's library: from CSV exports to the failing links that break the balance. No Streamlit here."""
