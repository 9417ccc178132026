import EventLoop
import Identifiers
import Postgres

/// Callers that each do one unit after the other, on one loop.
struct Load: Sendable {
    /// How many bookings a caller, or one of pgbench's clients, may create in a round.
    static let numbersPerCaller = 1_000_000

    let url: String
    let workload: Workload
    let connections: Int
    let callers: Int
    let seconds: Int
    let base: Int
    let bookings: Int

    struct Outcome: Codable, Sendable {
        var transactions = 0
        var failures = 0
        var failure: String?
        var seconds = 0.0
        var p50 = 0.0
        var p99 = 0.0
    }

    init(_ arguments: Arguments) throws(BenchFault) {
        url = try arguments.text("url")
        workload = try arguments.workload
        connections = try arguments.number("connections")
        callers = try arguments.number("callers")
        seconds = try arguments.number("seconds")
        base = try arguments.number("base")
        bookings = try arguments.number("bookings")
    }

    func run(on loop: Loop) async throws -> Outcome {
        try await withPool(url, connections: connections, on: loop) { pool in
            let run = Run()
            let start = MonotonicTime.now
            let end = start + .seconds(seconds)
            await withDiscardingTaskGroup { group in
                for caller in 0..<callers {
                    group.addTask(executorPreference: loop) {
                        switch workload {
                        case .create: await create(caller, pool, run, until: end)
                        case .read: await read(caller, pool, run, until: end)
                        }
                    }
                }
            }
            let took = MonotonicTime.now - start
            var outcome = run.outcome
            outcome.transactions = run.latencies.count
            outcome.seconds = Double(took.wholeNanoseconds) / 1e9
            outcome.p50 = run.latencies.quantile(0.5)
            outcome.p99 = run.latencies.quantile(0.99)
            return outcome
        }
    }

    private func create(_ caller: Int, _ pool: Database, _ run: Run, until end: MonotonicTime) async {
        var number = base + caller * Self.numbersPerCaller
        var now = MonotonicTime.now
        while now < end {
            number += 1
            do {
                _ = try await pool.run(BookingCreation.batch(NewBooking(number: number)))
                let after = MonotonicTime.now
                run.latencies.add(after - now)
                now = after
            } catch {
                run.failed(error)
                now = .now
            }
        }
    }

    private func read(_ caller: Int, _ pool: Database, _ run: Run, until end: MonotonicTime) async {
        var seed = SystemRandomNumberGenerator()
        var random = FastRandom(seededFrom: &seed)
        var now = MonotonicTime.now
        while now < end {
            let number = 1 + Int(random.next(upperBound: UInt64(bookings)))
            let organization = NewBooking.id(NewBooking.organization(ofNumber: number))
            do {
                let row = try await pool.one(BookingByID.statement(number: number), for: .organization(organization))
                let booking = try BookingByID(row)
                precondition(booking.id == NewBooking.id(number), "the booking is the one that was asked for")
                let after = MonotonicTime.now
                run.latencies.add(after - now)
                now = after
            } catch {
                run.failed(error)
                now = .now
            }
        }
    }

    /// What the callers of one run add to.
    // Safety: used on the loop's thread only.
    private final class Run: @unchecked Sendable {
        var latencies = Latencies()
        var outcome = Outcome()

        func failed(_ error: any Error) {
            outcome.failures += 1
            if outcome.failure == nil { outcome.failure = "\(error)" }
        }
    }
}

/// Runs `body` with a pool all of whose connections are open, and closes it.
func withPool<Value>(
    _ url: String, connections: Int, on loop: Loop, _ change: (inout PostgresLimits) -> Void = { _ in },
    _ body: (Database) async throws -> Value
) async throws -> Value {
    let blocking = try BlockingThread(name: "bench-blocking")
    var limits = PostgresLimits()
    limits.connections = connections
    change(&limits)
    let pool = Database(
        try DatabaseSettings(url, applicationName: "bench"), on: loop, blocking: blocking, limits: limits)
    let deadline = loop.now + .seconds(10)
    while pool.counters.open < connections {
        guard MonotonicTime.now < deadline else { throw BenchFault.notConnected }
        try await loop.sleep(for: .milliseconds(2))
    }
    let value = try await body(pool)
    await pool.close(by: loop.now + .seconds(5))
    return value
}
