import HDOCClient
import HDOCModels

/// A participant's copy of the community's journey repository: a README with a list of the days, and a folder with a document for each
/// day. Names may differ in case.
struct JourneyRepository {
    static let folder = "Journey"
    private static let templates = "Templates"
    private static let document = "Readme.md"

    /// The path of the directory that has the list and the days.
    let path: String
    let git: GitProgram
    private let root: JourneyDirectory
    /// The lines of the repository's templates.
    let templateLines: TemplateLines

    /// Opens the repository that contains a directory. The directory itself is used if it has the folder `Journey`.
    static func open(_ path: String, _ context: CommandContext) async throws -> JourneyRepository {
        let (top, git) = try await GitRepository.top(of: path, context)
        let here = try JourneyDirectory.root(path)
        guard try here.name(like: folder) == nil else {
            // git tells where in the working tree the directory is.
            let prefix = try await git.line("rev-parse", "--show-prefix") ?? ""
            return try JourneyRepository(path: prefix.isEmpty ? top : "\(top)/\(prefix.dropLast())", root: here, git: git)
        }
        return try JourneyRepository(path: top, root: .root(top), git: GitProgram(directory: top, environment: git.environment))
    }

    private init(path: String, root: JourneyDirectory, git: GitProgram) throws(JourneyError) {
        (self.path, self.root, self.git) = (path, root, git)
        var texts: [String] = []
        if let name = try root.name(like: Self.templates), let folder = try root.directory(name) {
            for name in try folder.names() where name.isMarkdown {
                if let file = try folder.file(name) { texts.append(String(decoding: file.bytes, as: UTF8.self)) }
            }
        }
        templateLines = TemplateLines(texts)
    }

    // MARK: The list

    /// The file with the list of days: the README, or else the Markdown file of the top directory with the longest list. Nil if no file
    /// has a list.
    func checklist() throws(JourneyError) -> (file: JourneyFile, list: JourneyChecklist)? {
        var best: (file: JourneyFile, list: JourneyChecklist)?
        for name in try root.names() where name.isMarkdown {
            guard let file = try root.file(name) else { continue }
            let list = JourneyChecklist(file.bytes)
            guard !list.lines.isEmpty else { continue }
            if name.isReadme { return (file, list) }
            if list.lines.count > best?.list.lines.count ?? 0 { best = (file, list) }
        }
        return best
    }

    // MARK: The days

    /// The numbers of the days that have a folder, in order.
    func days() throws(JourneyError) -> [Int] {
        try Set((journey()?.names() ?? []).compactMap { DayNumber.of($0) }).sorted()
    }

    /// The document of a day; nil if there is none.
    func document(of day: Int) throws(JourneyError) -> JourneyFile? {
        guard let folder = try folder(of: day), let name = try documentName(in: folder) else {
            return nil
        }
        return try folder.file(name)
    }

    /// The path at which the document of a day is, or would be written.
    func documentPath(of day: Int) throws(JourneyError) -> String {
        guard let folder = try folder(of: day) else {
            let journey = try root.name(like: Self.folder) ?? Self.folder
            return "\(journey)/\(DayNumber.folder(day))/\(Self.document)"
        }
        return folder.path(of: try documentName(in: folder) ?? Self.document)
    }

    /// Writes a file at a path that this type has given.
    func write(_ bytes: [UInt8], to path: String) throws(JourneyError) {
        let parts = path.split(atByte: "/").map(String.init)
        var directory = root
        for name in parts.dropLast() { directory = try directory.makeDirectory(name) }
        try directory.write(bytes, to: parts.last ?? Self.document)
    }

    private func journey() throws(JourneyError) -> JourneyDirectory? {
        guard let name = try root.name(like: Self.folder) else { return nil }
        return try root.directory(name)
    }

    private func folder(of day: Int) throws(JourneyError) -> JourneyDirectory? {
        guard let journey = try journey() else { return nil }
        let names = try journey.names().filter { DayNumber.of($0) == day }
        guard let name = names.first(where: { $0 == DayNumber.folder(day) }) ?? names.first else {
            return nil
        }
        return try journey.directory(name)
    }

    /// `Readme.md` in any case, or the only Markdown file.
    private func documentName(in folder: JourneyDirectory) throws(JourneyError) -> String? {
        if let name = try folder.name(like: Self.document) { return name }
        let others = try folder.names().filter(\.isMarkdown)
        return others.count == 1 ? others[0] : nil
    }
}

extension String {
    fileprivate var isMarkdown: Bool {
        utf8.count > 3 && utf8.suffix(3).map(ASCII.lowered).elementsEqual(".md".utf8)
    }
    fileprivate var isReadme: Bool { isSameIgnoringASCIICase(as: "README.md") }
}
