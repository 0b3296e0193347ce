"""What works behind the requests: threads that own halls, the writer, the streams' hub, the log."""
