import EventLoop
import Identifiers
import LocalPostgres
import Migrations
import Postgres
import PostgresTestKit
import TestKit
import Testing

@testable import postgres_bench

@Suite("Connections cut under load") struct CutTests {
    @Test("over two hundred cuts, what was acknowledged is there whole, and the rest whole or not at all")
    func cuts() async throws {
        let server = try await PostgresServer()
        let password = "between-two-cuts"
        try await prepare(.booking, on: server, passwords: ["RISHI_BOOKING_APP_PASSWORD": password])
        try await withMigrator(of: .booking, on: server) { _ = try await $0.apply() }
        let database = server.database(named: ServiceDatabase.booking.name)
        try await database.run(Seed.functions)
        // The proxy has a thread of its own, so that a cut falls anywhere into the client's turns.
        let ledger = try await withLoop { proxyLoop in
            let proxy = try FaultProxy(to: .loopback(port: UInt16(server.port)), on: proxyLoop)
            let text =
                database.connectionString(as: "booking_app", password: password, over: .tcp)
                + " port=\(proxy.address.port) sslmode=disable"
            let ledger = try await withLoop { loop in
                try await Cutter(through: proxy, of: database, seed: 2_0260_921).run(text, on: loop)
            }
            await proxy.stop()
            return ledger
        }
        try await wait(until: "the server has done with the connections that were cut") {
            try await database.run("SELECT count(*) FROM pg_stat_activity WHERE usename = 'booking_app'") == "0"
        }
        let there = try await CutTests.placesByID(database)
        for (id, places) in there { #expect(places == "123456", "\(id) is there in part") }
        let found = Set(there.keys)
        #expect(ledger.acknowledged.subtracting(found).isEmpty, "acknowledged, and not there")
        #expect(ledger.failed.intersection(found).isEmpty, "failed for certain, and yet there")
        #expect(found.subtracting(ledger.acknowledged).isSubset(of: ledger.unknown), "there, and nobody knows why")
        // A machine with much else to do is late itself; a forgotten call would not end at all.
        #expect(ledger.latest < .seconds(30), "a call outlived its deadline by \(ledger.latest)")
        #expect(ledger.losses >= Cutter.cutsMin)
        // The load was real, and cuts fell into commits: otherwise nothing was shown.
        #expect(ledger.acknowledged.count > 200)
        #expect(ledger.unknown.count > 20)
        await server.close()
    }

    /// By booking, in which of the six tables it has its row.
    private static func placesByID(_ database: PostgresDatabase) async throws -> [String: String] {
        let rows = try await database.run(
            """
            SELECT id, string_agg(place, '' ORDER BY place) FROM (
                SELECT resource_id AS id, '1' AS place FROM idempotency_keys
                UNION ALL SELECT id, '2' FROM bookings UNION ALL SELECT booking_id, '3' FROM leases
                UNION ALL SELECT booking_id, '4' FROM booking_history
                UNION ALL SELECT aggregate_id, '5' FROM event_store UNION ALL SELECT key::uuid, '6' FROM outbox
            ) AS found GROUP BY id
            """)
        return Dictionary(
            uniqueKeysWithValues: rows.split(separator: "\n").map { line in
                let parts = line.split(separator: "|")
                return (String(parts[0]), String(parts[1]))
            })
    }
}

/// What became of every booking that was asked for.
struct Ledger: Sendable {
    var acknowledged: Set<String> = []
    var unknown: Set<String> = []
    var failed: Set<String> = []
    /// By how much a call outlived its deadline, at most.
    var latest = Duration.zero
    var losses: UInt64 = 0
}

/// Callers that create bookings, and somebody who cuts their connections at random.
// Safety: used on one loop's thread only, once it is made.
private final class Cutter: @unchecked Sendable {
    static let cutsMin: UInt64 = 200
    private static let callers = 24
    private static let allowed = Duration.milliseconds(800)

    private let proxy: FaultProxy
    private let database: PostgresDatabase
    private var random: SeededRandom
    private var ledger = Ledger()
    private var isOver = false
    private var failure: (any Error)?

    init(through proxy: FaultProxy, of database: PostgresDatabase, seed: UInt64) {
        self.proxy = proxy
        self.database = database
        random = SeededRandom(seed: seed)
    }

    func run(_ text: String, on loop: Loop) async throws -> Ledger {
        try await withPool(text, connections: 4, on: loop) { limits in
            limits.reconnectDelayMin = .milliseconds(1)
            limits.reconnectDelayMax = .milliseconds(20)
            limits.connectTimeout = .seconds(2)
            limits.unitTimeout = .milliseconds(800)
            limits.answerGrace = .seconds(1)
        } _: { pool in
            try await withPool(database.connectionString(), connections: 1, on: loop) { administration in
                await withDiscardingTaskGroup { group in
                    for caller in 0..<Self.callers {
                        group.addTask(executorPreference: loop) { [self] in await create(caller, pool) }
                    }
                    do {
                        for _ in 0..<2 { try await swallow(pool) }
                        try await cut(pool, administration)
                    } catch {
                        failure = error
                    }
                    isOver = true
                }
            }
            if let failure { throw failure }
            try await pool.ready(until: .now + .seconds(60))
            let last = NewBooking(number: Self.callers * 1_000_000)
            _ = try await pool.run(BookingCreation.batch(last))
            ledger.acknowledged.insert(NewBooking.id(last.number).description)
            ledger.losses = pool.counters.losses
            #expect(pool.counters.waiting == 0)
            return ledger
        }
    }

    // MARK: Callers

    private func create(_ caller: Int, _ pool: Database) async {
        var number = caller * 1_000_000
        while !isOver {
            number += 1
            let booking = NewBooking(number: number)
            let id = NewBooking.id(number).description
            let deadline = MonotonicTime.now + Self.allowed
            do {
                if number.isMultiple(of: 2) {
                    _ = try await pool.run(BookingCreation.batch(booking), by: deadline)
                } else {
                    try await createInTransaction(booking, pool, by: deadline)
                }
                ledger.acknowledged.insert(id)
            } catch PostgresError.outcomeUnknown {
                ledger.unknown.insert(id)
            } catch {
                if !(error is PostgresError) { failure = error }
                ledger.failed.insert(id)
                // A refusal can come at once; who then asks at once again leaves nobody else a turn.
                try? await pool.loop.sleep(for: .milliseconds(1))
            }
            ledger.latest = max(ledger.latest, MonotonicTime.now - deadline)
        }
    }

    /// Reads first, as a command that decides does, and writes with its COMMIT.
    private func createInTransaction(_ booking: NewBooking, _ pool: Database, by deadline: MonotonicTime) async throws {
        let scope = Scope.organization(NewBooking.id(booking.organization))
        try await pool.transaction(for: scope, TransactionOptions(deadline: deadline)) { transaction in
            let statement = BookingByID.statement(number: booking.number)
            #expect(try await transaction.first(statement) == nil)
            for statement in BookingCreation.statements(booking) { try transaction.enqueue(statement) }
        }
    }

    // MARK: Cuts

    private func cut(_ pool: Database, _ administration: Database) async throws {
        while pool.counters.losses < Self.cutsMin {
            try await pool.loop.sleep(for: .microseconds(Int64(random.below(12_000))))
            try await pool.ready(until: .now + .seconds(60))
            let losses = pool.counters.losses
            switch random.below(3) {
            case 0: try await reset(.toServer, pool, until: losses)
            case 1: try await reset(.toClient, pool, until: losses)
            default: try await terminateOne(administration)
            }
        }
    }

    /// Resets connections at the next piece that passes in one direction, or some bytes later, until one is lost.
    private func reset(_ direction: FaultProxy.Direction, _ pool: Database, until losses: UInt64) async throws {
        let bytes = Int(random.below(40_000))
        proxy.plan(direction) { $0.resetAfter = bytes }
        defer { proxy.plan(direction) { $0.resetAfter = nil } }
        try await wait(until: "a connection is cut") { pool.counters.losses > losses }
    }

    /// Lets no answer through, and neither side know it, until every connection there was has been given up: nothing but
    /// the deadlines ends the calls.
    private func swallow(_ pool: Database) async throws {
        try await wait(until: "every connection is open") { pool.counters.open == 4 }
        let losses = pool.counters.losses
        proxy.plan(.toClient) { $0.dropAfter = 0 }
        defer { proxy.plan(.toClient) { $0.dropAfter = nil } }
        try await wait(until: "the connections are given up") { pool.counters.losses >= losses + 4 }
    }

    private func terminateOne(_ administration: Database) async throws {
        let position = Int(random.below(4))
        _ = try await administration.rows(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'booking_app'
            ORDER BY pid OFFSET \(position) LIMIT 1
            """, for: .system)
    }
}
