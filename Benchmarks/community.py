"""A community of any size, as the JSON that a stage sends: about 400 bytes for each user."""
import json

PAGE = 500


def user(number, version=0):
    """The object of one user. Another version has other figures."""
    days = (number * 7 + version) % 101
    return {
        "github_username": f"journeyer-{number:07}",
        "full_name": f"Jo Urneyer the {number}th",
        "bio": f"Builds small things in the cloud and writes about them. Number {number}, from a town by the sea.",
        "days_completed": days,
        "github_score": days * 10 + number % 10,
        "twitter_score": number % 500,
        "github_streak": number % 30,
        "twitter_streak": number % 12,
        "last_entry_at": f"2026-11-{number % 27 + 1:02}T08:30:00.000Z",
        "date_joined": f"2026-0{number % 9 + 1}-{number % 27 + 1:02}T10:00:00.000Z",
        "status": "active",
        "twitter_username": f"jo{number}",
    }


def body(numbers, version=0):
    """A JSON array of these users, as bytes."""
    return json.dumps([user(number, version) for number in numbers], separators=(",", ":")).encode()


def pages(users, size=PAGE):
    """The bodies of the pages of the list, in order."""
    return (body(range(start, min(start + size, users))) for start in range(0, users, size))
