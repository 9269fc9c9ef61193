"""Archives of documents: read in shards by many processes, and compared with each other."""
