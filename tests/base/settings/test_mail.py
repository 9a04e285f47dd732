"""Mail goes to a file sink: nothing leaves by accident."""

from __future__ import annotations

from pathlib import Path

from django.core.mail import EmailMessage, get_connection

from safetoshare.base.settings import project


def test_a_mail_becomes_a_file_in_the_state_folder_and_goes_nowhere() -> None:
    folder = Path(project.EMAIL_FILE_PATH)
    before = set(folder.glob("*")) if folder.exists() else set()
    sink = get_connection(project.EMAIL_BACKEND, file_path=project.EMAIL_FILE_PATH)
    sink.send_messages([EmailMessage("Neutral", "Something is ready.", "house@example.org", ["staff@example.org"])])
    (mail,) = set(folder.glob("*")) - before
    assert folder.parent == project.ENVIRONMENT.state
    assert "Something is ready." in mail.read_text()
