"""What a hall is set up from: its folder of a catalogue, the file of its windows, the file of its numbers."""
