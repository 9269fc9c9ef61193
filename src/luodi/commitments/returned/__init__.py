"""Tables and letters that come back from a consultation: read, compared, never believed blindly."""
