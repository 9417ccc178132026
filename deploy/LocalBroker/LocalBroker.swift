// local-broker: a Kafka cluster for a machine that has none.
//
// Purpose: `deploy/up` and the tests of whole systems run on librdkafka's mock cluster, hosted in this process, with
// the registry's topics. When it is ready it prints one line of JSON with its addresses; faults are commands on its
// control socket (`help` lists them).
//
// Model: the cluster has threads of its own; the main thread turns a loop for the socket and the signals. SIGTERM and
// SIGINT end it in order.
//
// Failure: what cannot be opened is said on stderr, and the process ends with status 1. If it dies, its topics are
// gone: whoever runs it starts it again and publishes again.
//
// Not here: fixed ports (librdkafka 2.0.2 lets the kernel choose; the address file tells), durability, TLS, SASL.

import EventLoop
import Foundation
import JSON
import KafkaMock
import PlatformProtocol
import ServiceRuntime

@main
struct LocalBroker {
    static func main() throws {
        ProcessSignals.block()
        do {
            let options = try LocalBrokerOptions(Array(CommandLine.arguments.dropFirst()))
            try Loop.runMain { loop in try await run(options, on: loop) }
        } catch {
            FileHandle.standardError.write(Data("local-broker: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ options: LocalBrokerOptions, on loop: Loop) async throws {
        let cluster = try MockCluster(brokers: options.brokers)
        defer { cluster.close() }
        let topics = options.hasTopics ? TopicRegistry.brokerTopics : []
        try cluster.createTopics(topics.map { ($0.name, $0.partitions) })
        let control = try options.control.map { try ControlSocket($0, for: cluster, on: loop) }
        defer { control?.close() }
        try announce(cluster, topics.count, options)
        await withDiscardingTaskGroup { group in
            if let control { group.addTask(executorPreference: loop) { await control.serve() } }
            let signals = ProcessSignals(on: loop)
            let ended = AsyncStream.makeStream(of: Void.self)
            group.addTask {
                await signals.deliver { signal in
                    if signal != .reload { ended.continuation.finish() }
                }
            }
            for await _ in ended.stream {}
            control?.close()
            group.cancelAll()
        }
        if let path = options.addressFile { try? FileManager.default.removeItem(atPath: path) }  // It may be gone.
    }

    /// Says where the cluster is: the address file first, because whoever reads the line may look at the file next.
    private static func announce(_ cluster: MockCluster, _ topics: Int, _ options: LocalBrokerOptions) throws {
        let servers = cluster.bootstrapServers
        if let path = options.addressFile {
            try Data((servers.joined(separator: ",") + "\n").utf8).write(
                to: URL(fileURLWithPath: path), options: .atomic)
        }
        let ready: JSONValue = [
            "bootstrapServers": .array(servers.map { .string($0) }),
            "control": options.control.map { .string($0) } ?? .null,
            "topics": .number(.integer(Int64(topics))),
        ]
        var line: [UInt8] = []
        ready.write(to: &line)
        FileHandle.standardOutput.write(Data(line + [UInt8(ascii: "\n")]))
    }
}
