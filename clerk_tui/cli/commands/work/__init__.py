"""The work of a window without a screen: commands, queries, dates, reasons, notices."""
