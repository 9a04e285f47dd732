"""What every part stands on: settings, database, clock, schedule, languages, staff accounts, permissions, unwrapper."""
