#if DEBUG || HDOC_FUZZ
@testable import HDOCClient
@testable import HDOCModels

extension FuzzTarget {
    /// Files that a person or another program wrote.
    static let files = [
        FuzzTarget("toml", toml), FuzzTarget("stacks", stacks), FuzzTarget("xml", xml), FuzzTarget("awsprofiles", awsProfiles),
        FuzzTarget("timestamp", timestamp),
    ]

    private static func toml(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        _ = TOMLOutline(text)
        do throws(ConfigurationError) {
            let configuration = try Configuration.parse(text, file: "config.toml")
            for stage in configuration.stages { promise(isClean(stage.name), "the name of a stage is a name") }
        } catch {
            promise(error.file == "config.toml", "an error names its file")
        }
    }

    private static func stacks(_ bytes: [UInt8]) {
        guard let stacks = try? Stack.describe(bytes) else { return }
        _ = try? StageOutputs.all(of: stacks)
    }

    private static func xml(_ bytes: [UInt8]) { _ = XMLElement.parse(bytes) }

    private static func awsProfiles(_ bytes: [UInt8]) {
        let lines = IniFile.lines(bytes)
        promise(lines.map(\.count).reduce(0, +) == bytes.count, "each byte belongs to one line")
        promise(IniFile(bytes).sections.count <= lines.count, "a section begins with a line")
    }

    private static func timestamp(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let usual = bytes.withUnsafeBufferPointer(Timestamp.parseUsual)
        promise(usual == nil || usual == Timestamp.parse(text), "both ways of reading a date agree")
        if let date = Timestamp.parse(text) { promise(Timestamp.parse(Timestamp.format(date)) != nil, "a date is written as it is read") }
        if let day = CalendarDay(text) { promise(CalendarDay(day.description) == day, "a day is written as it is read") }
    }
}
#endif
