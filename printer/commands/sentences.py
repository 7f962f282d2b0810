"""What ``antrean-printer test`` says of a printer, in Indonesian and in English. One pair a reason."""

from __future__ import annotations

from printer.device import Outcome, Result
from printer.status import ONE_WAY, Reading
from queue_server.protocol import PrinterState

Pair = tuple[str, str]
_OUTCOMES: dict[Outcome, Pair] = {
    Outcome.PRINTED: (
        "Halaman uji tercetak. Periksa kertasnya: penggaris dan pita hitam utuh, kode QR terbaca.",
        "The test page is printed. Look at it: ruler and black band are whole, the QR code can be read.",
    ),
    Outcome.FAILED: ("Tidak ada yang tercetak.", "Nothing was printed."),
    Outcome.UNKNOWN: (
        "Tidak pasti apakah halaman uji tercetak; lihat kertasnya.",
        "It is not certain that the test page is printed; look at the paper.",
    ),
}
_SENT: Pair = (
    "Halaman uji terkirim. Periksa kertasnya: penggaris dan pita hitam utuh, kode QR terbaca.",
    "The test page is sent. Look at the paper: ruler and black band are whole, the QR code can be read.",
)
ADVICE: dict[str, Pair] = {
    "ready": ("Printer siap.", "The printer is ready."),
    "paper_low": (
        "Kertas hampir habis. Siapkan gulungan baru.",
        "The roll is near its end. Have a new one ready.",
    ),
    "paper_out": ("Kertas habis. Pasang gulungan baru.", "It is out of paper. Put in a new roll."),
    "cover_open": ("Tutup printer terbuka. Tutuplah.", "Its cover is open. Close it."),
    "not_reachable": (
        "Printer tidak terhubung. Periksa daya, kabel, dan alamatnya.",
        "It cannot be reached. Check power, cable and address.",
    ),
    "not_found": (
        "Printer tidak ditemukan. Periksa daya, kabel, dan alamatnya; antrean-printer find menunjukkan yang ada.",
        "It was not found. Check power, cable and address; antrean-printer find shows which there are.",
    ),
    "no_permission": (
        "Akun ini tidak boleh memakai printer. Pasang aturan udev di deploy/udev, lalu cabut dan pasang lagi kabelnya.",
        "This account may not use the printer. Install the udev rule in deploy/udev, then plug it in again.",
    ),
    "offline": (
        "Printer sedang luring. Tekan tombol kertasnya, atau matikan lalu nyalakan.",
        "It says that it is offline. Press its feed button, or switch it off and on.",
    ),
    "no_answer": (
        "Printer tidak menjawab. Bila kertas tetap keluar, tambahkan ?status=none pada alamatnya.",
        "It does not answer. If paper comes out all the same, add ?status=none to its address.",
    ),
    "wrong_answer": (
        "Jawaban printer tidak dapat dimengerti. Periksa alamat dan kecepatannya (baud).",
        "Its answers make no sense. Check the address and the line's speed (baud).",
    ),
    "one_way": (
        "Printer ini tidak dapat ditanya; yang pasti hanya bahwa semuanya terkirim.",
        "This printer cannot be asked; certain is only that everything was sent.",
    ),
    "cutter": (
        "Pemotong macet. Matikan printer, bersihkan jalur kertas, lalu nyalakan.",
        "The cutter is jammed. Switch the printer off, clear the paper's path, switch it on.",
    ),
    "fatal": (
        "Kerusakan yang tidak pulih sendiri. Matikan lalu nyalakan; bila tetap, printer perlu diperbaiki.",
        "An error that does not mend itself. Switch it off and on; if it stays, the printer needs repair.",
    ),
    "overheated": (
        "Kepala cetak terlalu panas. Tunggu beberapa menit.",
        "The print head is too hot. Wait a few minutes.",
    ),
    "error": (
        "Printer melaporkan kesalahan. Buka dan tutup kembali, atau matikan lalu nyalakan.",
        "It reports an error. Open and close it, or switch it off and on.",
    ),
    "no_proof": (
        "Printer tidak memastikan hasil cetak seperti biasanya. Lihat kertasnya.",
        "It did not confirm the paper as it usually does. Look at the paper.",
    ),
    "cut_off": (
        "Sambungan terputus saat mengirim. Periksa kabel, lalu coba lagi.",
        "The connection broke while sending. Check the cable, then try again.",
    ),
}


def told(result: Result) -> Pair:
    """Return what became of the test page, why and what to do, in Indonesian and in English."""
    is_unasked = result.outcome is Outcome.PRINTED and result.reading == ONE_WAY
    outcome = _SENT if is_unasked else _OUTCOMES[result.outcome]
    advice = ADVICE.get(result.reason or _code(result.reading))
    if advice is None:
        return outcome
    return f"{outcome[0]} {advice[0]}", f"{outcome[1]} {advice[1]}"


def _code(reading: Reading) -> str:
    """Return the code that says most about ``reading``."""
    plain = reading.state in {PrinterState.READY, PrinterState.PAPER_LOW}
    return reading.state.value if plain or reading.detail is None else reading.detail
