import Foundation
import Testing

@testable import HDOCModels

@Suite("Words for a shell")
struct ShellWordTests {
    @Test(arguments: ["", "plain", "it's", "'\u{301}; true '", "$HOME `id` \"x\" \\", "two\nlines", "'''"])
    func `a shell reads a quoted text as this text, byte for byte`(text: String) throws {
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", "printf %s \(ShellWord.quoted(text))"]
        let output = Pipe()
        shell.standardOutput = output
        try shell.run()
        let read = output.fileHandleForReading.readDataToEndOfFile()
        shell.waitUntilExit()
        #expect(read == Data(text.utf8))
    }
}
