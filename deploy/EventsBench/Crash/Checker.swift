import Identifiers

/// What was promised and not kept, by the invariants of the design.
enum Violation: Sendable, Hashable, CustomStringConvertible {
    /// I1: a committed event is not on the topic.
    case lost(UUID128)
    /// I2: an event on the topic was never committed.
    case ghost(UUID128)
    /// I3: an event came to the topic for the first time after a later one of its aggregate.
    case outOfOrder(UUID128, version: Int, after: Int)
    /// I4: an event took effect this often.
    case effects(UUID128, count: Int)
    /// I5: an effect on an aggregate happened after that of a later version.
    case effectOutOfOrder(UUID128, version: Int, after: Int)
    /// I6: the group's offset was past an event that had not been handled.
    case committedTooFar(UUID128, partition: Int32, offset: Int64, committed: Int64)
    /// I7: an effect without a row of the inbox, or a row without effect.
    case inboxDisagrees(UUID128)
    /// I10: rows are left in the outbox although nothing hinders the relay any more.
    case notDrained(Int)
    /// I10: the session of a relay was ended, and no other one took over.
    case notTakenOver(times: Int)
    /// Two relays have deleted rows in turns: both have led.
    case severalDeleters(session: String)
    /// A relay has led beside one that was stopped and had the lock.
    case ledBesideStopped(rows: Int)
    /// The versions of an aggregate in the event store are not 1, 2, 3 and so on.
    case versionGap(UUID128, version: Int)

    /// Bounded, for counting.
    var label: StaticString {
        switch self {
        case .lost: "lost (I1)"
        case .ghost: "ghost (I2)"
        case .outOfOrder: "first occurrence out of order (I3)"
        case .effects(_, let count): count == 0 ? "no effect (I4)" : "doubled effect (I4)"
        case .effectOutOfOrder: "effect out of order (I5)"
        case .committedTooFar: "offset past an unhandled event (I6)"
        case .inboxDisagrees: "inbox and effects disagree (I7)"
        case .notDrained: "backlog left (I10)"
        case .notTakenOver: "lock not taken over (I10)"
        case .severalDeleters: "two relays deleted in turns"
        case .ledBesideStopped: "a relay led beside a stopped one"
        case .versionGap: "gap in the versions"
        }
    }

    var description: String {
        switch self {
        case .lost(let event), .ghost(let event), .inboxDisagrees(let event): "\(label): \(event)"
        case .outOfOrder(let event, let version, let after), .effectOutOfOrder(let event, let version, let after):
            "\(label): \(event), version \(version) after \(after)"
        case .effects(let event, let count): "\(label): \(event), \(count) effects"
        case .committedTooFar(let event, let partition, let offset, let committed):
            "\(label): \(event) at \(partition)/\(offset), committed \(committed)"
        case .notDrained(let rows), .ledBesideStopped(let rows): "\(label): \(rows) rows"
        case .notTakenOver(let times): "\(label): \(times) times"
        case .severalDeleters(let session): "\(label): session \(session) after another"
        case .versionGap(let aggregate, let version): "\(label): \(aggregate) has no version \(version)"
        }
    }
}

/// Compares what a run has left behind with what was promised. Knows nothing of how it came about.
enum Checker {
    static func violations(in evidence: Evidence) -> [Violation] {
        storedVersions(evidence) + publication(evidence) + order(evidence) + effects(evidence) + offsets(evidence)
            + (evidence.waiting > 0 ? [.notDrained(evidence.waiting)] : []) + leaders(evidence)
    }

    /// Why nothing can be said of a run; nil when it can.
    static func invalidity(of evidence: Evidence) -> String? {
        let moved = evidence.lowest.filter { $0.value > 0 }
        guard let first = moved.min(by: { $0.key < $1.key }) else { return nil }
        return "partition \(first.key) begins at offset \(first.value): the broker has dropped events"
    }

    private static func storedVersions(_ evidence: Evidence) -> [Violation] {
        let versions = Dictionary(grouping: evidence.stored, by: \.aggregate)
        return versions.flatMap { aggregate, rows -> [Violation] in
            zip(1..., rows.map(\.version).sorted()).prefix { $0 == $1 }.count == rows.count
                ? [] : [.versionGap(aggregate, version: firstGap(rows.map(\.version)))]
        }
    }

    private static func firstGap(_ versions: [Int]) -> Int {
        let present = Set(versions)
        return (1...).first { !present.contains($0) } ?? 0
    }

    private static func publication(_ evidence: Evidence) -> [Violation] {
        let stored = Set(evidence.stored.map(\.event))
        let published = Set(evidence.published.map(\.event))
        return stored.subtracting(published).sorted().map { .lost($0) }
            + published.subtracting(stored).sorted().map { .ghost($0) }
    }

    private static func order(_ evidence: Evidence) -> [Violation] {
        var seen: Set<UUID128> = []
        var latest: [UUID128: Int] = [:]
        var violations: [Violation] = []
        let log = evidence.published.sorted { ($0.partition, $0.offset) < ($1.partition, $1.offset) }
        for record in log where seen.insert(record.event).inserted {
            if let before = latest[record.aggregate], before > record.version {
                violations.append(.outOfOrder(record.event, version: record.version, after: before))
            }
            latest[record.aggregate] = max(latest[record.aggregate] ?? 0, record.version)
        }
        return violations
    }

    private static func effects(_ evidence: Evidence) -> [Violation] {
        var counts: [UUID128: Int] = [:]
        var latest: [UUID128: Int] = [:]
        var violations: [Violation] = []
        for effect in evidence.effects {
            counts[effect.event, default: 0] += 1
            guard counts[effect.event] == 1 else { continue }
            if let before = latest[effect.aggregate], before > effect.version {
                violations.append(.effectOutOfOrder(effect.event, version: effect.version, after: before))
            }
            latest[effect.aggregate] = max(latest[effect.aggregate] ?? 0, effect.version)
        }
        let events = Set(evidence.stored.map(\.event)).union(counts.keys)
        for event in events.sorted() where counts[event] != 1 {
            violations.append(.effects(event, count: counts[event] ?? 0))
        }
        for event in evidence.handled.symmetricDifference(counts.keys).sorted() {
            violations.append(.inboxDisagrees(event))
        }
        return violations
    }

    /// A session that has lost the lock never deletes again, so each session's deletions are one run.
    private static func leaders(_ evidence: Evidence) -> [Violation] {
        var over: Set<String> = []
        var violations: [Violation] = []
        for (before, session) in zip(evidence.deleters, evidence.deleters.dropFirst()) where before != session {
            over.insert(before)
            if over.contains(session) { violations.append(.severalDeleters(session: session)) }
        }
        if evidence.notReplaced > 0 { violations.append(.notTakenOver(times: evidence.notReplaced)) }
        let rows = evidence.deletedBesideStopped
        return violations + (rows > 0 ? [.ledBesideStopped(rows: rows)] : [])
    }

    private static func offsets(_ evidence: Evidence) -> [Violation] {
        let log = Dictionary(grouping: evidence.published, by: \.partition)
        return evidence.moments.flatMap { moment in
            moment.committed.flatMap { partition, committed in
                (log[partition] ?? []).filter { $0.offset < committed && !moment.handled.contains($0.event) }.map {
                    Violation.committedTooFar(
                        $0.event, partition: partition, offset: $0.offset, committed: committed)
                }
            }
        }
    }
}
