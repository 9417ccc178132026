import ChildProcesses
import EventLoop
import Glibc
import LocalPostgres

/// Two relays at once, of which the leading one is stopped for a while and continued, as a frozen machine would be.
///
/// Its lock is its session with the server, which does not know that it is stopped: first nobody else may work
/// meanwhile. Then its session is ended too, and the other must take over; what the first one does when it goes on,
/// with a lock that it has no more, the checker sees in the order of the topic and in who has deleted.
struct RelayStops {
    /// What is seen at once; the rest shows in the evidence.
    struct Outcome {
        var notReplaced = 0
        var deletedBesideStopped = 0
    }

    let round: CrashRound
    let stop: Duration

    /// Changes a second. Slow, because the mock cluster keeps only so much of a topic.
    private static let rate = 30

    private var run: BenchRun { round.run }

    func carryOut() async throws -> Outcome {
        let writer = try round.start(.write, rate: Self.rate)
        let relays = [
            "relay-a": try round.start(.relay, name: "relay-a"), "relay-b": try round.start(.relay, name: "relay-b"),
        ]
        var outcome = Outcome()
        guard try await moves(beyond: 0) else { throw BenchFault.tooSlow("the first deletion") }
        // With its session left alone.
        if let (stopped, _) = try await leader(of: relays) {
            stopped.signal(SIGSTOP)
            // A deletion that was sent before is carried out.
            try await run.loop.sleep(for: EventsBenchLimits.statementWait)
            let before = try await run.number(RunQueries.deletedRows)
            try await run.loop.sleep(for: stop)
            outcome.deletedBesideStopped = try await run.number(RunQueries.deletedRows) - before
            stopped.signal(SIGCONT)
            if try await !moves(beyond: before) { outcome.notReplaced += 1 }
        }
        // With its session ended.
        if let (stopped, session) = try await leader(of: relays) {
            stopped.signal(SIGSTOP)
            try await run.database.run(RunQueries.end(session))
            let before = try await run.number(RunQueries.deletedRows)
            let end = MonotonicTime.now + stop
            if try await !moves(beyond: before) { outcome.notReplaced += 1 }
            if end > .now { try await run.loop.sleep(until: end) }
            stopped.signal(SIGCONT)
            let later = try await run.number(RunQueries.deletedRows)
            if try await !moves(beyond: later) { outcome.notReplaced += 1 }
        }
        // The writer would go on to its last event.
        writer.signal(SIGKILL)
        await writer.ended()
        for relay in relays.values { await relay.stop() }
        return outcome
    }

    /// The relay that has the lock, and its server process; nil for relays that take none.
    private func leader(of relays: [String: ChildProcess]) async throws -> (ChildProcess, session: Int32)? {
        let wait = round.plant == nil ? EventsBenchLimits.brokerWait : EventsBenchLimits.statementWait
        let deadline = MonotonicTime.now + wait
        while MonotonicTime.now < deadline {
            let parts = try await run.database.run(RunQueries.leader).split(separator: "|").map(String.init)
            if parts.count == 2, let relay = relays[parts[0]], let session = Int32(parts[1]) { return (relay, session) }
            try await run.loop.sleep(for: .milliseconds(20))
        }
        guard round.plant != nil else { throw BenchFault.tooSlow("taking the lock") }
        return nil
    }

    /// Whether rows are deleted beyond so many.
    private func moves(beyond count: Int) async throws -> Bool {
        let deadline = MonotonicTime.now + EventsBenchLimits.takeoverWait
        while MonotonicTime.now < deadline {
            if try await run.number(RunQueries.deletedRows) > count { return true }
            try await run.loop.sleep(for: .milliseconds(50))
        }
        return false
    }
}
