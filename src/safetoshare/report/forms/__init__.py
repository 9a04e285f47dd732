"""The reporter's forms: the pages of a report, and what is typed by whoever comes back."""
