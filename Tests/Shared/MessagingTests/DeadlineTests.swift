import ChildProcesses
import EventLoop
import Glibc
import Identifiers
import KafkaClient
import Migrations
import Observability
import PlatformProtocol
import Postgres
import TestKit
import Testing

@testable import LocalPostgres
@testable import Messaging
@testable import PostgresTestKit

@Suite("A handler's deadline")
struct DeadlineTests {
    /// How a handler may take too long.
    enum Slowness: CaseIterable {
        /// It waits for something outside the database.
        case hangs
        /// One of its statements does not come to an end.
        case asksTooMuch
    }

    /// Time enough for everything that is not slow on purpose, on whatever machine.
    private static let handlerMax = Duration.seconds(2)

    @Test("a handler that hangs is ended by its deadline, which counts, and succeeds when it does not hang any more")
    func once() async throws {
        try await withMessaging { site in
            let attempts = Recorded(0)
            let consumer = try site.consumer([
                .on(Told.self) { told, envelope, transaction in
                    let isFirst = attempts.update { attempts in
                        attempts += 1
                        return attempts == 1
                    }
                    if isFirst { await waitForCancellation() }
                    try MessagingSite.note(told, envelope, transaction)
                }
            ]) { settings in
                settings.handlerMax = Self.handlerMax
                settings.databaseAnswerMax = .seconds(60)
            }
            try await site.running(consumer) {
                try await site.running(try site.relay()) {
                    try await site.tell(key(1), 2)
                    try await site.waitForEffects(2)
                }
            }
            #expect(try await site.effects() == [key(1): [1, 2]])
            #expect(site.consumerMetrics.stalls.with("booking-management", "handler_deadline").value >= 1)
            #expect(site.outcome(.failed) >= 1)
            #expect(site.outcome(.dead) == 0)
        }
    }

    @Test(
        "an event whose handler always outlasts its deadline becomes a dead letter, and its lane goes on",
        arguments: Slowness.allCases)
    func always(_ slowness: Slowness) async throws {
        try await withMessaging(partitions: 1) { site in
            let consumer = try site.consumer([
                .on(Told.self) { told, envelope, transaction in
                    if told.about == key(1), told.number == 1 {
                        switch slowness {
                        case .hangs: await waitForCancellation()
                        case .asksTooMuch: try await transaction.execute("SELECT pg_sleep(\(600.0))")
                        }
                    }
                    try MessagingSite.note(told, envelope, transaction)
                }
            ]) { settings in
                // One lane: what comes behind the slow event has no other way.
                settings.lanes = 1
                settings.handlerMax = Self.handlerMax
                settings.databaseAnswerMax = .seconds(60)
                settings.attemptsDelayed = 1
            }
            try await site.running(consumer) {
                try await site.running(try site.relay()) {
                    for number in 1...3 { try await site.tell(key(number), 2) }
                    try await site.waitForEffects(5)
                    try await site.waitForEmptyOutbox()
                }
            }
            #expect(try await site.effects() == [key(1): [2], key(2): [1, 2], key(3): [1, 2]])
            let letter = try await site.letters(1)[0]
            let reason = letter.headers.text("dead-letter-reason") ?? ""
            #expect(["handler_deadline", "statement_timeout"].contains(reason))
            #expect(letter.headers.text("dead-letter-attempts") == "4")
            #expect(try letter.original().aggregateID == key(1))
        }
    }

    @Test("a deadline that is missed because the database has stopped counts nothing, however often it is missed")
    func databaseStopped() async throws {
        let server = try await PostgresServer()
        let outcome: Result<Void, any Error>
        do {
            try await prepare(.booking, on: server)
            try await withMigrator(of: .booking, on: server) { _ = try await $0.apply() }
            let test = ServiceTestDatabase(service: .booking, database: server.database(named: "bookings_db"))
            try await test.database.run(messagingTables)
            try await withMessaging(test, brokers: 1, partitions: 2, rowsMax: 1_000) { site in
                let consumer = try site.consumer([MessagingSite.noting]) { settings in
                    settings.handlerMax = Self.handlerMax
                    settings.databaseAnswerMax = .milliseconds(200)
                }
                try await site.running(consumer) {
                    try await wait(until: "it has its partitions") { await site.on { consumer.isListening } }
                    let processes = server.stopEverything()
                    let outcome: Result<Void, any Error>
                    do {
                        try await site.producing(try (1...4).map { try site.record(key($0), 1) })
                        try await wait(until: "deadlines were missed", status: site.told) {
                            site.outcome(.stalled) > 4 * site.consumerAttempts
                        }
                        #expect(site.outcome(.failed) == 0)
                        outcome = .success(())
                    } catch {
                        outcome = .failure(error)
                    }
                    for process in processes { kill(process, SIGCONT) }
                    try outcome.get()
                    try await site.waitForEffects(4)
                }
                #expect(site.outcome(.dead) == 0)
                #expect(try await site.effects().values.allSatisfy { $0 == [1] })
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await server.close()
        try outcome.get()
    }
}

extension PostgresServer {
    /// Stops every process of the server, as a machine that hangs would, and names them.
    fileprivate func stopEverything() -> [Int32] {
        guard let process else { return [] }
        let processes = [process.pid] + process.children()
        for process in processes { Glibc.kill(process, SIGSTOP) }
        return processes
    }
}

extension MessagingSite {
    /// Attempts after which an event that fails is a dead letter.
    fileprivate var consumerAttempts: Int { MessagingLimits.attemptsInPlace }
}
