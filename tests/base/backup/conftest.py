"""What the tests of backups share: databases in files."""

from tests.base.file_databases import file_databases

__all__ = ["file_databases"]
