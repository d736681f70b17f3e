import FoundationEssentials
import Glibc
import HDOCDynamo
import HTTPTransport

/// The program that AWS Lambda starts. One binary contains all functions; the environment chooses one.
@main
struct Bootstrap {
    static func main() async {
        let started = ContinuousClock.now
        let environment = ProcessInfo.processInfo.environment
        guard let address = environment.nonempty("AWS_LAMBDA_RUNTIME_API") else {
            LogLine.error("MissingVariable", detail: "AWS_LAMBDA_RUNTIME_API").write()
            exit(1)
        }
        let host = address.split(separator: ":").first.map { $0.lowercased() } ?? ""
        let transport = CurlTransport(userAgent: "hdoc-backend", certificates: nil, environment: environment, plainHosts: [host])
        let runtime = RuntimeAPI(transport, address: address)
        do {
            let function = try LambdaFunction(environment: environment, transport: transport)
            try await RuntimeLoop(runtime, function, started: started).run()
        } catch let error as FunctionConfigurationError {
            LogLine.error("Configuration", detail: error.description).write()
            await runtime.reportStart(failure: RuntimeFailure("Configuration", error.description))
        } catch {
            LogLine.error("Runtime", detail: "the runtime API does not answer").write()
        }
        exit(1)
    }
}
