from newsroom.static_files import StaticFilesStorage


def test_names_are_plain_before_static_files_are_collected():
    storage = StaticFilesStorage()
    storage.hashed_files = {}
    assert storage.stored_name("admin/css/base.css") == "admin/css/base.css"


def test_names_carry_a_hash_once_they_are_collected():
    storage = StaticFilesStorage()
    storage.hashed_files = {"admin/css/base.css": "admin/css/base.0123456789ab.css"}
    assert storage.url("admin/css/base.css", force=True) == "/static/admin/css/base.0123456789ab.css"
