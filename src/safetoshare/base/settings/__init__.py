"""Settings: `environment` reads and checks them, `secrets` keeps the key files, `project` is what Django gets."""
