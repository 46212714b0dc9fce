"""The SDKs as facts: their names, arguments, fields and values, read off the released packages."""
