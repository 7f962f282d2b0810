"""Who plays in the tests, and where: one office with everything in it, and a small one in another time zone."""

from __future__ import annotations

from datetime import date

from queue_server.domain.roles import Actor, Role

KOTA, TIMUR = "kota", "timur"

KIOSK = Actor(Role.KIOSK, "kiosk-lobi", KOTA)
OTHER_KIOSK = Actor(Role.KIOSK, "kiosk-pintu", KOTA)
RATNA = Actor(Role.OFFICER, "ratna", KOTA)
BUDI = Actor(Role.OFFICER, "budi", KOTA)
SARI = Actor(Role.SUPERVISOR, "sari", KOTA)
EAST_KIOSK = Actor(Role.KIOSK, "kiosk-timur", TIMUR)
YOHANA = Actor(Role.OFFICER, "yohana", TIMUR)
MARKUS = Actor(Role.SUPERVISOR, "markus", TIMUR)
TONO = Actor(Role.ADMIN, "tono", None)

MONDAY = date(2026, 11, 23)
"""A working day without holidays around it."""
TUESDAY = date(2026, 11, 24)
FRIDAY = date(2026, 11, 27)
SATURDAY = date(2026, 11, 28)
CHRISTMAS = date(2026, 12, 25)
"""A Friday, a national holiday; the 24th is joint leave, which this office does not take."""

KOTA_FILE = """
[branch]
code = "kota"
name = "Dindukcapil Kota"
timezone = "Asia/Jakarta"
languages = ["id", "en"]
number_width = 3
letterhead = ["PEMERINTAH KOTA", "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL"]
channels = ["lapor.go.id"]
holidays = "ID"

[policy]
max_calls = 3
recall_cooldown_s = 10
requeue_after = 2
max_requeues = 1
priority_burst = 2
undo_s = 10

[hours.issue]
mon = ["07:30-12:00", "13:00-15:00"]
tue = ["07:30-12:00", "13:00-15:00"]
wed = ["07:30-12:00", "13:00-15:00"]
thu = ["07:30-12:00", "13:00-15:00"]
fri = ["07:30-11:00", "13:00-15:00"]

[hours.service]
mon = ["08:00-12:00", "13:00-15:00"]
tue = ["08:00-12:00", "13:00-15:00"]
wed = ["08:00-12:00", "13:00-15:00"]
thu = ["08:00-12:00", "13:00-15:00"]
fri = ["08:00-11:00", "13:00-15:00"]

[[services]]
code = "KTP"
series = "A"
name.id = "KTP elektronik"
name.en = "Electronic ID card"
service_minutes = 6
target_wait_minutes = 30
requirements.id = ["Kartu Keluarga", "Datang sendiri untuk perekaman"]

[[services]]
code = "KK"
series = "A"
name.id = "Kartu Keluarga"
name.en = "Family card"
service_minutes = 8

[[services]]
code = "AKTA"
series = "B"
first_number = 101
name.id = "Akta kelahiran"
name.en = "Birth certificate"
service_minutes = 10
daily_quota = 3

[[services]]
code = "KONSUL"
series = "C"
name.id = "Konsultasi"
name.en = "Consultation"
service_minutes = 7

[[zones]]
code = "utama"
name = "Ruang tunggu utama"

[[zones]]
code = "samping"
name = "Ruang samping"

[[counters]]
code = "1"
name = "Loket 1"
zone = "utama"
services = ["KTP", "KK"]

[[counters]]
code = "2"
name = "Loket 2"
zone = "utama"
services = ["AKTA", "KTP"]

[[counters]]
code = "3"
name = "Loket 3"
zone = "samping"
services = ["KONSUL", "KTP"]
strict_preference = true

[[counters]]
code = "4"
name = "Loket 4"
zone = "samping"
services = ["KK"]
auto_call = true

[[counters]]
code = "5"
name = "Loket 5"
services = ["*"]
"""
"""KTP and KK share the series A. Counter 3 always prefers KONSUL, 4 calls by itself, 5 takes everything."""

TIMUR_FILE = """
[branch]
code = "timur"
name = "Kantor Distrik Timur"
timezone = "Asia/Jayapura"

[hours.issue]
mon = ["07:30-15:00"]
tue = ["07:30-15:00"]

[hours.service]
mon = ["08:00-15:00"]
tue = ["08:00-15:00"]

[[services]]
code = "KTP"
series = "A"
name.id = "KTP elektronik"

[[counters]]
code = "1"
name = "Loket 1"
services = ["KTP"]
"""


def always_open(text: str) -> str:
    """Return a branch file with its hours opened wide on every day of the week."""
    lines = [line for line in text.splitlines() if line[:3] not in {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}]
    week = "\n".join(f'{day} = ["00:00-24:00"]' for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    whole = "\n".join(lines)
    for table in ("[hours.issue]", "[hours.service]"):
        whole = whole.replace(table, f"{table}\n{week}")
    return whole
