import EventLoop
import Postgres

/// New bookings that arrive at a given rate, whatever becomes of those before them, each with a deadline.
struct Overload: Sendable {
    let url: String
    let connections: Int
    let rate: Int
    let allowed: Duration
    let seconds: Int
    let base: Int

    /// Times are microseconds. Lateness is counted from a unit's deadline.
    struct Outcome: Codable, Sendable {
        var offered = 0
        var served = 0
        var seconds = 0.0
        var servedP50 = 0.0
        var servedP99 = 0.0
        /// How many ended with each kind of error.
        var refused: [String: Int] = [:]
        /// How long a refusal for a full line took.
        var overloadedP99 = 0.0
        var lateP50 = 0.0
        var lateP99 = 0.0
        var lateMax = 0.0
        /// How late the loop itself was: the most that an arrival had to wait to be made.
        var arrivalLateP99 = 0.0
    }

    init(_ arguments: Arguments) throws(BenchFault) {
        url = try arguments.text("url")
        connections = try arguments.number("connections")
        rate = try arguments.number("rate")
        allowed = .milliseconds(try arguments.number("deadline"))
        seconds = try arguments.number("seconds")
        base = try arguments.number("base")
    }

    func run(on loop: Loop) async throws -> Outcome {
        try await withPool(url, connections: connections, on: loop) { pool in
            let run = Run()
            let start = MonotonicTime.now
            let interval = 1_000_000_000 / UInt64(rate)
            let total = rate * seconds
            try await withThrowingDiscardingTaskGroup { group in
                var offered = 0
                while offered < total {
                    let due = start.after(UInt64(offered) * interval)
                    if due > .now { try await loop.sleep(until: due) }
                    run.arrivals.add(.now - due)
                    offered += 1
                    let number = base + offered
                    group.addTask(executorPreference: loop) { await create(number, pool, run) }
                    // What is done meanwhile gets its turn even when we are behind.
                    await Task.yield()
                }
            }
            return run.outcome(offered: total, took: MonotonicTime.now - start)
        }
    }

    private func create(_ number: Int, _ pool: Database, _ run: Run) async {
        let arrived = MonotonicTime.now
        let deadline = arrived + allowed
        do {
            _ = try await pool.run(BookingCreation.batch(NewBooking(number: number)), by: deadline)
            run.served.add(.now - arrived)
        } catch {
            run.refused["\(error.label)", default: 0] += 1
            if case .overloaded = error {
                run.overloaded.add(.now - arrived)
            } else {
                run.late.add(max(.zero, MonotonicTime.now - deadline))
            }
        }
    }

    // Safety: used on the loop's thread only.
    private final class Run: @unchecked Sendable {
        var served = Latencies()
        var overloaded = Latencies()
        var late = Latencies()
        var arrivals = Latencies()
        var refused: [String: Int] = [:]

        func outcome(offered: Int, took: Duration) -> Outcome {
            Outcome(
                offered: offered, served: served.count, seconds: Double(took.wholeNanoseconds) / 1e9,
                servedP50: served.quantile(0.5), servedP99: served.quantile(0.99), refused: refused,
                overloadedP99: overloaded.quantile(0.99), lateP50: late.quantile(0.5), lateP99: late.quantile(0.99),
                lateMax: late.quantile(1), arrivalLateP99: arrivals.quantile(0.99))
        }
    }
}
