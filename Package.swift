// swift-tools-version:6.2
// hdoc runs on Linux only: it uses glibc, epoll, inotify and /proc.
import Foundation
import PackageDescription

// CI sets HDOC_STRICT so that a warning fails there, but never on a user's newer compiler.
let strict: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (Context.environment["HDOC_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])

// md4c renders the Markdown of articles. Without its header all else builds, and texts are shown as they were written.
let hasMD4C = ["/usr/include", "/usr/local/include"].contains {
    FileManager.default.fileExists(atPath: "\($0)/md4c.h")
}
let md4c = Target.systemLibrary(name: "CMD4C", pkgConfig: "md4c", providers: [.apt(["libmd4c-dev"])])

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let tomlKit = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")

// script/fuzz sets HDOC_FUZZ. The fuzzer links only with the option -sanitize=fuzzer.
let fuzzer: [Target] =
    Context.environment["HDOC_FUZZ"] == nil
    ? []
    : [
        .target(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
        .executableTarget(
            name: "hdoc-fuzz", dependencies: ["CFuzzer", "FuzzTargets"], path: "Tests/Fuzz/hdoc-fuzz", swiftSettings: strict),
    ]

// script/docs sets HDOC_DOCS. Normal builds neither download nor build the DocC plugin.
let docs: [Package.Dependency] =
    Context.environment["HDOC_DOCS"] == nil ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0")]

let package = Package(
    name: "hdoc",
    products: [
        .executable(name: "hdoc", targets: ["hdoc"]),
        .executable(name: "bootstrap", targets: ["HDOCLambda"]),
        .library(name: "HDOCClient", targets: ["HDOCClient"]),
        .library(name: "HDOCModels", targets: ["HDOCModels"]),
        .library(name: "HTTPTransport", targets: ["HTTPTransport"]),
        .library(name: "TerminalKit", targets: ["TerminalKit"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ] + docs,
    targets: [
        .target(name: "CNCurses", linkerSettings: [.linkedLibrary("ncursesw")]),
        .target(name: "CCurl"),
        .target(name: "CSecret"),
        .target(name: "CCrashStack"),
        .target(name: "CTaskThreads"),
        .target(name: "SafeText", swiftSettings: strict),
        .target(
            name: "TerminalKit", dependencies: ["CNCurses", "SafeText"] + (hasMD4C ? ["CMD4C"] : []), swiftSettings: strict),
        .target(name: "HDOCModels", swiftSettings: strict),
        .target(name: "HTTPTransport", dependencies: ["CCurl", "HDOCModels"], swiftSettings: strict),
        .target(
            name: "HDOCClient",
            dependencies: [
                "CSecret", "HDOCModels", "HTTPTransport", "SafeText", crypto, flyingSocks, grdb, grdbSQLite, jwtKit, logging, tomlKit,
            ],
            swiftSettings: strict),
        .target(name: "HDOCService", dependencies: ["HDOCModels"], swiftSettings: strict),
        .target(
            name: "HDOCBackend",
            dependencies: ["HDOCModels", "HDOCService", crypto, cryptoExtras, flyingSocks, grdb, jwtKit],
            swiftSettings: strict),
        .target(name: "HDOCDynamo", dependencies: ["HDOCModels", "HDOCService", "HTTPTransport"], swiftSettings: strict),
        .executableTarget(
            name: "HDOCLambda", dependencies: ["HDOCDynamo", "HDOCModels", "HDOCService", "HTTPTransport"], swiftSettings: strict),
        .target(
            name: "HDOCTUI", dependencies: ["HDOCClient", "HDOCModels", "SafeText", "TerminalKit"], swiftSettings: strict),
        .executableTarget(
            name: "hdoc",
            dependencies: [
                "CCrashStack", "CTaskThreads", "HDOCBackend", "HDOCClient", "HDOCModels", "HDOCService", "HDOCTUI", "SafeText",
                "TerminalKit",
                argumentParser,
            ],
            swiftSettings: strict),
        .target(name: "TestKit", dependencies: [flyingSocks], path: "Tests/TestKit", swiftSettings: strict),
        .target(
            name: "HDOCTestKit", dependencies: ["HDOCClient", "HDOCModels", "TerminalKit"], path: "Tests/HDOCTestKit",
            swiftSettings: strict),
        .target(
            name: "FuzzTargets", dependencies: ["HDOCBackend", "HDOCClient", "HDOCModels", "HDOCService", "SafeText", "TerminalKit"],
            path: "Tests/FuzzTargets", swiftSettings: strict),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets", "HDOCModels", "TestKit"], swiftSettings: strict),
        .testTarget(name: "HDOCModelsTests", dependencies: ["HDOCModels"], swiftSettings: strict),
        .testTarget(
            name: "HDOCClientTests",
            dependencies: [
                "HDOCBackend", "HDOCClient", "HDOCModels", "HDOCService", "TestKit", crypto, flyingFox, flyingSocks, grdb, jwtKit,
            ],
            exclude: ["Fixtures"], swiftSettings: strict),
        .target(
            name: "StoreBehaviour", dependencies: ["HDOCModels", "HDOCService"], path: "Tests/StoreBehaviour", swiftSettings: strict),
        .testTarget(
            name: "HDOCServiceTests", dependencies: ["HDOCBackend", "HDOCModels", "HDOCService", "StoreBehaviour"],
            swiftSettings: strict),
        .testTarget(
            name: "HDOCBackendTests", dependencies: ["HDOCBackend", "HDOCModels", "HDOCService", "TestKit", grdb, jwtKit],
            swiftSettings: strict),
        .testTarget(
            name: "HDOCDynamoTests",
            dependencies: ["HDOCDynamo", "HDOCModels", "HDOCService", "HTTPTransport", "StoreBehaviour", "TestKit"],
            swiftSettings: strict),
        .testTarget(
            name: "HDOCLambdaTests",
            dependencies: ["HDOCDynamo", "HDOCLambda", "HDOCModels", "HDOCService", "HTTPTransport", "TestKit", flyingFox],
            swiftSettings: strict),
        .testTarget(name: "SafeTextTests", dependencies: ["SafeText"], swiftSettings: strict),
        .testTarget(
            name: "TerminalKitTests", dependencies: ["CCrashStack", "CNCurses", "HDOCTestKit", "SafeText", "TerminalKit", "TestKit"],
            swiftSettings: strict),
        .testTarget(
            name: "HDOCTUITests",
            dependencies: ["HDOCClient", "HDOCModels", "HDOCTUI", "HDOCTestKit", "SafeText", "TerminalKit", "TestKit"],
            swiftSettings: strict),
        .testTarget(
            name: "HdocTests",
            dependencies: [
                "HDOCBackend", "HDOCClient", "HDOCModels", "HDOCTUI", "HDOCTestKit", "SafeText", "TerminalKit", "TestKit", "hdoc",
                argumentParser,
            ],
            swiftSettings: strict),
        .testTarget(name: "EndToEnd", dependencies: ["HDOCModels", "TerminalKit", "TestKit"], swiftSettings: strict),
    ] + (hasMD4C ? [md4c] : []) + fuzzer
)
