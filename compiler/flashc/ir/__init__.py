"""The intermediate representations, one frozen module per stage; data only, no behaviour beyond look-up."""
