"""The reporter's pages: reporting, and coming back."""
