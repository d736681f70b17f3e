import HDOCClient
import HDOCModels

/// Texts about corrections and removals of posted days.
package enum ChangeStrings {
    /// What an entry of the outbox is, to begin a sentence: `Day 11`, `The correction of day 11`.
    package static func subject(_ entry: OutboxEntry) -> String { subject(entry.change.kind, day: entry.entry.day) }

    package static func subject(_ kind: EntryChange.Kind, day: Int) -> String {
        switch kind {
        case .post: "Day \(day)"
        case .correct: "The correction of day \(day)"
        case .remove: "The removal of day \(day)"
        }
    }

    /// The title of an entry, with what is done to it.
    package static func title(_ entry: OutboxEntry) -> String {
        let title = entry.entry.title.isEmpty ? "Untitled" : entry.entry.title
        if entry.isRemoved { return "Removed: \(title)" }
        return switch entry.change.kind {
        case .post: title
        case .correct: "Correction: \(title)"
        case .remove: "Removal: \(title)"
        }
    }

    /// What happened to an entry that was sent just now.
    package static func done(_ kind: EntryChange.Kind, day: Int, stage: String) -> String {
        kind == .remove ? "Day \(day) is removed from \(stage)." : "\(subject(kind, day: day)) is sent."
    }

    /// What discarding an entry means, as a question without its question mark.
    package static func discarding(_ entry: OutboxEntry, stage: String) -> String {
        switch (entry.change.kind, entry.conflict) {
        case (.post, _): "discard day \(entry.entry.day), “\(entry.entry.title)”"
        case (.correct, .changed?): "discard your correction of day \(entry.entry.day) and keep the text that \(stage) has"
        case (.correct, .removed?): "discard your correction of day \(entry.entry.day) and leave the day removed"
        case (.correct, nil): "discard the correction of day \(entry.entry.day) and keep the posted text"
        case (.remove, _) where entry.isRemoved: "delete the text of the removed day \(entry.entry.day)"
        case (.remove, _): "keep day \(entry.entry.day) on \(stage)"
        }
    }

    /// What discarding has done.
    package static func discarded(_ entry: OutboxEntry, stage: String) -> String {
        if entry.isRemoved || entry.change.kind == .post { return "Discarded day \(entry.entry.day): \(entry.entry.title)" }
        return "Discarded the \(entry.change.kind == .remove ? "removal" : "correction") of day \(entry.entry.day). "
            + (entry.posted == nil ? "The day stays removed from \(stage)." : "The outbox has the text that \(stage) has.")
    }

    /// Why the change of an entry conflicts with the stage; nil if it does not.
    package static func conflict(_ entry: OutboxEntry, stage: String) -> String? {
        switch entry.conflict {
        case .changed?: "The day was changed on \(stage) in the meantime, for example from another machine. Both texts are kept."
        case .removed?: "The day was removed from \(stage) in the meantime. Your text is kept."
        case nil: nil
        }
    }

    /// What sending an entry with a conflict does, as a verb with its object.
    package static func overriding(_ entry: OutboxEntry, stage: String) -> String {
        switch (entry.change.kind, entry.conflict) {
        case (_, .removed?): "post day \(entry.entry.day) again"
        case (.remove, _): "remove day \(entry.entry.day) anyway"
        default: "replace the text on \(stage) with yours"
        }
    }

    /// The writer's text and the one that the stage has now, as Markdown. Nil if there is no conflict.
    package static func bothTexts(_ entry: OutboxEntry, stage: String) -> String? {
        guard let conflict = entry.conflict else { return nil }
        let mine = entry.change.kind == .remove ? "The text that you want to remove" : "Your text"
        let theirs = conflict.current.map { text("On \(stage) now", $0.entry) } ?? "# On \(stage) now\n\nNothing: the day was removed."
        return text(mine, entry.entry) + "\n\n" + theirs
    }

    private static func text(_ heading: String, _ entry: Entry) -> String {
        let fields = [
            "Date: \(entry.date)", entry.tags.isEmpty ? nil : "Tags: \(entry.tags.joined(separator: " "))",
            entry.link.map { "Link: \($0)" },
        ]
        return "# \(heading)\n\n**\(entry.title)**\n\n\(fields.compactMap(\.self).joined(separator: "\n\n"))\n\n\(entry.body)"
    }

    /// Why the stage cannot make this kind of change. Nil if it can, or if hdoc has not asked it yet.
    package static func absence(_ status: RouteStatus?, stage: String) -> String? {
        guard let status, case .absent(let code, let reason) = status.presence else { return nil }
        return "\(stage) has no route \(status.route.rawValue) (\(code)\(reason.isEmpty ? "" : ": \(reason)"))."
    }
}

extension EntryChange.Kind {
    /// The route that makes such a change.
    package var route: Route {
        switch self {
        case .post: .postArticle
        case .correct: .correctArticle
        case .remove: .removeArticle
        }
    }
}
