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
    var delivery: SimDelivery?
    /// For those who read by position.
    var position: Int64 = 0

    init(_ chance: inout SeededRandom) {
        machine = RelayMachine(RelaySettings.simulated, random: FastRandom(seededFrom: &chance))
        action = machine.handle(.begin, at: MonotonicTime(nanoseconds: 0))
    }
}

/// Records between the relay and the log.
struct SimDelivery {
    let plan: BatchPlan
    let events: [Int]
    var outcomes: [DeliveryOutcome?]
    /// Indices of what was not appended yet, by partition, in order.
    var queues: [[Int]]

    var result: [DeliveryOutcome]? {
        let known = outcomes.compactMap { $0 }
        return known.count == outcomes.count ? known : nil
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
        if relays[index].delivery != nil { return stepDelivery(index) }
        switch relays[index].action {
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
            if let session = relays[index].session { endSession(session) }
            relays[index].session = nil
            relays[index].wakeAt = now + pause
        case .rest(let pause): relays[index].wakeAt = now + pause
        default: break
        }
    }

    private mutating func perform(_ index: Int) {
        if isRough, oneIn(25), let session = relays[index].session { endSession(session) }
        switch relays[index].action {
        case .lock: takeLock(index)
        case .warm: tell(index, isBrokerAway ? .notWarmed : .warmed)
        case .read(let limit, let keys): read(index, limit, without: keys)
        case .probe(let key):
            guard isConnected(index) else { return tell(index, .databaseFailed) }
            give(index, outbox.filter { "\($0.value.key)" == key }.min { $0.key < $1.key }.map { [$0] } ?? [])
        case .deliver: begin(index)
        case .settle(let ids, _): settle(index, ids)
        case .standBy, .rest, .finish: break
        }
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
        relays[index].delivery = SimDelivery(
            plan: plan, events: events, outcomes: Array(repeating: nil, count: events.count), queues: queues)
        concludeDelivery(index)
    }

    /// The broker takes a record, or everything that it has not taken is dropped.
    private mutating func stepDelivery(_ index: Int) {
        guard var delivery = relays[index].delivery else { return }
        if !isConnected(index) || (isRough && oneIn(isBrokerAway ? 3 : 15)) {
            drop(&delivery)
        } else if !isBrokerAway,
            let partition = delivery.queues.indices.filter({ !delivery.queues[$0].isEmpty })
                .randomElement(using: &chance)
        {
            let record = delivery.queues[partition].removeFirst()
            append(delivery.events[record], to: partition)
            // Its answer is lost and it is sent again, or never heard of again.
            if isRough, oneIn(8) { append(delivery.events[record], to: partition) }
            let isHeard = !isRough || !oneIn(10)
            delivery.outcomes[record] =
                isHeard ? .delivered(partition: Int32(partition), offset: 0) : .possiblyPersisted(.simulated)
            // Nobody hears of a record without hearing of no later one either.
            if !isHeard { drop(&delivery) }
        }
        relays[index].delivery = delivery
        concludeDelivery(index)
    }

    /// Cuts the tail: what was sent may still arrive, from its head on.
    private mutating func drop(_ delivery: inout SimDelivery) {
        for (partition, queue) in delivery.queues.enumerated() where !queue.isEmpty {
            if bug == .losesFromTheMiddle, queue.count > 1 {
                append(delivery.events[queue[1]], to: partition)
                delivery.outcomes[queue[1]] = .delivered(partition: Int32(partition), offset: 0)
            }
            if oneIn(2) { strays.append((partition, queue.map { delivery.events[$0] })) }
        }
        for record in delivery.outcomes.indices where delivery.outcomes[record] == nil {
            delivery.outcomes[record] = .purged
        }
        delivery.queues = delivery.queues.map { _ in [] }
    }

    private mutating func concludeDelivery(_ index: Int) {
        guard let delivery = relays[index].delivery, let result = delivery.result else { return }
        relays[index].delivery = nil
        guard isConnected(index) else { return tell(index, .databaseFailed) }
        tell(index, .delivered(delivery.plan.outcomes(result)))
    }

    private mutating func settle(_ index: Int, _ ids: [Int64]) {
        guard isConnected(index) else { return tell(index, .databaseFailed) }
        for id in ids { outbox[id] = nil }
        tell(index, isRough && oneIn(20) ? .databaseFailed : .settled)
    }

    /// The process is gone; the server notices at once, or has noticed nothing when the next one asks for the lock.
    mutating func crashRelay(_ index: Int) {
        if var delivery = relays[index].delivery { drop(&delivery) }
        if let session = relays[index].session { endSession(session) }
        relays[index] = SimRelay(&chance)
    }
}

extension KafkaFault {
    fileprivate static let simulated = KafkaFault(.timedOut)
}
