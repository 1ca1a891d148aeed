"""The forms a shared version is written in, one file a form; each reads, writes and reads back what it wrote."""
