"""Keys that people expect and that have another name or place here, with the hint for each."""

from __future__ import annotations

_BELOW = "write it into the text, below the '---' that ends the front matter"
MEETING_ELSEWHERE = (
    (
        ("location", "place", "venue", "where", "classroom", "building", "hall"),
        "the place of a meeting is 'room' here: write room: …",
    ),
    (
        ("readings", "reading", "pre_reading", "prereading", "papers", "literature", "homework"),
        "write readings into the text, as a list below '## Reading'",
    ),
    (
        ("lecturer", "instructor", "author", "authors", "guest", "talk", "teacher"),
        "who speaks is 'speaker' here: write speaker: …",
    ),
    (
        ("host", "chair", "moderator", "discussant", "respondent", "organizer", "organiser"),
        "write speaker: {name: …, role: chair}; roles are speaker, presenter, discussant, host"
        " and chair",
    ),
    (("affiliation", "university"), "write speaker: {name: …, affiliation: …}"),
    (("bio", "biography"), "write it into the text, below '## Bio'"),
    (("rota", "turn", "turns"), "write presenters: rota"),
    (("tags", "tag", "categories", "keywords", "topics"), "delete it, or see 'stream'"),
    (
        ("type", "category", "event_type", "types"),
        "the kind of a row is 'kind' here: write kind: deadline, exam, holiday or event",
    ),
    (
        ("due", "due_date", "deadline", "due_by", "deadlines"),
        "write kind: deadline, with its day as 'date'; what a meeting's text asks for by a day is"
        ' a part: ## Problem set {due="2026-10-20"}',
    ),
    (("exam", "holiday", "event", "holidays"), "write kind: exam, holiday or event"),
    (("group", "groups", "audience", "track", "section"), "groups are 'stream' here"),
    (("description", "summary", "notes", "note", "subtitle", "text", "body"), _BELOW),
    (("abstract",), "write it into the text, below '## Abstract'"),
    (
        ("dates", "days", "start_date", "end_date", "last_day"),
        "several days are one date here: write date: 2026-10-26 to 2026-10-30",
    ),
    (("all_day", "allday"), "write time: all day"),
    (
        ("repeat", "repeats", "recurring", "recurrence", "rrule", "weekly"),
        "what returns is 'every' here: write every: week until 2026-12-10",
    ),
    (("objectives", "questions", "assignment", "agenda"), _BELOW),
    (
        (
            *("slides", "code", "data", "dataset", "handout", "handouts", "resources", "links"),
            *("file", "files", "attachment", "attachments", "pdf"),
        ),
        "what goes with a meeting is 'materials' here: write materials: {slides: https://…}",
    ),
    (("name", "subject", "heading"), "what a meeting is about is 'title' here"),
    (("start", "begin", "begins", "start_time", "hour"), "when it starts is 'time' here"),
    (("end", "end_time", "length", "ends", "until"), "how long it takes is 'duration' here"),
    (("timezone", "tz", "time_zone"), "the time zone is 'zone' here"),
    (("day", "weekday"), "the weekday is printed by itself; the day is 'date' here"),
    (("link", "zoom", "url", "teams", "meet", "address"), "where to take part is 'join' here"),
    (("passcode", "password", "pin"), "write join: {url: …, passcode: …}"),
    (("video", "youtube"), "where to watch it afterwards is 'recording' here"),
    (("cancelled", "canceled"), "write status: cancelled"),
    (
        ("week", "number", "no", "session", "lecture"),
        "the schedule counts by itself: write numbering: weeks, or sessions, in course.yaml",
    ),
    (("unit", "part", "chapter", "theme", "block"), "a part of the course is 'module' here"),
    (
        ("draft", "hidden", "published", "private", "public", "visible"),
        "what nobody is to see yet stays out of syllabus/meetings/, or between '::: members' and"
        " ':::'; show: schedule prints its row alone",
    ),
    (("uid",), "the name that calendars know it by is 'id' here"),
)

COURSE_ELSEWHERE = (
    (("name", "course", "subject"), "the course's name is 'title' here"),
    (("instructor", "instructors", "teacher", "lecturer", "authors", "host"), "say 'author' here"),
    (
        ("location", "venue", "where", "classroom"),
        "where the course is held is 'place' here, and the room of its meetings 'room'",
    ),
    (
        ("speakers", "participants", "members", "persons"),
        "people with short names are 'people' here",
    ),
    (("ta", "tas", "tutors", "teaching_assistants"), "who helps to run the course is 'assistants'"),
    (
        ("consultation", "consultations", "office_hour"),
        "when questions are answered is 'office_hours'",
    ),
    (("rotation", "turns", "roster"), "who takes turns is 'rota' here"),
    (("greeting", "signature", "footer"), "write announcement: {before: …, after: …}"),
    (("timezone", "tz", "time_zone"), "the time zone is 'zone' here"),
    (("start", "start_time", "begins", "hour", "starts"), "when meetings start is 'time' here"),
    (("lang", "locale"), "the language is 'language' here"),
    (("weekday", "days"), "the weekday of the meetings is 'day' here"),
    (("length",), "how long meetings take is 'duration' here"),
    (("groups", "tracks", "audiences"), "groups are 'streams' here"),
    (("bib", "library", "references"), "the library is 'bibliography' here"),
    (("csl", "citation_style"), "the citation style is 'style' here"),
    (("sections", "layout", "order"), "the order of the sections is 'handout' here"),
    (("columns", "agenda"), "the columns of the schedule stand in it: schedule: {columns: […]}"),
    (("weeks", "sessions", "numbers"), "write numbering: weeks, or numbering: sessions"),
    (("toc",), "the table of contents is 'contents' here"),
    (("email", "smtp", "sender"), "the sender and the mail server are 'mail' here"),
    (("vacation", "vacations", "no_class", "skip"), "days without meetings are 'breaks' here"),
    (
        ("types", "type", "categories", "category", "kind"),
        "the course's own kinds are 'kinds' here",
    ),
    (
        ("deadlines", "due", "exams", "assignments", "events"),
        "each of them is a record of its own, with kind: deadline, exam or event",
    ),
    (("join", "recording", "zoom", "link"), "each record says where to take part, by 'join'"),
)

STATUS = {
    **dict.fromkeys(
        ("postponed", "moved", "rescheduled", "delayed", "tentative", "tbd", "tba"),
        "delete the line and change 'date', to TBD while it is open",
    ),
    **dict.fromkeys(
        (
            *("abgesagt", "entfällt", "ausgefallen", "annulé", "annulée", "cancelado"),
            *("cancelada", "annullato", "annullata", "geannuleerd", "afgelast"),
            *("ακυρώθηκε", "中止", "休講"),
        ),
        "write status: cancelled",
    ),
}
