import ArgumentParser

@main
struct Hdoc: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "hdoc", version: "0.1.0")
}
