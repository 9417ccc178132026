import ChildProcesses
public import EventLoop
import Foundation
import JSON

/// A cluster in a process of its own: `local-broker`, built beside the running program.
///
/// That is where tests have their clusters. Some of what clients do makes librdkafka stop the process of the cluster
/// (two members with different assignors, a member that vanishes at the wrong moment). And a broker that goes down opens
/// its listener anew at once: while a child is being started it has a copy of the old one, the port is taken, and
/// librdkafka stops the process. Tests start children all the time; that process starts none.
// Safety: the socket is used on the loop's thread only, and what is used beside it is Sendable.
public final class HostedCluster: Sendable {
    /// Where clients find it, each `host:port`.
    public let bootstrapServers: [String]
    private let process: ChildProcess
    private let socket: String
    private let loop: Loop

    /// Starts a cluster with these topics, or with the registry's. `loop` carries its commands, from wherever they are given.
    public init(brokers: Int = 1, topics: [String: Int]? = nil, on loop: Loop) async throws {
        socket = FileManager.default.temporaryDirectory.appending(path: "kafka\(UInt32.random(in: .min ... .max))")
            .path(percentEncoded: false)
        self.loop = loop
        process = try ChildProcess(
            keeping: [ChildProcess.neighbour("local-broker"), "--brokers", "\(brokers)", "--control", socket]
                + (topics == nil ? [] : ["--topics", "none"]))
        guard let line = await process.line(),
            case .array(let servers)? = try JSONValue(parsing: Array(line.utf8))["bootstrapServers"]
        else { throw MockRefusal("local-broker") }
        bootstrapServers = servers.compactMap { if case .string(let server) = $0 { server } else { nil } }
        for (name, partitions) in topics ?? [:] { try await createTopic(name, partitions: partitions) }
    }

    /// Makes a topic, or leaves the one of that name alone.
    public func createTopic(_ name: String, partitions: Int) async throws {
        try await ask("create \(name) \(partitions)")
    }

    /// Makes something go wrong, or right again.
    public func apply(_ fault: MockFault) async throws {
        try await ask(fault.command)
    }

    /// How many requests of a kind are still to be spoiled at a broker.
    public func pending(_ request: MockRequest, broker: Int = 1) async throws -> Int {
        guard case .number(let number)? = try await ask("pending \(request.rawValue) \(broker)")["pending"],
            let count = number.integer
        else { throw MockRefusal("pending") }
        return Int(count)
    }

    /// Ends it, and returns when it has ended.
    public func close() async {
        await process.stop()
    }

    @discardableResult
    private func ask(_ command: String) async throws -> JSONValue {
        let answer = try await withTaskExecutorPreference(loop) {
            try await ControlSocket.ask(command, at: socket, on: loop, until: .now + MockLimits.answerMax)
        }
        guard let answer, case let value = try JSONValue(parsing: Array(answer.utf8)), value["ok"] == true else {
            throw MockRefusal("command")
        }
        return value
    }
}

/// Runs `body` beside a cluster that ends with it.
public func withHostedCluster<Value: Sendable>(
    brokers: Int = 1, topics: [String: Int]? = nil, on loop: Loop,
    _ body: (HostedCluster) async throws -> Value
) async throws -> Value {
    let cluster = try await HostedCluster(brokers: brokers, topics: topics, on: loop)
    let result: Result<Value, any Error>
    do {
        result = .success(try await body(cluster))
    } catch {
        result = .failure(error)
    }
    await cluster.close()
    return try result.get()
}
