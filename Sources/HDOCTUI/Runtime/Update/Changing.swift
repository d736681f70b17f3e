import HDOCClient
import HDOCModels

/// Correcting and removing days that are posted, on every screen that shows them.
enum Changing {
    /// A day that the participant may have posted.
    struct Subject: Sendable {
        var id: String
        var day: Int?
        var title: String
        var isMine: Bool

        init(id: String, day: Int?, title: String, isMine: Bool) {
            (self.id, self.day, self.title, self.isMine) = (id, day, title, isMine)
        }

        init(_ entry: OutboxEntry) { self.init(id: entry.id, day: entry.entry.day, title: entry.entry.title, isMine: true) }

        init(_ article: Article, isMine: Bool) {
            self.init(id: article.id, day: article.day, title: article.title ?? "Untitled", isMine: isMine)
        }
    }

    /// The bindings for the selected day.
    /// - Parameter isHinted: whether the hint line shows them.
    static func bindings(_ subject: Subject?, _ state: AppState, isHinted: Bool = false) -> [Binding] {
        let canCorrect = obstacle(.correct, subject, state)
        let canRemove = obstacle(.remove, subject, state)
        return [
            Binding(.correct, hint: isHinted && canCorrect == nil ? "correct" : nil, disabled: canCorrect) { _ in
                subject.map { [.writing(.startCorrection($0.id, .editor))] } ?? []
            },
            Binding(.remove, hint: isHinted && canRemove == nil ? "remove" : nil, disabled: canRemove) { askForRemoval(subject, &$0) },
        ]
    }

    /// Why a day cannot be changed now; nil if it can.
    private static func obstacle(_ kind: EntryChange.Kind, _ subject: Subject?, _ state: AppState) -> String? {
        guard let subject else { return "No entry is selected." }
        if let row = state.model.outbox.first(where: { $0.id == subject.id }) {
            if row.isRemoved { return "The day was removed." }
            if row.state == .sending || row.state == .unknown { return "hdoc does not know yet whether the last change arrived." }
            if row.posted == nil { return "The entry is not posted. Edit it instead, or discard it." }
            if kind == .remove, row.isBeingChanged, row.change.kind == .remove { return "The removal is queued already." }
        } else if !subject.isMine {
            return "Only your own days can be changed."
        } else if subject.day == nil {
            return "This article belongs to no day of the challenge."
        }
        return ChangeStrings.absence(state.model.presence(of: kind.route), stage: state.settings.stage.name).map { absence in
            "\(absence) \(state.settings.keymap.name(of: .sync) ?? "sync") asks again."
        }
    }

    private static func askForRemoval(_ subject: Subject?, _ state: inout AppState) -> [Effect] {
        guard let subject else { return [] }
        let day = subject.day.map { "day \($0)" } ?? "this day"
        state.dialogs.append(
            .confirm(
                ConfirmState(
                    question: "Remove \(day), “\(subject.title)”, from \(state.settings.stage.name)? The day does not count any more. "
                        + "Its text stays in the outbox.",
                    verb: "remove it", refusal: "keep it", effects: [.writing(.remove(subject.id))])))
        return []
    }

    // MARK: Conflicts

    /// Asks what to do about a change that conflicts with what the stage has.
    static func askAboutConflict(_ entry: OutboxEntry, _ state: inout AppState) -> [Effect] {
        let stage = state.settings.stage.name
        guard let conflict = ChangeStrings.conflict(entry, stage: stage) else { return [] }
        let open = state.settings.keymap.name(of: .open) ?? "open"
        var answers = [
            ConfirmState.Answer(
                key: "s", verb: mine(entry),
                effects: [.writing(.queue(entry.entry, replacing: entry.entry))]),
            ConfirmState.Answer(key: "t", verb: theirs(entry), effects: [.writing(.discard(entry.id))]),
        ]
        if entry.change.kind == .correct {
            answers.append(ConfirmState.Answer(key: "e", verb: "edit yours", effects: Writing.editing(entry)))
        }
        state.dialogs.append(.confirm(ConfirmState(question: "\(conflict) \(open) shows them. What do you want to do?", answers: answers)))
        return []
    }

    private static func mine(_ entry: OutboxEntry) -> String {
        if entry.conflict == .removed { return "post it again" }
        return entry.change.kind == .remove ? "remove it anyway" : "send yours"
    }

    private static func theirs(_ entry: OutboxEntry) -> String {
        if entry.conflict == .removed { return "leave it removed" }
        return entry.change.kind == .remove ? "keep the day" : "take theirs"
    }

    /// The effects after an edit of a correction that changed nothing: the correction is given up.
    static func dropIfUnchanged(_ entry: OutboxEntry) -> [Effect] {
        entry.isUnchangedCorrection ? [.writing(.discard(entry.id))] : []
    }
}
