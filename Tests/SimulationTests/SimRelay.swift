import EventLoop
import Identifiers
import Postgres
import TestKit

@testable import KafkaClient
@testable import Messaging

/// A relay's machine, and what carries it out.
struct SimRelay {
    var machine: RelayMachine
    var action: RelayMachine.Action
    var session: Int?
    var wakeAt = MonotonicTime(nanoseconds: 0)
    var stoppedUntil = MonotonicTime(nanoseconds: 0)
    var batch: [OutboxRow] = []
    /// What is with the broker, in the order of its giving.
    var deliveries: [SimDelivery] = []
    /// For those who read by position.
    var position: Int64 = 0

    init(_ chance: inout SeededRandom) {
        machine = RelayMachine(RelaySettings.simulated, random: FastRandom(seededFrom: &chance))
        action = machine.handle(.begin, at: MonotonicTime(nanoseconds: 0))
    }
}

/// Records between the relay and the log.
struct SimDelivery {
    let rows: [OutboxRow]
    let plan: BatchPlan
    let events: [Int]
    var outcomes: [DeliveryOutcome?]
    /// Indices of what was not appended yet, by partition, in order.
    var queues: [[Int]]
    /// Indices of rows of which the relay was told that they are under way.
    var untold: [Int] = []

    var isResolved: Bool { outcomes.allSatisfy { $0 != nil } }

    /// What has become known since the relay was told.
    mutating func news() -> (rows: [OutboxRow], outcomes: [RowOutcome]) {
        let outcomes = plan.outcomes(outcomes)
        let known = untold.filter { outcomes[$0] != .underWay }
        untold.removeAll { outcomes[$0] != .underWay }
        return (known.map { rows[$0] }, known.map { outcomes[$0] })
    }
}

extension RelaySettings {
    static var simulated: RelaySettings {
        var settings = RelaySettings()
        settings.batchRows = 4
        settings.quarantinePauses = (.milliseconds(200), .seconds(2))
        return settings
    }
}

extension Simulation {
    mutating func stepRelay(_ index: Int) {
        guard relays[index].stoppedUntil <= now else { return }
        switch relays[index].action {
        case .deliver:
            if relays[index].batch.isEmpty { return awaitDelivery(index) }
        case .drain:
            stepBroker(index)
            _ = arrive(index)
            return
        default:
            if !relays[index].deliveries.isEmpty, oneIn(2) { return stepBroker(index) }
        }
        switch relays[index].action {
        case .rest where arrive(index): break
        case .rest, .standBy:
            guard relays[index].wakeAt <= now else { return }
            tell(index, .rested)
        case .finish: break
        default: perform(index)
        }
    }

    private mutating func tell(_ index: Int, _ input: RelayMachine.Input) {
        let action = relays[index].machine.handle(input, at: now)
        relays[index].action = action
        switch action {
        case .standBy(let pause):
            drop(index)
            relays[index].deliveries = []
            if let session = relays[index].session { endSession(session) }
            relays[index].session = nil
            relays[index].wakeAt = now + pause
        case .rest(let pause): relays[index].wakeAt = now + pause
        case .finish: preconditionFailure("nobody asks a relay of this world to stop")
        default: break
        }
    }

    private mutating func perform(_ index: Int) {
        if isRough, oneIn(25), let session = relays[index].session { endSession(session) }
        if arrive(index) { return }
        switch relays[index].action {
        case .lock: takeLock(index)
        case .warm: tell(index, isBrokerAway ? .notWarmed : .warmed)
        case .read(let limit, let keys): read(index, limit, without: keys)
        case .probe(let key):
            guard isConnected(index) else { return tell(index, .databaseFailed) }
            give(index, outbox.filter { "\($0.value.key)" == key }.min { $0.key < $1.key }.map { [$0] } ?? [])
        case .deliver: begin(index)
        case .settle(let ids, _): settle(index, ids)
        case .standBy, .rest, .drain, .finish: break
        }
    }

    /// Tells the relay what has become known of rows under way, where it looks for that; false when there is nothing.
    private mutating func arrive(_ index: Int) -> Bool {
        switch relays[index].action {
        case .read, .probe, .rest, .drain: break
        default: return false
        }
        var (rows, outcomes): ([OutboxRow], [RowOutcome]) = ([], [])
        for number in relays[index].deliveries.indices {
            let news = relays[index].deliveries[number].news()
            rows += news.rows
            outcomes += news.outcomes
        }
        relays[index].deliveries.removeAll { $0.isResolved && $0.untold.isEmpty }
        guard !rows.isEmpty else { return false }
        guard isConnected(index) else {
            tell(index, .databaseFailed)
            return true
        }
        tell(index, .arrived(rows.map(\.name), outcomes))
        return true
    }

    private func isConnected(_ index: Int) -> Bool {
        relays[index].session.map { sessions.contains($0) } ?? false
    }

    private mutating func takeLock(_ index: Int) {
        if !isConnected(index) {
            guard !isRough || !oneIn(5) else { return tell(index, .databaseFailed) }
            lastSession += 1
            sessions.insert(lastSession)
            relays[index].session = lastSession
        }
        guard lock == nil else { return tell(index, .notLocked) }
        lock = relays[index].session
        tell(index, .locked)
    }

    private mutating func read(_ index: Int, _ limit: Int, without keys: [String]) {
        guard isConnected(index) else { return tell(index, .databaseFailed) }
        var rows = outbox.filter { !keys.contains("\($0.value.key)") }.sorted { $0.key < $1.key }
        if bug == .readsAroundRefused { rows.removeAll { $0.value.isRefused } }
        if bug == .readsByPosition { rows.removeAll { $0.key <= relays[index].position } }
        rows = Array(rows.prefix(limit))
        relays[index].position = rows.last?.key ?? relays[index].position
        give(index, rows.map { $0 })
    }

    private mutating func give(_ index: Int, _ rows: [(key: Int64, value: SimEvent)]) {
        relays[index].batch = rows.map { id, event in
            OutboxRow(
                id: id, topic: event.isRefused ? "missing" : "there", key: "\(event.key)", payload: [],
                headers: JSONText(Array("[]".utf8)), eventID: UUID128(high: 0, low: UInt64(event.id)),
                createdAt: Timestamp(secondsSinceEpoch: 0))
        }
        tell(index, .rows(relays[index].batch.map(\.name)))
    }

    private mutating func begin(_ index: Int) {
        let batch = relays[index].batch
        let plan = BatchPlan(batch, topics: isRough ? ["there"] : ["there", "missing"])
        var sent = plan.records[...]
        var events: [Int] = []
        var queues = Array(repeating: [Int](), count: Self.partitions)
        for row in batch where sent.first?.key == Array(row.key.utf8) && sent.first?.topic == row.topic {
            sent = sent.dropFirst()
            queues[partition(of: Int(row.key) ?? 0)].append(events.count)
            events.append(Int(row.eventID.low))
        }
        if bug == .deletesBeforeAcknowledgement { for row in batch { outbox[row.id] = nil } }
        relays[index].deliveries.append(
            SimDelivery(
                rows: batch, plan: plan, events: events, outcomes: Array(repeating: nil, count: events.count),
                queues: queues))
        relays[index].batch = []
        awaitDelivery(index)
    }

    /// The relay waits for its last batch, until it is answered or for a while.
    private mutating func awaitDelivery(_ index: Int) {
        if !relays[index].deliveries[relays[index].deliveries.count - 1].isResolved { stepBroker(index) }
        let last = relays[index].deliveries.count - 1
        guard relays[index].deliveries[last].isResolved || oneIn(6) else { return }
        let outcomes = relays[index].deliveries[last].plan.outcomes(relays[index].deliveries[last].outcomes)
        relays[index].deliveries[last].untold = outcomes.indices.filter { outcomes[$0] == .underWay }
        if relays[index].deliveries[last].isResolved { relays[index].deliveries.remove(at: last) }
        guard isConnected(index) else { return tell(index, .databaseFailed) }
        let told = bug != .takesLateForDelivered ? outcomes : outcomes.map { $0 == .underWay ? .delivered : $0 }
        tell(index, .delivered(told))
    }

    /// The broker takes a record of a partition that has a leader, or everything that it has not taken is dropped.
    private mutating func stepBroker(_ index: Int) {
        if !isConnected(index) || (isRough && oneIn(isBrokerAway ? 3 : 15)) { return drop(index) }
        guard !isBrokerAway,
            let partition = (0..<Self.partitions).filter({ partition in
                !isLeaderless[partition] && relays[index].deliveries.contains { !$0.queues[partition].isEmpty }
            }).randomElement(using: &chance),
            let number = relays[index].deliveries.firstIndex(where: { !$0.queues[partition].isEmpty })
        else { return }
        let record = relays[index].deliveries[number].queues[partition].removeFirst()
        let event = relays[index].deliveries[number].events[record]
        append(event, to: partition)
        // Its answer is lost and it is sent again, or never heard of again.
        if isRough, oneIn(8) { append(event, to: partition) }
        let isHeard = !isRough || !oneIn(10)
        relays[index].deliveries[number].outcomes[record] =
            isHeard ? .delivered(partition: Int32(partition), offset: 0) : .possiblyPersisted(.simulated)
        // Nobody hears of a record without hearing of no later one either.
        if !isHeard { drop(index) }
    }

    /// Cuts the tail of everything under way: what was sent may still arrive, from its head on.
    private mutating func drop(_ index: Int) {
        var strays = Array(repeating: [Int](), count: Self.partitions)
        for number in relays[index].deliveries.indices {
            var delivery = relays[index].deliveries[number]
            for (partition, queue) in delivery.queues.enumerated() where !queue.isEmpty {
                if bug == .losesFromTheMiddle, queue.count > 1 {
                    append(delivery.events[queue[1]], to: partition)
                    delivery.outcomes[queue[1]] = .delivered(partition: Int32(partition), offset: 0)
                }
                strays[partition] += queue.map { delivery.events[$0] }
            }
            for record in delivery.outcomes.indices where delivery.outcomes[record] == nil {
                delivery.outcomes[record] = .purged
            }
            delivery.queues = delivery.queues.map { _ in [] }
            relays[index].deliveries[number] = delivery
        }
        for (partition, events) in strays.enumerated() where !events.isEmpty && oneIn(2) {
            self.strays.append((partition, events))
        }
    }

    private mutating func settle(_ index: Int, _ ids: [Int64]) {
        guard isConnected(index) else { return tell(index, .databaseFailed) }
        for id in ids { outbox[id] = nil }
        tell(index, isRough && oneIn(20) ? .databaseFailed : .settled)
    }

    /// The process is gone; the server notices at once, or has noticed nothing when the next one asks for the lock.
    mutating func crashRelay(_ index: Int) {
        drop(index)
        if let session = relays[index].session { endSession(session) }
        relays[index] = SimRelay(&chance)
    }
}

extension KafkaFault {
    fileprivate static let simulated = KafkaFault(.timedOut)
}
