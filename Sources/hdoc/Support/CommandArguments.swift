import Glibc
import HDOCClient

/// The arguments of this process as text.
enum CommandArguments {
    /// The arguments after the name of the program. Swift's own list has U+FFFD in the place of bytes that are not UTF-8, which would
    /// change a text without a notice.
    static func ofProcess() throws(CommandError) -> [String] {
        try decode(
            (1..<max(1, Int(CommandLine.argc))).compactMap { index in
                CommandLine.unsafeArgv[index].map { text in
                    UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }
                }
            })
    }

    static func decode(_ arguments: [[UInt8]]) throws(CommandError) -> [String] {
        var texts: [String] = []
        for (index, bytes) in arguments.enumerated() {
            do throws(TextEncodingError) {
                texts.append(try WrittenText.decodeUTF8(bytes))
            } catch {
                throw .undecodableArgument(number: index + 1, error)
            }
        }
        return texts
    }
}
