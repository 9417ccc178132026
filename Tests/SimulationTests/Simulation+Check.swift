extension Simulation {
    /// The invariants, over the whole history.
    mutating func check() {
        let onTopic = Set(log.joined())
        let lost = store.keys.filter { !onTopic.contains($0) }.sorted()
        if !lost.isEmpty { violations.append("I1: events \(lost) never reached the topic") }
        checkFirstOccurrences()
        checkEffects()
        for event in onTopic where !inbox.contains(event) { violations.append("I7: event \(event) vanished") }
        let settled = dead.union(effects)
        for event in inbox where !settled.contains(event) { violations.append("I7: event \(event) waits for ever") }
        let backlog = outbox.count
        if backlog > 0 || committed != log.map(\.count) {
            violations.append("I10: \(backlog) rows wait and offsets stand at \(committed) of \(log.map(\.count))")
        }
    }

    private mutating func checkFirstOccurrences() {
        var seen: Set<Int> = []
        var newest: [Int: Int] = [:]
        for event in log.joined() where seen.insert(event).inserted {
            guard let event = store[event] else { continue }
            if event.version <= newest[event.key, default: 0] {
                violations.append("I3: key \(event.key) came with version \(event.version) too late")
            }
            newest[event.key] = max(newest[event.key, default: 0], event.version)
        }
    }

    private mutating func checkEffects() {
        var seen: Set<Int> = []
        var newest: [Int: Int] = [:]
        for effect in effects {
            guard let event = store[effect] else { continue }
            if !seen.insert(effect).inserted { violations.append("I4: event \(effect) took effect twice") }
            if event.version < newest[event.key, default: 0] {
                violations.append("I5: key \(event.key) went back to version \(event.version)")
            }
            newest[event.key] = max(newest[event.key, default: 0], event.version)
        }
        for event in dead where seen.contains(event) {
            violations.append("I7: event \(event) is dead and took effect")
        }
        for (id, event) in store where !event.isPoison && dead.contains(id) {
            violations.append("I7: event \(id) is dead for no fault of its own")
        }
    }

    /// I6, at each commit of an offset: everything before it was dealt with.
    mutating func checkCommitted(_ partition: Int) {
        for event in log[partition].prefix(committed[partition]) where !inbox.contains(event) {
            violations.append("I6: the group stands behind event \(event), which nobody has dealt with")
        }
    }
}
