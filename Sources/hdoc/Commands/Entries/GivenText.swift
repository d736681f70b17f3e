import HDOCClient
import HDOCTUI

/// The text of an entry that a command was given.
struct GivenText {
    /// The text itself; `-` is standard input.
    let argument: String?
    /// The path of a file; `-` is standard input.
    let file: String?

    /// Reads the argument, or else the file. Without both, reads standard input.
    func read(_ context: CommandContext) throws -> String {
        let limit = DraftFile.largest
        if let argument, argument != "-" { return WrittenText.normalizingLineEnds(argument) }
        if let file, file != "-" { return try DescriptorReader.written(file, limit: limit) }
        return try DescriptorReader.decode(try context.input.readAll(limit: limit), name: "standard input")
    }
}
