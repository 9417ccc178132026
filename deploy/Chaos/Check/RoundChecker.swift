/// Compares what a round has left behind with what was promised, and with what clients were told. Knows nothing of how
/// it came about.
enum RoundChecker {
    static func violations(in evidence: RoundEvidence, _ history: ClientHistory) -> [ChaosViolation] {
        publication(evidence) + order(evidence) + effects(evidence) + copies(evidence) + handled(evidence)
            + versions(evidence) + rest(evidence) + clients(evidence, history)
    }

    /// Why nothing can be said of a round; nil when it can.
    static func invalidity(of evidence: RoundEvidence) -> String? {
        evidence.cut.first.map { "\($0): the broker has dropped events that nobody had read to the end" }
    }

    private static func publication(_ evidence: RoundEvidence) -> [ChaosViolation] {
        let stored = Set(evidence.stored.map(\.id))
        let published = Set(evidence.published.map(\.id))
        return stored.subtracting(published).sorted().map { ChaosViolation(.i1, "event \($0) never came") }
            + published.subtracting(stored).sorted().map { ChaosViolation(.i2, "event \($0) was never committed") }
    }

    private static func order(_ evidence: RoundEvidence) -> [ChaosViolation] {
        var seen: Set<String> = []
        var newest: [String: Int] = [:]
        var violations: [ChaosViolation] = []
        let log = evidence.published.sorted {
            ($0.topic, $0.partition, $0.offset) < ($1.topic, $1.partition, $1.offset)
        }
        for record in log where seen.insert("\(record.topic) \(record.id)").inserted {
            let key = "\(record.topic) \(record.key)"
            if let before = newest[key], before > record.version {
                violations.append(
                    ChaosViolation(.i3, "\(key): version \(record.version) came after \(before)"))
            }
            newest[key] = max(newest[key] ?? 0, record.version)
        }
        return violations
    }

    private static func effects(_ evidence: RoundEvidence) -> [ChaosViolation] {
        let events = Set(evidence.stored.map(\.id))
        var caused: [String: Int] = [:]
        for event in evidence.stored where events.contains(event.causation) {
            caused["\(event.type) of \(event.aggregate) because of \(event.causation)", default: 0] += 1
        }
        let twice = [caused, evidence.notified].flatMap { counts in counts.filter { $0.value > 1 }.map(\.key) }
        return twice.sorted().map { ChaosViolation(.i4, "twice: \($0)") }
    }

    /// The newest event about each aggregate that a service has handled must be in its copy.
    private static func copies(_ evidence: RoundEvidence) -> [ChaosViolation] {
        let versions = Dictionary(
            evidence.stored.map { ($0.id, (aggregate: $0.aggregate, version: $0.version)) },
            uniquingKeysWith: { first, _ in first })
        var handled: [String: [String: Int]] = [:]
        for (consumer, inbox) in evidence.inboxes {
            for (id, outcome) in inbox where outcome == "done" {
                guard let event = versions[id] else { continue }
                handled[consumer, default: [:]][event.aggregate] = max(
                    handled[consumer]?[event.aggregate] ?? 0, event.version)
            }
        }
        return evidence.copies.compactMap { copy in
            guard let newest = handled[copy.consumer]?[copy.aggregate], copy.version < newest else { return nil }
            return ChaosViolation(
                .i5, "\(copy.consumer) has \(copy.aggregate) at \(copy.version) and has handled \(newest)")
        }
    }

    /// A type that a consumer has dealt with once it hears; then it must have dealt with every event of it.
    private static func handled(_ evidence: RoundEvidence) -> [ChaosViolation] {
        let types = Dictionary(evidence.stored.map { ($0.id, $0.type) }, uniquingKeysWith: { first, _ in first })
        var violations: [ChaosViolation] = []
        for (consumer, inbox) in evidence.inboxes {
            let heard = Set(inbox.keys.compactMap { types[$0] })
            for record in evidence.published where heard.contains(record.type) && inbox[record.id] == nil {
                let committed = evidence.committed[consumer]?["\(record.topic)/\(record.partition)"] ?? 0
                let invariant: Invariant = committed > record.offset ? .i6 : .i7
                violations.append(ChaosViolation(invariant, "\(consumer) has not dealt with \(record.id)"))
            }
        }
        return violations + evidence.dead.map { ChaosViolation(.i7, "dead: \($0)") }
            + evidence.openSagas.map { ChaosViolation(.i8, $0) }
    }

    private static func versions(_ evidence: RoundEvidence) -> [ChaosViolation] {
        Dictionary(grouping: evidence.stored, by: \.aggregate).compactMap { aggregate, events in
            let versions = events.map(\.version).sorted()
            guard versions != Array(1...max(1, versions.count)) else { return nil }
            return ChaosViolation(.i9, "\(aggregate) has the versions \(versions)")
        }
    }

    private static func rest(_ evidence: RoundEvidence) -> [ChaosViolation] {
        var violations = evidence.waiting.filter { $0.value > 0 }.map {
            ChaosViolation(.i10, "\($0.value) rows wait in the outbox of \($0.key)")
        }
        violations += evidence.parked.map { ChaosViolation(.i10, "parked: \($0)") }
        for (consumer, offsets) in evidence.committed {
            for (partition, offset) in offsets where offset < evidence.ends[partition] ?? 0 {
                violations.append(
                    ChaosViolation(
                        .i10, "\(consumer) is at \(offset) of \(evidence.ends[partition] ?? 0) in \(partition)"))
            }
        }
        return violations
    }

    private static func clients(_ evidence: RoundEvidence, _ history: ClientHistory) -> [ChaosViolation] {
        let byTitle = Dictionary(grouping: evidence.bookings, by: \.title)
        var found: [String] = history.contradictions + evidence.doubleBookings.map { "taken twice: \($0)" }
        for asked in history.asked.values.sorted(by: { $0.key < $1.key }) {
            let rows = byTitle[asked.key] ?? []
            if rows.count > 1 { found.append("\(asked.key) was made \(rows.count) times") }
            if let id = asked.id {
                if rows.first?.id != id { found.append("\(asked.key) was acknowledged as \(id) and is not there") }
                if asked.isCancelled, rows.first?.status != "cancelled" {
                    found.append("the cancelling of \(id) was acknowledged, and it is \(rows.first?.status ?? "gone")")
                }
            }
            if asked.isRefused, !rows.isEmpty { found.append("\(asked.key) was refused and is there") }
        }
        return found.map { ChaosViolation(.clients, $0) }
    }
}
