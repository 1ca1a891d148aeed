"""One file for each survey tool that answers come from: how its files are recognised and read."""
