"""The dashboard's pages: Streamlit only, thin. No `.py` file stands directly here but this one.

Streamlit runs files directly in ``pages/`` bare, without the dashboard around them; views live in
``pages/views`` and what they share in ``pages/parts``.
"""
