import Glibc
import HDOCClient
import HDOCModels
import HDOCTUI

/// Checks the owner and the mode of hdoc's files and directories.
struct FileCheckup {
    let paths: Paths
    /// Nil leaves out the files of a stage.
    let stage: String?

    /// What others may do with a file.
    private enum Privacy { case noAccess, noWriting }

    var findings: [DoctorFinding] {
        let ofStage =
            stage.map { stage in
                [
                    check("cache", paths.cache(stage), .noAccess), check("outbox_file", paths.outbox(stage), .noAccess),
                    check("tokens", paths.tokens(stage), .noAccess),
                ]
            } ?? []
        return [
            check("configuration_file", paths.configurationFile, .noWriting), check("cache_directory", paths.cacheDirectory, .noWriting),
            check("data_directory", paths.dataDirectory, .noWriting), check("state_directory", paths.stateDirectory, .noWriting),
        ] + ofStage
    }

    private func check(_ name: String, _ path: String, _ privacy: Privacy) -> DoctorFinding {
        guard let info = FileInfo(path) else {
            return .ok(name, "\(path), does not exist yet", ["path": .string(path), "mode": .null, "bytes": .null])
        }
        let mode = String(info.mode, radix: 8)
        let size = info.isFile ? ", \(Amounts.bytes(info.size))" : ""
        let detail = "\(path), mode \(mode)\(size)"
        let data: [String: JSONValue] = [
            "path": .string(path), "mode": .string(mode), "bytes": info.isFile ? .optional(info.size) : .null,
        ]
        let (quoted, isPrivate) = (ShellWord.quoted(path), privacy == .noAccess)
        if !Ownership.isAccepted(info, at: path) {
            return .bad(name, "\(detail), belongs to another user", fix: "Make it yours: `chown \"$(id -un)\" \(quoted)`.", data)
        }
        if info.mode & (isPrivate ? 0o077 : 0o022) != 0 {
            let verb = isPrivate ? "open" : "change"
            return .bad(name, "\(detail), others can \(verb) it", fix: "`chmod \(isPrivate ? "go-rwx" : "go-w") \(quoted)`.", data)
        }
        if access(path, W_OK | (info.isDirectory ? X_OK : R_OK)) != 0 {
            return .bad(
                name, "\(detail), you cannot write it",
                fix: "`chmod u+rw\(info.isDirectory ? "x" : "") \(quoted)`, or free the file system from read-only.", data)
        }
        return .ok(name, detail, data)
    }
}
