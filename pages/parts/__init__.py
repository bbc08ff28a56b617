"""What the views share: session, address, headings, tables."""
