"""The words that a handout prints of itself, by language; course.yaml's `words:` can set each."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "contents": "Contents",
    "schedule": "Dates and Topics",
    "calendar": "Calendar",
    "upcoming": "Upcoming Meetings",
    "past": "Past Meetings",
    "references": "References",
    "date": "Date",
    "time": "Time",
    "stream": "Stream",
    "topic": "Topic",
    "cancelled": "cancelled",
    "cancelled-for": "cancelled: {reason}",
    "meeting": "meeting",
    "everyone": "everyone",
    "undated": "to be announced",
    "join": "Join the Meeting",
    "recording": "Meeting Recording",
    "passcode": "Passcode",
    "optional": "optional",
    "hour": "h",
    "minute": "min",
    "page": "page",
    "pages": "pages",
    "members-edition": "Members’ edition: holds meeting links, please do not pass on",
    "public-edition": "Public edition",
    "no-dates": "No dates have been set yet.",
    "no-upcoming": "No meetings are planned at the moment.",
    "no-past": "No meetings have been held yet.",
    "changes": "Changes",
    "changes-since": "Changes since {date}",
    "no-changes": "Nothing has changed.",
    "first-handout": "This is the first handout.",
    "change-new": "New",
    "change-removed": "Removed",
    "change-moved": "Moved",
    "change-restored": "Takes place after all",
    "change-title": "Title",
    "change-duration": "Duration",
    "change-recording": "Recording added",
    "change-no-recording": "Recording removed",
    "part-new": "{part}, new",
    "part-removed": "{part}, removed",
    "part-reworded": "{part}, reworded",
    "prose": "Text",
    "and-more": "and {count} more",
}
"""Every word, by its key; what stands in braces, such as `{reason}`, is filled in."""

WORDS: Mapping[str, Mapping[str, str]] = {"en": ENGLISH}


def words_for(language: str) -> Mapping[str, str]:
    """Return the words of a language (BCP 47), English where there are none of its own."""
    return WORDS.get(language.split("-")[0].lower(), ENGLISH)
