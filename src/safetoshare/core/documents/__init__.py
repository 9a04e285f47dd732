"""Published reports and responses, bytes in: blocks, then recommendations and answers."""
