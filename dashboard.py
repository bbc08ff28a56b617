"""Eslabón's dashboard: page configuration, language and navigation, nothing else.

Start it with ``make run``.
"""

import streamlit as st

from pages.parts import navigation, problems

st.set_page_config(page_title="Eslabón", page_icon="🔗", layout="wide")

with problems.told():
    navigation.run()
