import EventLoop
import Identifiers
import KafkaClient
import LocalPostgres
import Observability
import PlatformProtocol
import Postgres
import PostgresTestKit
import TestKit
import Testing

@testable import Messaging
@testable import ServiceRuntime

@Suite("Two consumers of one group")
struct GroupTests {
    @Test(
        "they join, leave and vanish while events are handled: one effect each, in order, and no partition stands still"
    )
    func members() async throws {
        try await withMessaging(partitions: GroupStory.partitions) { try await GroupStory($0).tell() }
    }
}

/// What happens to one group while a writer goes on.
private struct GroupStory {
    private static let keys = 12
    static let partitions = EventType.complianceChecked.topic.partitions
    /// Events that may wait: enough that work never runs out, few enough that a slow machine can finish them.
    private static let backlogMax = 240

    private let site: MessagingSite
    private let isAway = Recorded(false)
    private let isOver = Recorded(false)
    private let begun = Recorded(0)
    private let moments = Recorded<[Moment]>([])

    /// How far the group was, and what the inbox knew a moment later.
    private struct Moment {
        let committed: [TopicPartition: Int64]
        let handled: Set<String>
    }

    init(_ site: MessagingSite) {
        self.site = site
    }

    func tell() async throws {
        try await site.running(try site.relay()) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask(executorPreference: site.loop) { try await write() }
                do {
                    try await live()
                } catch {
                    isOver.update { $0 = true }
                    throw error
                }
                try await group.waitForAll()
            }
        }
    }

    /// Writes until the story is over, a little of each key after the other, and waits for the readers.
    private func write() async throws {
        while !isOver.value {
            guard try await backlog() < Self.backlogMax else {
                try await site.loop.sleep(for: .milliseconds(50))
                continue
            }
            for number in 0..<Self.keys {
                try await site.tell(key(number))
                try await site.loop.sleep(for: .milliseconds(4))
            }
        }
    }

    private func backlog() async throws -> Int {
        // The effects first: what is handled between the two questions counts as waiting.
        let effects = try await site.count("SELECT count(*) FROM effects")
        return try await site.count("SELECT count(*) FROM event_store") - effects
    }

    private func live() async throws {
        let first = try member()
        try await site.running(first.runtime) {
            try await wait(until: "the first has everything") { await site.on { first.runtime.isListening } }
            try await progress()
            // The second joins while the first holds partitions back.
            isAway.update { $0 = true }
            try await wait(until: "partitions are held back") { first.paused > 0 }
            let second = try member()
            try await site.running(second.runtime) {
                try await shared(first, second)
                isAway.update { $0 = false }
                try await progress()
            }
            try await wait(until: "the first has everything again") { await partitions(of: first) == all }
            try await progress()
            try await vanishing(beside: first)
            isOver.update { $0 = true }
            try await wait(until: "everything is dealt with", status: site.told) {
                let effects = try await site.count("SELECT count(*) FROM effects")
                return try await site.count("SELECT count(*) FROM event_store") == effects
            }
            #expect(first.paused == 0)
            #expect(await site.on { first.runtime.kafka?.lags.contains(where: \.isPaused) } == false)
            try await check()
        }
    }

    /// A third member is dropped in the middle of its work: it waits for nothing and gives nothing back.
    private func vanishing(beside first: Member) async throws {
        let third = try member()
        let task = Task(executorPreference: site.loop) {
            // It ends by being cancelled.
            try? await third.runtime.run(ServiceLifecycle {})
        }
        try await shared(first, third)
        let before = begun.value
        try await wait(until: "it is at work") { begun.value > before + 20 }
        task.cancel()
        await task.value
        try await wait(until: "the first has everything again") { await partitions(of: first) == all }
        try await progress()
    }

    // MARK: Members

    private struct Member: Sendable {
        let runtime: ConsumerRuntime
        let metrics: ConsumerMetrics

        var paused: Int64 { metrics.paused.with("booking-management").value }
    }

    private func member() throws -> Member {
        let metrics = ConsumerMetrics(MetricsRegistry())
        let subscription = EventSubscription.on(Told.self) { [isAway, begun] told, envelope, transaction in
            begun.update { $0 += 1 }
            if isAway.value { throw Away() }
            // Long enough that changes of the group come in between.
            try await transaction.execute("SELECT pg_sleep(\(0.01))")
            try MessagingSite.note(told, envelope, transaction)
        }
        return Member(runtime: try site.consumer([subscription], metrics: metrics), metrics: metrics)
    }

    private struct Away: TransientFailure {
        var isTransient: Bool { true }
    }

    private var all: Int { Self.partitions }

    private func partitions(of member: Member) async -> Int {
        await site.on { member.runtime.kafka?.partitions.count ?? 0 }
    }

    private func shared(_ first: Member, _ second: Member) async throws {
        try await wait(until: "each has a part", status: site.told) {
            let (one, other) = (await partitions(of: first), await partitions(of: second))
            return one > 0 && other > 0 && one + other == all
        }
    }

    /// Waits until every key has moved on since now, whichever partition it is on and whoever has that.
    private func progress() async throws {
        try await note()
        let before = try await site.effects()
        try await wait(until: "every key moves on", status: site.told) {
            let now = try await site.effects()
            return (0..<Self.keys).allSatisfy { (now[key($0)]?.count ?? 0) > (before[key($0)]?.count ?? 0) + 1 }
        }
        try await note()
    }

    // MARK: Checking

    /// The offsets first: what was handled between the two questions does no harm.
    private func note() async throws {
        let partitions = (0..<Int32(all)).map { TopicPartition(MessagingSite.topic, $0) }
        let offsets = try GroupOffsets(
            site.connection, group: "booking-management", on: site.loop, blocking: site.blocking)
        let committed = try await offsets.committed(partitions, until: soon)
        await offsets.close()
        let handled = try await site.test.database.run("SELECT event_id FROM inbox").split(separator: "\n").map(
            String.init)
        moments.update { $0.append(Moment(committed: committed, handled: Set(handled))) }
    }

    private func check() async throws {
        let stored = try await site.count("SELECT count(*) FROM event_store")
        let effects = try await site.effects()
        #expect(effects.values.reduce(0) { $0 + $1.count } == stored)
        #expect(effects.count == Self.keys)
        #expect(effects.values.allSatisfy { $0 == Array(1...$0.count) })
        let log = try await site.log(MessagingSite.topic, stored)
        var ends: [TopicPartition: Int64] = [:]
        for record in log {
            let partition = TopicPartition(record.topic, record.partition)
            ends[partition] = max(ends[partition] ?? 0, record.offset + 1)
            let id = try #require(record.headers.text("ce_id"))
            for moment in moments.value where record.offset < moment.committed[partition] ?? 0 {
                #expect(moment.handled.contains(id), "\(partition)/\(record.offset) is committed and not handled")
            }
        }
        try await wait(until: "the group stands behind everything") {
            try await note()
            return moments.value.last?.committed == ends
        }
    }
}
