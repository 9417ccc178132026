import ChildProcesses
import EventLoop
import Foundation
import LocalPostgres
import Observability
import ServiceRuntime

/// `measure`: the figures of `deploy/bench events`.
struct Measurement: Sendable {
    let rounds: Int
    let seconds: Int
    let only: String?
    let loop: Loop

    /// Events a second at which commit to effect is measured.
    static let rates = [100, 500]
    /// A backlog that fits the broker with room to spare, and the aggregates that it is about.
    static let backlog = 20_000
    static let backlogKeys = 4_000
    static let keys = 500

    init(_ arguments: Arguments, on loop: Loop) throws(BenchFault) {
        rounds = max(1, try arguments.number("rounds", or: 3))
        seconds = max(2, try arguments.number("seconds", or: 5))
        only = arguments.optional("only")
        self.loop = loop
    }

    func run() async throws {
        let site = try await BenchSite(durability: .durable, on: loop)
        var figures = Figures()
        for round in 1...rounds {
            if wants("latency") {
                for rate in Self.rates {
                    let latency = try await site.withRun { try await self.latency(at: rate, $0) }
                    figures.latencies.append(latency)
                    tell(round, "\(rate) ev/s: effect after \(short(latency.p50)) ms, p99 \(short(latency.p99)) ms")
                }
            }
            if wants("drain") {
                let drain = try await site.withRun { try await self.drain($0) }
                figures.drains.append(drain)
                tell(
                    round,
                    "relay \(Int(drain.relayed)) ev/s in \(drain.batches) batches, consumer \(Int(drain.consumed)) ev/s, "
                        + "\(drain.payloadBytes) B a payload")
            }
        }
        if wants("outage") {
            let outage = try await site.withRun { try await self.outage($0) }
            figures.outage = outage
            say("outage: \(outage)")
        }
        await site.close()
        try printLine(figures)
    }

    private func wants(_ part: String) -> Bool { only == nil || only == part }

    private func tell(_ round: Int, _ text: String) {
        // Without a figure there is none to tell.
        let load = try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8).split(separator: " ").first
        say("  round \(round)/\(rounds): \(text) (load \(load ?? "?"))")
    }

    private func short(_ value: Double) -> String { String(format: "%.1f", value) }

    // MARK: Commit to effect

    private func latency(at rate: Int, _ run: BenchRun) async throws -> Figures.Latency {
        let count = rate * seconds
        let (commits, effects) = (run.path("commits"), run.path("effects"))
        let consumer = try run.start(.consume, ["expect": "\(count)", "stamps": effects])
        _ = try await consumer.report([String: Bool].self)
        let writer = try run.start(
            .write,
            [
                "rate": "\(rate)", "events": "\(count)", "keys": "\(Self.keys)", "stamps": commits, "with-relay": "yes",
            ])
        let written = try await writer.report(Writer.Outcome.self)
        guard written.written == count else { throw BenchFault.invalid("the writer: \(written)") }
        _ = try await consumer.report(Effects.Outcome.self)
        await consumer.stop()
        await writer.stop()
        try await checkThatNothingWasDropped(run)
        let begun = try Stamps(contentsOf: commits)
        guard let latencies = begun.latencies(to: try Stamps(contentsOf: effects)) else {
            throw BenchFault.invalid("an event has no effect")
        }
        let sorted = latencies.map { $0 / 1_000 }
        return Figures.Latency(
            rate: rate, p50: sorted.quantile(0.5), p99: sorted.quantile(0.99), worst: sorted.quantile(1),
            written: Double(count) / written.seconds)
    }

    // MARK: Draining

    private func drain(_ run: BenchRun) async throws -> Figures.Drain {
        let writer = try run.start(
            .write,
            ["rate": "0", "events": "\(Self.backlog)", "keys": "\(Self.backlogKeys)", "per-batch": "50"])
        let written = try await writer.report(Writer.Outcome.self)
        guard written.written == Self.backlog else { throw BenchFault.invalid("the writer: \(written)") }
        await writer.stop()
        let payloadBytes = try await run.number(RunQueries.payloadBytes)
        let relay = try run.start(.relay, ["expect": "\(Self.backlog)"])
        let relayed = try await relay.report(RelayDrain.Outcome.self)
        await relay.stop()
        let consumer = try run.start(.consume, ["expect": "\(Self.backlog)"])
        _ = try await consumer.report([String: Bool].self)
        let consumed = try await consumer.report(Effects.Outcome.self)
        await consumer.stop()
        try await checkThatNothingWasDropped(run)
        return Figures.Drain(
            relayed: Double(Self.backlog) / relayed.seconds, batches: relayed.batches,
            consumed: Double(Self.backlog) / consumed.seconds, payloadBytes: payloadBytes)
    }

    // MARK: The broker away

    /// How long it is away, the rate meanwhile, and the bound of the outbox, which is reached after a sixth of it.
    private static let outage = (seconds: 60, rate: 500, rowsMax: 5_000)

    private func outage(_ run: BenchRun) async throws -> Figures.Outage {
        let (length, rate, rowsMax) = Self.outage
        let writer = try run.start(
            .write,
            [
                "rate": "\(rate)", "events": "\(rate * (length + 3))", "keys": "\(Self.keys)", "with-relay": "yes",
                "rows-max": "\(rowsMax)",
            ])
        try await loop.sleep(for: .seconds(3))
        try await run.tell("down")
        var samples: [Double] = []
        var boundReached: Int?
        for _ in 0..<(length * 2) {
            try await loop.sleep(for: .milliseconds(500))
            guard let resident = writer.residentKiB else { throw BenchFault.childEnded("the writer") }
            samples.append(resident)
            if boundReached == nil, try await run.number(RunQueries.outboxRows) >= rowsMax {
                boundReached = samples.count
            }
        }
        guard let boundReached, samples.count - boundReached >= 8 else {
            throw BenchFault.invalid("the outbox did not come to its bound")
        }
        let rows = try await run.number(RunQueries.outboxRows)
        try await run.tell("up")
        let written = try await writer.report(Writer.Outcome.self)
        let start = MonotonicTime.now
        while try await run.number(RunQueries.outboxRows) > 0 {
            guard MonotonicTime.now < start + EventsBenchLimits.drainWait else { throw BenchFault.tooSlow("draining") }
            try await loop.sleep(for: .milliseconds(20))
        }
        await writer.stop()
        let bounded = Array(samples[boundReached...])
        let quarter = bounded.count / 4
        let growth = mean(bounded.suffix(quarter)) - mean(bounded.prefix(quarter))
        return Figures.Outage(
            residentBefore: samples[0], residentAtBound: samples[boundReached], residentMax: samples.max() ?? 0,
            growthAfterBound: growth, rows: rows, refused: written.refused, failed: written.failed, samples: samples)
    }

    private func mean(_ values: ArraySlice<Double>) -> Double {
        values.reduce(0, +) / Double(max(values.count, 1))
    }

    /// A partition that no longer has its first event has dropped what nobody may have read.
    private func checkThatNothingWasDropped(_ run: BenchRun) async throws {
        let blocking = try BlockingThread(name: "checker")
        defer { blocking.stop() }
        let output = try LogOutput(
            service: "bench", level: .error, clock: SystemWallClock(), descriptor: SystemLogDescriptor(2))
        defer { output.close() }
        var evidence = Evidence()
        evidence.lowest = try await EvidenceCollection(run: run, blocking: blocking, logger: Logger(output)).ends()
            .mapValues(\.lowerBound)
        if let why = Checker.invalidity(of: evidence) { throw BenchFault.invalid(why) }
    }
}
