import FoundationEssentials
import HDOCClient
import HDOCModels

/// Turns the documented days of a journey repository into entries.
struct JourneyImport {
    let repository: JourneyRepository
    let session: ClientSession
    /// The list of days, if the repository has one.
    let list: JourneyChecklist?

    private var history: JourneyHistory {
        JourneyHistory(git: repository.git, templates: repository.templateLines)
    }

    /// The entry of a documented day. Its date is that of the commit with which somebody first wrote the document; without one, it is the
    /// date of the file.
    func entry(of day: Int) async throws -> Entry? {
        guard let file = try repository.document(of: day) else { return nil }
        guard let text = String(validating: file.bytes, as: UTF8.self) else {
            throw JourneyError.notUTF8(file.path)
        }
        let reading = DayDocument.read(text, day: day, templates: repository.templateLines)
        let listed = list?.line(of: day)?.title
        let written = try await history.firstWritten(file.path) ?? file.changed
        let context = session.context
        return Entry(
            id: UUIDv7.make(at: context.now()), day: day, date: session.calendar.today(at: written),
            zone: context.zone.identifier,
            title: Self.title([reading.title, listed].compactMap(\.self), day), body: reading.body,
            link: reading.link,
            template: reading.template)
    }

    private static func title(_ candidates: [String], _ day: Int) -> String {
        candidates.map(DayDocument.plainTitle).first { !$0.isEmpty } ?? "Day \(day)"
    }
}
