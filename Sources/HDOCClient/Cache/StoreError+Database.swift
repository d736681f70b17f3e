import Foundation
import GRDB

extension StoreError {
    /// Converts an error of SQLite or Foundation. Errors that the user can fix get their own case; all others become `failed`.
    init(_ error: any Error, path: String) {
        if let known = error as? StoreError {
            self = known
            return
        }
        if let error = error as? DatabaseError {
            switch error.resultCode {
            case .SQLITE_FULL: self = .diskFull(path: path)
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: self = .readOnly(path: path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
            default: self = .failed(path: path, detail: error.message ?? "\(error.resultCode)")
            }
            return
        }
        switch (error as NSError).code {
        case CocoaError.fileWriteOutOfSpace.rawValue: self = .diskFull(path: path)
        case CocoaError.fileWriteNoPermission.rawValue, CocoaError.fileWriteVolumeReadOnly.rawValue:
            self = .readOnly(path: path)
        default: self = .failed(path: path, detail: error.localizedDescription)
        }
    }
}
