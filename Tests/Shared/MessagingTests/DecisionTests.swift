import EventLoop
import Identifiers
import KafkaClient
import Observability
import PlatformProtocol
import TestKit
import Testing

@testable import Messaging
@testable import Postgres

@Suite("What becomes of an event")
struct DecisionTests {
    private struct OwnFault: Error {}
    private struct Away: TransientFailure { var isTransient: Bool { true } }
    private struct NotAway: TransientFailure { var isTransient: Bool { false } }

    static let table: [(any Error, isOverdue: Bool, isCancelled: Bool, Verdict)] = [
        (PostgresError.connectionLost, false, false, .stalled(label: "connection_lost")),
        (PostgresError.outcomeUnknown, false, false, .stalled(label: "outcome_unknown")),
        (PostgresError.outcomeUnknown, true, true, .stalled(label: "outcome_unknown")),
        (PostgresError.overloaded, false, false, .stalled(label: "overloaded")),
        (PostgresError.deadline(.waiting), false, false, .stalled(label: "deadline_waiting")),
        (PostgresError.rolledBack, false, false, .failed(label: "rolled_back", detail: "rolled_back")),
        (PostgresError.cancelled, false, true, .cancelled),
        (CancellationError(), false, true, .cancelled),
        // Thrown by the handler for itself: nobody ended the attempt.
        (
            CancellationError(), false, false,
            .failed(label: "CancellationError", detail: "CancellationError")
        ),
        (OwnFault(), false, false, .failed(label: "OwnFault", detail: "OwnFault")),
        (Away(), false, false, .stalled(label: "Away")),
        (NotAway(), false, false, .failed(label: "NotAway", detail: "NotAway")),
        (OutboxFault.full, false, false, .stalled(label: "outbox_full")),
        (
            OutboxFault.noOrganization, false, false,
            .failed(
                label: "event_without_organization", detail: "event_without_organization")
        ),
    ]

    @Test("whose fault it was is said in one place", arguments: table.indices)
    func verdicts(_ index: Int) {
        let (error, isOverdue, isCancelled, verdict) = Self.table[index]
        #expect(Verdict(error, isOverdue: isOverdue, isCancelled: isCancelled) == verdict)
    }

    private static let cancelled = ServerReport(state: .queryCanceled, statement: "SELECT")

    /// What time was over for, and what it is when the database answers afterwards.
    static let lateTable: [(any Error, isOverdue: Bool, label: String?)] = [
        (PostgresError.cancelled, true, "handler_deadline"), (CancellationError(), true, "handler_deadline"),
        (OwnFault(), true, "handler_deadline"), (Away(), true, "handler_deadline"),
        (PostgresError.connectionLost, true, "handler_deadline"),
        (PostgresError.deadline(.waiting), true, "handler_deadline"),
        (PostgresError.deadline(.running), false, "deadline_running"),
        (PostgresError.statementTimeout(cancelled), false, "statement_timeout"),
        // These say by themselves what happened.
        (PostgresError.outcomeUnknown, true, nil), (PostgresError.connectionLost, false, nil),
        (PostgresError.deadline(.waiting), false, nil), (OwnFault(), false, nil),
    ]

    @Test(
        "a missed deadline is the handler's failure, unless the database does not answer", arguments: lateTable.indices)
    func lateness(_ index: Int) {
        let (error, isOverdue, label) = Self.lateTable[index]
        #expect(Verdict.needsAnswer(error, isOverdue: isOverdue) == (label != nil))
        guard let label else { return }
        let away = Verdict(error, isOverdue: isOverdue, isCancelled: isOverdue, databaseAnswers: false)
        #expect(away == .stalled(label: label), "\(error)")
        let well = Verdict(error, isOverdue: isOverdue, isCancelled: isOverdue, databaseAnswers: true)
        guard case .failed(label, _) = well else {
            Issue.record("with a database that answers it is \(well)")
            return
        }
    }

    private static var settings: ConsumerRuntimeSettings {
        ConsumerRuntimeSettings(KafkaConnection(bootstrapServers: [], clientID: ""))
    }

    @Test("an event that fails is tried three times in all; what is prevented is never counted")
    func attempts() {
        var attempts = HandlingAttempts()
        var random = SeededRandom(seed: 1)
        let failed = Verdict.failed(label: "a", detail: "b")
        for _ in 0..<100 {
            guard case .retry(let pause) = attempts.next(after: .stalled(label: "x"), Self.settings, &random) else {
                Issue.record("what is prevented is tried again")
                return
            }
            #expect(pause <= .seconds(10))
        }
        #expect(attempts.stalls == 100 && attempts.failures == 0)
        for _ in 0..<2 {
            guard case .retry = attempts.next(after: failed, Self.settings, &random) else {
                Issue.record("a failure is tried again")
                return
            }
            #expect(attempts.next(after: .cancelled, Self.settings, &random) == .giveBack)
        }
        #expect(attempts.next(after: failed, Self.settings, &random) == .park)
        #expect(attempts.failures == MessagingLimits.attemptsInPlace)
    }

    @Test(
        "a pause is drawn below a bound that doubles up to the longest",
        arguments: [(0, 100), (1, 100), (2, 200), (4, 800), (7, 5_000), (8, 5_000), (1_000, 5_000), (Int.max, 5_000)])
    func backoff(_ failures: Int, _ milliseconds: Int) {
        let backoff = Backoff(.milliseconds(100), upTo: .seconds(5))
        #expect(backoff.bound(after: failures) == .milliseconds(milliseconds))
        var random = SeededRandom(seed: 3)
        let pauses = (0..<200).map { _ in backoff.pause(after: failures, &random) }
        #expect(pauses.allSatisfy { $0 >= .zero && $0 <= .milliseconds(milliseconds) })
        #expect(pauses.max() ?? .zero > .milliseconds(milliseconds) / 2)
        #expect(pauses.min() ?? .seconds(9) < .milliseconds(milliseconds) / 2)
    }

    @Test("a copy takes what is newer than what it holds, and nothing else")
    func projection() {
        #expect(Projection.applies(1, over: nil))
        #expect(Projection.applies(0, over: nil))
        #expect(Projection.applies(3, over: 2))
        #expect(!Projection.applies(2, over: 2))
        #expect(!Projection.applies(1, over: 2))
    }

    @Test("a subscription that the registry does not know is refused before anything starts")
    func undeclared() {
        #expect(throws: RegistryFault.notConsumed(.complianceChecked, by: .staff)) {
            try EventConsumer(.staff, subscriptions: [.on(Told.self) { _, _, _ in }])
        }
    }
}

@Suite("Lanes")
struct LaneScheduleTests {
    @Test("a lane gives one item at a time, in order; lanes do not wait for each other")
    func order() {
        var lanes = LaneSchedule<Int>(lanes: 2)
        var begun: [Bool] = []
        var given: [Int?] = []
        begun.append(lanes.add(1, to: 0))
        given.append(lanes.next(0))
        begun.append(lanes.add(2, to: 0))
        begun.append(lanes.add(3, to: 0))
        begun.append(lanes.add(4, to: 1))
        #expect(lanes.waiting == 3)
        given.append(lanes.next(1))
        for _ in 0..<3 { given.append(lanes.next(0)) }
        begun.append(lanes.add(5, to: 0))
        #expect(begun == [true, false, false, true, true])
        #expect(given == [1, 4, 2, 3, nil])
        #expect(lanes.waiting == 1)
    }

    @Test("a key has one lane, and keys are spread over all of them")
    func spread() {
        let lanes = LaneSchedule<Int>(lanes: 8)
        var counts = Array(repeating: 0, count: 8)
        for number in 0..<8_000 {
            let text = Array(key(number).description.utf8)
            let lane = lanes.lane(of: text, or: 0)
            #expect(lane == lanes.lane(of: text, or: 3))
            counts[lane] += 1
        }
        #expect(counts.allSatisfy { (800...1_200).contains($0) }, "\(counts)")
        #expect(lanes.lane(of: nil, or: 9) == 1 && lanes.lane(of: [], or: 9) == 1)
        #expect((0..<8).contains(lanes.lane(of: nil, or: .min)))
    }

    @Test("what is over is taken out and the rest keeps its order, however long the lane has run")
    func removal() {
        var lanes = LaneSchedule<Int>(lanes: 1)
        for number in 0..<300 { _ = lanes.add(number, to: 0) }
        let first = (0..<150).map { _ in lanes.next(0) }
        #expect(first == Array(0..<150))
        let removed = lanes.remove { $0 % 2 == 0 }
        #expect(removed == Array(stride(from: 150, to: 300, by: 2)))
        #expect(lanes.waiting == 75)
        var seen: [Int] = []
        while let item = lanes.next(0) { seen.append(item) }
        #expect(seen == Array(stride(from: 151, to: 300, by: 2)))
        #expect(lanes.waiting == 0)
    }
}
