import CFuzzer
import Foundation
import FuzzTargets

/// The target that the environment variable `HDOC_FUZZ_TARGET` names.
private nonisolated(unsafe) var target: FuzzTarget?

/// Runs one target under libFuzzer. The arguments are libFuzzer's.
@main
enum FuzzMain {
    static func main() {
        let name = ProcessInfo.processInfo.environment["HDOC_FUZZ_TARGET"] ?? ""
        guard let found = FuzzTarget.all.first(where: { $0.name == name }) else {
            print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
            exit(name.isEmpty ? 0 : 64)
        }
        target = found
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(
            LLVMFuzzerRunDriver(&count, &arguments) { data, size in
                target?.run(Array(UnsafeBufferPointer(start: data, count: size)))
                return 0
            })
    }
}
