import FoundationEssentials
import HDOCClient
import HDOCModels

/// Handles changes of the local files and their new content.
enum CacheUpdate {
    static func apply(_ message: CacheMessage, to state: inout AppState) -> [Effect] {
        switch message {
        case .changed(let change): return reads(after: change, &state)
        case .read(let content): return take(content, &state)
        case .firstJourneyers(let index):
            guard state.model.journeyerIndex === JourneyerIndex.empty, index.list.value > 0 else { return [] }
            state.model.journeyerIndex = index
            state.rebuild(after: .journeyers)
            return []
        case .journeyersAged(let age):
            state.model.journeyersAge = age
            return []
        case .readFailed(let part, let error):
            state.model.problems[part] = error
            state.model.pending.remove(part)
            return []
        case .healthReported(let result):
            HealthPage.show(result, &state)
            return []
        }
    }

    /// Reads the parts that a change names, each once. Nothing else reads after a commit.
    private static func reads(after change: Change, _ state: inout AppState) -> [Effect] {
        if change.contains(.journeyers) { state.model.hasNewJourneyers = true }
        let age: [Effect] = change.contains(.journeyersAge) ? [.cache(.readJourneyersAge)] : []
        return age + ReadModel.Part.allCases.filter { change.contains($0.change) && $0 != .journeyers }.map { .cache(.read($0)) }
    }

    /// The number of rows of each list that are read first: more than a screen has.
    static let firstRows = 250

    /// In seconds. While the list of journeyers is being fetched, each page that is stored changes it. The screens read it no more often.
    private static let pause: TimeInterval = 3

    /// Reads the journeyers if they have changed. One read runs at a time, because a long list takes a while.
    static func newJourneyers(_ state: inout AppState) -> [Effect] {
        guard let due = journeyersDue(state), due <= state.now else { return [] }
        state.model.hasNewJourneyers = false
        state.model.journeyersReadAt = state.now
        return [.cache(.read(.journeyers))]
    }

    /// When the journeyers are to be read again; nil if they have not changed or are being read.
    static func journeyersDue(_ state: AppState) -> Date? {
        guard state.model.hasNewJourneyers, !state.model.pending.contains(.journeyers) else { return nil }
        let isLoading = if case .loading? = state.activity[.journeyers] { true } else { false }
        return state.work.isSyncing || isLoading ? state.model.journeyersReadAt.addingTimeInterval(pause) : .distantPast
    }

    private static func take(_ content: ReadModel.Content, _ state: inout AppState) -> [Effect] {
        let handle = state.model.handle
        state.model.take(content)
        state.rebuild(after: content.part)
        if content.part == .mine { proposeFreeDays(&state) }
        let linking = content.part == .session ? SessionUpdate.linkAccount(&state) : []
        // The participant's own articles depend on the handle.
        return (handle == state.model.handle ? [] : [.cache(.read(.mine))] + Refreshing.whatIsShown(state)) + linking
    }
}

extension CacheUpdate {
    /// Proposes a free day in a form that was opened before the articles were loaded, unless the user changed the day.
    private static func proposeFreeDays(_ state: inout AppState) {
        let before = state
        state.withForm { form in
            guard form.state == .draft, form.text(.day) == String(form.entry.day) else { return }
            form.propose(day: before.freeDay(for: form.entry))
        }
    }

    /// Handles the opening of an article. Records it if the text is cached. With `--offline`, a text that is not cached is shown
    /// as a failed request.
    static func opened(_ id: String, _ state: inout AppState) -> [Effect] {
        let known = (state.model.articles.value + state.model.mine.value).first { $0.id == id }
        guard known?.body == nil else { return [.cache(.noteReading(id))] }
        if state.settings.isOffline {
            state.activity[.article(id)] = .failed(
                ClientError(.transport(TransportError(.offline, mayHaveArrived: false)), operation: .getArticle))
        }
        return []
    }
}

extension AppState {
    /// The id of the article in the reader, if the reader is the topmost dialog.
    var openedArticle: String? {
        guard case .reader(let reader)? = dialogs.last, case .article(let id) = reader.subject else { return nil }
        return id
    }
}
