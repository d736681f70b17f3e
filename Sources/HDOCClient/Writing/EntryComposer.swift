import HDOCModels

/// The result of composing an entry: the entry, its problems, and the questions to ask before it is queued.
package struct ComposedEntry: Sendable, Equatable {
    /// The composed entry.
    package var entry: Entry
    /// Problems that keep the entry a draft, such as a missing title or unreadable lines.
    package let problems: [WritingProblem]
    /// Whether the user wrote nothing: there is no text, only the headings of a template, or no change.
    package let isUnwritten: Bool
    /// Questions that the user must confirm before the entry is queued.
    package let questions: [EntryQuestion]
}

/// Makes an entry from user input: a text, a file, an editor's document or a form. All screens and commands use it.
package struct EntryComposer: Sendable {
    /// The participant's earlier days and entries, without the entry that is being composed.
    package let journey: Journey

    /// Creates a composer.
    package init(journey: Journey) { self.journey = journey }

    /// Composes an entry from a text or a file. The first line that is not blank is the title.
    /// - Parameters:
    ///   - text: the text as decoded by `WrittenText`.
    ///   - title: a title that was given separately. The whole text is the body then.
    ///   - entry: the values to start with: id, day, date, tags and link.
    package func compose(text: String, title: String? = nil, into entry: Entry) -> ComposedEntry {
        let lines = WrittenLine.all(in: WrittenText.normalizingLineEnds(text))
        let parts = title.map { WrittenParts(body: lines, title: $0) } ?? WrittenParts(lines, mayFollowBlanks: true)
        let isUnwritten = parts.title.isEmpty && WrittenContent.isUnwritten(parts.body) && parts.fields == WrittenFields()
        return composed(parts, entry, isUnwritten: isUnwritten, mayMove: false)
    }

    /// Composes an entry from a document that started as `EntryDocument.text(for: entry)` and was edited. If the user did not
    /// change the day and the day is already taken, the entry gets the next free day.
    /// - Parameter keepsDay: whether the entry stays on its day in any case, because it is a correction of a posted day.
    package func compose(document text: String, into entry: Entry, keepsDay: Bool = false) -> ComposedEntry {
        let document = EntryDocument(text)
        let (parts, fields) = (document.parts, document.parts.fields)
        let hasNewFields = (fields.tags ?? entry.tags) != entry.tags || (fields.link ?? "") != (entry.link ?? "") && fields.link != nil
        let isEmpty = parts.title.isEmpty && WrittenContent.isUnwritten(parts.body) && !hasNewFields && fields.problems.isEmpty
        let isUnchanged = WrittenContent.isSame(text, EntryDocument.text(for: entry))
        // A line that the entry had before is text: the writer has seen it there.
        let known = Set(WrittenLine.all(in: entry.body).map(\.text))
        let misplaced = document.fieldsInText.filter { !known.contains($0.text[...]) }
        return composed(parts, entry, isUnwritten: isEmpty || isUnchanged, mayMove: !keepsDay, misplaced: misplaced)
    }

    /// Composes an entry whose fields were given one by one.
    package func compose(fields entry: Entry) -> ComposedEntry {
        ComposedEntry(entry: entry, problems: [], isUnwritten: entry.isUnwritten, questions: questions(for: entry.date))
    }

    /// Composes an entry from the fields of a form. If the day or date is unreadable, the value of `entry` is kept and the
    /// problem is reported.
    package func compose(form: EntryForm, into entry: Entry) -> ComposedEntry {
        var entry = entry
        entry.title = TitleSplit.heading(form.title)
        entry.body = WrittenText.normalizingLineEnds(form.body)
        entry.tags = WrittenFields.tags(form.tags)
        let link = form.link.trimmed
        entry.link = link.isEmpty ? nil : String(link)
        entry.template = form.template
        var problems: [WritingProblem] = []
        if let day = WrittenFields.day(form.day.trimmed) {
            if day != entry.day { (entry.day, entry.isDayProposed) = (day, false) }
        } else {
            problems.append(WritingProblem(.unreadableDay, text: form.day))
        }
        if let date = CalendarDay(String(form.date.trimmed)) {
            entry.date = date
        } else {
            problems.append(WritingProblem(.unreadableDate, text: form.date))
        }
        if entry.title.isEmpty { problems.append(WritingProblem(.noTitle)) }
        return ComposedEntry(entry: entry, problems: problems, isUnwritten: entry.isUnwritten, questions: questions(for: entry.date))
    }

    /// The questions to ask before an entry for this date is queued.
    package func questions(for date: CalendarDay) -> [EntryQuestion] {
        var questions: [EntryQuestion] = []
        if let record = journey.record(on: date) { questions.append(.secondForDate(record)) }
        if date > journey.today { questions.append(.dateInFuture(date)) }
        return questions
    }

    private func composed(
        _ parts: WrittenParts, _ before: Entry, isUnwritten: Bool, mayMove: Bool, misplaced: [WritingProblem] = []
    ) -> ComposedEntry {
        var (parts, entry) = (parts, before)
        let unread = parts.fields.problems
        parts.append(unread.map(\.text).joined(separator: "\n"))
        entry.title = parts.title
        // Blank lines at the start or end of the body do not count as a change.
        if parts.body != WrittenLine.all(in: before.body).body { entry.body = parts.body }
        entry.date = parts.fields.date ?? before.date
        entry.tags = parts.fields.tags ?? before.tags
        if let link = parts.fields.link { entry.link = link.isEmpty ? nil : link }
        if let day = parts.fields.day, day != before.day { (entry.day, entry.isDayProposed) = (day, false) }
        if mayMove, entry.day == before.day { entry.day = journey.freeDay(entry.day) }
        let untitled = entry.title.isEmpty ? [WritingProblem(.noTitle, line: 1)] : []
        return ComposedEntry(
            entry: entry, problems: untitled + unread + misplaced, isUnwritten: isUnwritten, questions: questions(for: entry.date))
    }
}

/// The contents of a form's fields, as typed.
package struct EntryForm: Sendable, Equatable {
    /// The title.
    package var title: String
    /// The day of the challenge, as a decimal number.
    package var day: String
    /// The date in the form 2026-11-23.
    package var date: String
    /// The tags, separated by spaces or commas.
    package var tags: String
    /// The link; blank means none.
    package var link: String
    /// The body in Markdown.
    package var body: String
    /// The template of the article.
    package var template: ArticleTemplate

    /// Creates a form.
    package init(title: String, day: String, date: String, tags: String, link: String, body: String, template: ArticleTemplate) {
        (self.title, self.day, self.date, self.tags) = (title, day, date, tags)
        (self.link, self.body, self.template) = (link, body, template)
    }
}
