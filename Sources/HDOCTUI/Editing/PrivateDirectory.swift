import Foundation

/// Directories of hdoc's own are for their owner alone.
package enum PrivateDirectory {
    package static func make(_ path: String) throws(EditorError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .unwritable(path, detail: (error as? CocoaError).map { Self.reason($0) } ?? "\(error)")
        }
    }

    private static func reason(_ error: CocoaError) -> String {
        switch error.code {
        case .fileWriteNoPermission: "no permission"
        case .fileWriteOutOfSpace: "the disk is full"
        case .fileWriteVolumeReadOnly: "the disk is read-only"
        case .fileWriteFileExists: "a file is in the way"
        default: "it cannot be made"
        }
    }
}
