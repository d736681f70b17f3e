import HDOCClient
import HDOCModels

extension DraftFile {
    /// Opens the editor on the file. It stays, whatever happens: its owner removes it once the text is safe, or keeps it.
    /// - Parameter run: runs a program on the terminal until it ends; its exit status.
    /// - Returns: what was written, which may be nothing.
    package func edit(with editor: [String], run: ([String]) async throws -> Int32) async throws -> String {
        let status = try await run(editor + [path])
        guard status == 0 else { throw EditorError.failed(editor.first ?? "", status: status) }
        return try DescriptorReader.written(path, limit: Self.largest)
    }
}
