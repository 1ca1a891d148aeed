"""The Streamlit app: it shows results and computes none."""
