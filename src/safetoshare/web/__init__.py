"""The shell around every page: addresses, base templates, components, languages, leaving, error pages."""
