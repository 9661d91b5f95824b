"""What the table tools share: a database that spills to disk, keys without pictures, and gathering."""
