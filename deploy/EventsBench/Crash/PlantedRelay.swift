import EventLoop
import Glibc
import JSON
import KafkaClient
import Messaging
import Postgres
import ServiceRuntime

/// A relay as one should not be, so that the checker has something to find: it deletes rows before they are sent, or
/// sends the newest first, or works without the lock, whoever else does. It knows only the rows of this program.
struct PlantedRelay: Service {
    enum Fault: String {
        /// What was deleted and not yet sent when it is killed is lost.
        case deleteFirst = "delete-first"
        /// Of several rows of a key that wait the last goes first.
        case newestFirst = "newest-first"
        /// Two of them work at once.
        case noLock = "no-lock"
    }

    let name = "planted relay"
    private let fault: Fault
    private let process: ServiceProcess

    init(_ fault: String, _ process: ServiceProcess) throws(BenchFault) {
        guard let fault = Fault(rawValue: fault) else { throw .badArgument("no such fault: \(fault)") }
        (self.fault, self.process) = (fault, process)
    }

    func run(_ lifecycle: ServiceLifecycle) async throws {
        try await withTaskExecutorPreference(process.loop) {
            let producer = try KafkaProducer(
                ProducerSettings(try process.connection), topics: ["booking.updated"], on: process.loop,
                blocking: process.blocking, logger: process.logger)
            let connection = try await DedicatedConnection.open(
                try process.settings(as: "system"), on: process.loop, blocking: process.blocking)
            guard await producer.warmed(until: .now + EventsBenchLimits.childWait) else {
                throw BenchFault.tooSlow("the broker")
            }
            lifecycle.started()
            await withDiscardingTaskGroup { group in
                group.addTask(executorPreference: process.loop) {
                    // It is over when the process is, or when the database is gone.
                    try? await relay(connection, producer)
                }
                await lifecycle.stopRequested()
                group.cancelAll()
            }
            await connection.close()
            await producer.close(until: .now)
        }
    }

    private func relay(_ connection: DedicatedConnection, _ producer: KafkaProducer) async throws {
        while !Task.isCancelled {
            let rows = try await connection.rows(
                fault == .newestFirst ? PlantedStatements.newest : PlantedStatements.oldest
            ).map { row in try row.decode(Int64.self, String.self, [UInt8].self, JSONText.self) }
            guard !rows.isEmpty else {
                try await process.loop.sleep(for: .milliseconds(20))
                continue
            }
            process.crash.reached(.relayAfterRead)
            let ids = rows.map { $0.0 }
            if fault == .deleteFirst {
                _ = try await connection.execute(PlantedStatements.delete(ids))
                process.crash.reached(.relayAfterDelete)
            }
            let records = try rows.map { _, key, value, headers in
                ProducerRecord(
                    topic: "booking.updated", key: Array(key.utf8), value: value, headers: try Self.headers(headers))
            }
            if process.crash.isLast(.relayAfterProduce) { kill(getpid(), SIGKILL) }
            _ = await producer.deliver(records, until: .now + EventsBenchLimits.childWait)
            process.crash.reached(.relayAfterAcknowledgements)
            if fault != .deleteFirst { _ = try await connection.execute(PlantedStatements.delete(ids)) }
            process.crash.reached(.relayAfterDelete)
        }
    }

    /// Those of ours, all of which are text.
    private static func headers(_ stored: JSONText) throws -> KafkaHeaders {
        var headers = KafkaHeaders()
        guard case .array(let pairs) = try JSONValue(parsing: stored.bytes) else { return headers }
        for pair in pairs {
            guard case .array(let parts) = pair, parts.count == 2, case .string(let name) = parts[0],
                case .string(let value) = parts[1]
            else { throw BenchFault.unreadable("the headers of a row") }
            headers.append(name, Array(value.utf8))
        }
        return headers
    }
}
