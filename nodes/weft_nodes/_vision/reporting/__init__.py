"""The page that tells of a training: figures, charts, pictures, settings."""
