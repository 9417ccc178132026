import EventLoop
import Sagas
import ServiceRuntime

/// `drive`: a process with a runner, which a supervisor measures, or kills and starts again.
struct SagaRunnerPart: Sendable {
    let services: [ServiceEntry]

    init(_ process: ServiceProcess) throws {
        let arguments = process.arguments
        let app = try process.pool()
        let conduct = SagaParts.Conduct(
            faults: try arguments.number("faults", or: 0), forgets: arguments.optional("plant") == "no-memory")
        let engine = try SagaParts(app, conduct).engine(
            logger: process.logger, registry: process.registry,
            lease: .milliseconds(Int64(try arguments.number("lease"))))
        let runner = SagaRunner(
            engine, app: app, system: try process.pool(as: "system", connections: 1),
            drivenMax: max(1, try arguments.number("driven", or: 8)), lookMax: .milliseconds(100))
        services = [ServiceEntry(runner)]
    }
}
