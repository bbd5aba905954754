"""Names of static files: with a hash of the content once `collectstatic` has run, plain before."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed files that browsers may keep for ever.

    Before the first collectstatic (tests, a management command) there is no manifest, and plain names serve.
    With a manifest, an unknown name is an error, as in Django.
    """

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name
