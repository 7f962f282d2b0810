"""Sample arithmetic for short mono clips: the chime, trimming, levels. Standard library only.

Samples are floats from -1 to 1; levels are dB relative to full scale.
"""

from __future__ import annotations

import math
import sys
import wave
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FULL_SCALE = 32767
SILENT_DB = -120.0
BLOCK_S = 0.02
GATE_DB = -20.0
"""Blocks this far below the loudest one are pauses and do not count for the level."""

CHIME_RATE = 48000
CHIME_NOTES_HZ = (784.0, 659.0, 523.0)
CHIME_STEP_S, CHIME_ATTACK_S, CHIME_DECAY_S, CHIME_RING_S = 0.28, 0.004, 0.5, 0.54
CHIME_PARTIAL, CHIME_PARTIAL_DB = 2.76, -14.0
CHIME_PEAK_DB = -6.0
DECAY_DB = -36.0


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono samples and how many of them make a second."""

    samples: tuple[float, ...]
    rate: int

    @property
    def duration_s(self) -> float:
        """Return the length in seconds."""
        return len(self.samples) / self.rate


def ratio(level_db: float) -> float:
    """Return the amplitude ratio of a level."""
    return math.pow(10.0, level_db / 20.0)


def decibels(amplitude: float) -> float:
    """Return the level of an amplitude ratio, never below the silence floor."""
    return 20.0 * math.log10(amplitude) if amplitude > ratio(SILENT_DB) else SILENT_DB


def peak_db(sound: Sound) -> float:
    """Return the level of the loudest sample."""
    return decibels(max((abs(sample) for sample in sound.samples), default=0.0))


def level_db(sound: Sound) -> float:
    """Return the mean level of what is heard: blocks of 20 ms, pauses left out."""
    size = max(int(sound.rate * BLOCK_S), 1)
    blocks = [sound.samples[start : start + size] for start in range(0, len(sound.samples), size)]
    powers = [sum(sample * sample for sample in block) / len(block) for block in blocks]
    gate = max(powers, default=0.0) * ratio(GATE_DB) ** 2
    heard = [power for power in powers if power >= gate]
    return decibels(math.sqrt(sum(heard) / len(heard))) if heard else SILENT_DB


def trimmed(sound: Sound, *, floor_db: float, before_s: float, after_s: float) -> Sound:
    """Return the sound without its silences, keeping a little before and after.

    Silence is what stays ``floor_db`` below the peak.
    """
    floor = ratio(peak_db(sound) + floor_db)
    loud = [index for index, sample in enumerate(sound.samples) if abs(sample) >= floor]
    if not loud:
        return Sound((), sound.rate)
    start = max(loud[0] - int(before_s * sound.rate), 0)
    end = min(loud[-1] + 1 + int(after_s * sound.rate), len(sound.samples))
    return Sound(sound.samples[start:end], sound.rate)


def levelled(sound: Sound, *, target_db: float, ceiling_db: float) -> Sound:
    """Return the sound at ``target_db``, or as near as its peak may rise."""
    gain = ratio(min(target_db - level_db(sound), ceiling_db - peak_db(sound)))
    return Sound(tuple(sample * gain for sample in sound.samples), sound.rate)


def faded(sound: Sound, *, in_s: float, out_s: float) -> Sound:
    """Return the sound with soft edges, so that joined clips do not click."""
    count = len(sound.samples)
    rise, fall = max(int(in_s * sound.rate), 1), max(int(out_s * sound.rate), 1)
    return Sound(
        tuple(
            sample * min(1.0, index / rise, (count - 1 - index) / fall) for index, sample in enumerate(sound.samples)
        ),
        sound.rate,
    )


def chime(notes: int) -> Sound:
    """Return the first ``notes`` struck notes of sol-mi-do, like a saron's, 0.28 s apart."""
    length_s = CHIME_STEP_S * (notes - 1) + CHIME_RING_S
    samples = [0.0] * int(length_s * CHIME_RATE)
    for number, pitch in enumerate(CHIME_NOTES_HZ[:notes]):
        start = int(number * CHIME_STEP_S * CHIME_RATE)
        for index, sample in enumerate(_struck(pitch)):
            samples[start + index] += sample
    loudest = max(abs(sample) for sample in samples)
    gain = ratio(CHIME_PEAK_DB) / loudest
    return Sound(tuple(sample * gain for sample in samples), CHIME_RATE)


def _struck(pitch: float) -> list[float]:
    count = int(CHIME_RING_S * CHIME_RATE)
    decay = -math.log(ratio(DECAY_DB)) / CHIME_DECAY_S
    partial = ratio(CHIME_PARTIAL_DB)
    struck = []
    for index in range(count):
        at = index / CHIME_RATE
        envelope = min(at / CHIME_ATTACK_S, 1.0) * math.exp(-decay * at) * min((count - index) / count * 12, 1.0)
        turn = math.tau * pitch * at
        struck.append(envelope * (math.sin(turn) + partial * math.sin(turn * CHIME_PARTIAL)))
    return struck


def read_wave(path: Path) -> Sound:
    """Read a mono 16-bit WAV file."""
    with wave.open(str(path), "rb") as file:
        frames = array("h", file.readframes(file.getnframes()))
        if sys.byteorder == "big":
            frames.byteswap()
        return Sound(tuple(frame / FULL_SCALE for frame in frames), file.getframerate())


def write_wave(path: Path, sound: Sound) -> None:
    """Write a mono 16-bit WAV file."""
    frames = array("h", (round(max(-1.0, min(1.0, sample)) * FULL_SCALE) for sample in sound.samples))
    if sys.byteorder == "big":
        frames.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.rate)
        file.writeframes(frames.tobytes())
