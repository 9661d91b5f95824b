"""Four invented cartoon characters, drawn by code: a pen, the cast, the scenery, and the light."""
