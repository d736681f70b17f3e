import Foundation

/// Reads `/proc` for the processes that a world has started.
struct ProcessTable {
    let world: World

    /// The process of the `hdoc` in the world's terminal. Nil if there is none.
    var hdoc: pid_t? {
        let wanted = Data("HOME=\(world.directory)\0".utf8)
        return names("/proc").compactMap { pid_t($0) }.first { process in
            text("/proc/\(process)/comm") == "hdoc\n"
                && text("/proc/\(process)/cmdline")?.contains("serve") == false
                && FileManager.default.contents(atPath: "/proc/\(process)/environ")?.range(of: wanted) != nil
        }
    }

    /// How often the threads of a process have woken up and gone to sleep again, counted by their voluntary context switches.
    func wakings(of process: pid_t) -> Int {
        names("/proc/\(process)/task").reduce(0) { sum, thread in
            let status = text("/proc/\(process)/task/\(thread)/status") ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches") }
            return sum + (line?.split(separator: "\t").last.flatMap { Int($0) } ?? 0)
        }
    }

    /// The memory of a process, in KiB.
    func memory(of process: pid_t) -> Int {
        let line = (text("/proc/\(process)/status") ?? "").split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) } ?? 0
    }

    private func names(_ directory: String) -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] }

    private func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
