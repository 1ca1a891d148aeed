"""Files as tables of text: delimited, XLSX or JSON; nothing interpreted yet."""
