"""Lower: from declarations to the program, in the specification's words where something is wrong."""
