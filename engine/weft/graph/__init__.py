"""From a document and the registry to a graph whose every mistake is known."""
