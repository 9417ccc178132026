import EventLoop
import Foundation
import Identifiers
import KafkaClient
import Observability
import Postgres
import ServiceRuntime

/// What the parts of one child's process are made with.
struct ServiceProcess: Sendable {
    let arguments: Arguments
    let loop: Loop
    let blocking: BlockingThread
    let logger: Logger
    let registry: MetricsRegistry
    let crash: Crash

    /// Runs services until one of them ends the process, or until whoever started it is gone. The exit status.
    static func run(
        _ arguments: Arguments, on loop: Loop, _ services: (ServiceProcess) throws -> [ServiceEntry]
    ) async throws -> Int32 {
        let output = try LogOutput(
            service: arguments.command.rawValue, level: .error, clock: SystemWallClock(),
            descriptor: SystemLogDescriptor(2))
        let process = ServiceProcess(
            arguments: arguments, loop: loop, blocking: try BlockingThread(name: "blocking"), logger: Logger(output),
            registry: MetricsRegistry(), crash: try Crash(ProcessInfo.processInfo.environment))
        let group = ServiceGroup(
            try services(process), signals: EndOfInput(), logger: process.logger,
            hooks: GroupHooks(abandon: { _ in _exit(70) }))
        let outcome = await group.run()
        output.close()
        return outcome.exitCode
    }

    var connection: KafkaConnection {
        get throws {
            KafkaConnection(
                bootstrapServers: try arguments.text("broker").split(separator: ",").map(String.init),
                clientID: arguments.command.rawValue)
        }
    }

    func settings(as role: String) throws -> DatabaseSettings {
        try DatabaseSettings(
            "\(arguments.text("database")) user=booking_\(role)",
            applicationName: arguments.optional("name") ?? arguments.command.rawValue)
    }

    func pool(as role: String = "app", connections: Int = EventsBenchLimits.connections) throws -> Database {
        var limits = PostgresLimits()
        limits.connections = connections
        return Database(try settings(as: role), on: loop, blocking: blocking, limits: limits)
    }
}

/// The end of standard input, which is the end of whoever started this process, asks it to stop.
private struct EndOfInput: SignalSource {
    func deliver(to group: @escaping @Sendable (ProcessSignal) -> Void) async {
        let ended = AsyncStream.makeStream(of: Void.self)
        // Reading blocks, so it has a thread that is nobody's.
        DispatchQueue(label: "input").async {
            while !FileHandle.standardInput.availableData.isEmpty {}
            ended.continuation.finish()
        }
        for await _ in ended.stream {}
        if !Task.isCancelled { group(.terminate) }
    }
}

/// A part of a process that is a closure.
struct ClosureService: Service {
    let name: String
    let body: @Sendable (ServiceLifecycle) async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (ServiceLifecycle) async throws -> Void) {
        self.name = name
        self.body = body
    }

    func run(_ lifecycle: ServiceLifecycle) async throws { try await body(lifecycle) }
}
