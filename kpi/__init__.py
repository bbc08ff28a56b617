"""Eslabón's library: from CSV exports to the failing links. No Streamlit here."""
