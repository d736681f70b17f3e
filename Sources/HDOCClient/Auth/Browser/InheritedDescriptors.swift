import FoundationEssentials
import Glibc

/// Keeps child processes from inheriting descriptors beyond standard input, output and error, such as locks and sockets. hdoc opens
/// its own descriptors with `O_CLOEXEC`, but libraries may not.
package enum InheritedDescriptors {
    private typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

    /// `posix_spawn_file_actions_addclosefrom_np` of glibc 2.34 and newer. Swift does not import it, and older versions lack it.
    private static let closeFrom = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map { unsafeBitCast($0, to: CloseFrom.self) }

    /// Makes the child close all descriptors except 0, 1 and 2.
    package static func close(_ actions: inout posix_spawn_file_actions_t) {
        if let closeFrom, closeFrom(&actions, 3) == 0 { return }
        // Closing a descriptor twice does no harm.
        let open = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).compactMap { Int32($0) }
        for descriptor in open where descriptor > 2 { posix_spawn_file_actions_addclose(&actions, descriptor) }
    }
}
