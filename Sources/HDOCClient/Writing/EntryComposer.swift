import HDOCModels

/// An entry as it was composed, with everything that stands between it and the outbox.
package struct ComposedEntry: Sendable, Equatable {
    package var entry: Entry
    /// What keeps it a draft: a missing title, or lines that could not be read.
    package let problems: [WritingProblem]
    /// Nobody wrote anything: no text, only the headings of a template, or exactly what was there before.
    package let isUnwritten: Bool
    /// What its writer has to agree to before it is queued.
    package let questions: [EntryQuestion]
}

/// The one way from what somebody wrote to an entry: a text, a file, an editor's document or a form.
package struct EntryComposer: Sendable {
    /// What was written already, without the entry that is composed.
    package let journey: Journey

    package init(journey: Journey) { self.journey = journey }

    /// From a text or a file. The first line with anything on it is the title.
    /// - Parameters:
    ///   - text: decoded by `WrittenText`.
    ///   - title: given apart from the text; then all of the text is the body.
    ///   - entry: what it begins with: id, day, date, tags and link as they are known without the text.
    package func compose(text: String, title: String? = nil, into entry: Entry) -> ComposedEntry {
        let lines = WrittenLine.all(in: WrittenText.normalizingLineEnds(text))
        let parts = title.map { WrittenParts(body: lines, title: $0) } ?? WrittenParts(lines, mayFollowBlanks: true)
        let isUnwritten = parts.title.isEmpty && WrittenContent.isUnwritten(parts.body) && parts.fields == WrittenFields()
        return composed(parts, entry, isUnwritten: isUnwritten, mayMove: false)
    }

    /// From what an editor left of `EntryDocument.text(for: entry)`. A day that its writer left alone gives way to the next
    /// free one where it is taken by now.
    package func compose(document text: String, into entry: Entry) -> ComposedEntry {
        let document = EntryDocument(text)
        let (parts, fields) = (document.parts, document.parts.fields)
        let hasNewFields = (fields.tags ?? entry.tags) != entry.tags || (fields.link ?? "") != (entry.link ?? "") && fields.link != nil
        let isEmpty = parts.title.isEmpty && WrittenContent.isUnwritten(parts.body) && !hasNewFields && fields.problems.isEmpty
        let isUnchanged = WrittenContent.isSame(text, EntryDocument.text(for: entry))
        // A line that the entry had before is text: the writer has seen it there.
        let known = Set(WrittenLine.all(in: entry.body).map(\.text))
        let misplaced = document.fieldsInText.filter { !known.contains($0.text[...]) }
        return composed(parts, entry, isUnwritten: isEmpty || isUnchanged, mayMove: true, misplaced: misplaced)
    }

    /// From the fields of a form. A day or date that cannot be read stays as it was in `entry`, and is a problem.
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
            entry.day = day
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

    /// What has to be asked before an entry for this date is queued.
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
        // Blank lines at the ends alone are no change.
        if parts.body != WrittenLine.all(in: before.body).body { entry.body = parts.body }
        entry.date = parts.fields.date ?? before.date
        entry.tags = parts.fields.tags ?? before.tags
        if let link = parts.fields.link { entry.link = link.isEmpty ? nil : link }
        entry.day = parts.fields.day ?? before.day
        if mayMove, entry.day == before.day { entry.day = journey.freeDay(entry.day) }
        let untitled = entry.title.isEmpty ? [WritingProblem(.noTitle, line: 1)] : []
        return ComposedEntry(
            entry: entry, problems: untitled + unread + misplaced, isUnwritten: isUnwritten, questions: questions(for: entry.date))
    }
}

/// What stands in the fields of a form.
package struct EntryForm: Sendable, Equatable {
    package var title: String
    package var day: String
    package var date: String
    package var tags: String
    package var link: String
    package var body: String
    package var template: ArticleTemplate

    package init(title: String, day: String, date: String, tags: String, link: String, body: String, template: ArticleTemplate) {
        (self.title, self.day, self.date, self.tags) = (title, day, date, tags)
        (self.link, self.body, self.template) = (link, body, template)
    }
}
