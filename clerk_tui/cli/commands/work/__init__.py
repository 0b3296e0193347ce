"""The work of a window without a screen: commands, questions, dates, reasons, notices."""
