"""The Streamlit app: it shows results and computes none. Pages are in `app_pages`, what they share in `parts`."""
