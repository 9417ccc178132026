import EventLoop
import Identifiers

/// Keys of which nothing is sent while their oldest row waits for its next try: the later ones must not overtake it.
///
/// A key whose row failed by accident is left out of a few batches. A key whose row the broker refuses is in
/// quarantine: its oldest row is tried by itself now and then, slowly and for ever, because somebody may have raised
/// the broker's limit or created the topic. Alone, because a broker refuses batches and not rows: the others of the
/// batch were refused with it and get through by their own probes.
struct HeldKeys {
    private struct Entry {
        var until: MonotonicTime
        var failures: Int
        var isQuarantined: Bool
    }

    private var entries: [String: Entry] = [:]
    private(set) var quarantined = 0
    private let settings: RelaySettings

    init(_ settings: RelaySettings) {
        self.settings = settings
    }

    var isFull: Bool { entries.count >= MessagingLimits.heldKeysMax }

    mutating func hold(_ key: String, at now: MonotonicTime, _ random: inout FastRandom) {
        note(key, quarantines: false, at: now, &random)
    }

    mutating func quarantine(_ key: String, at now: MonotonicTime, _ random: inout FastRandom) {
        note(key, quarantines: true, at: now, &random)
    }

    mutating func release(_ key: String) {
        if entries.removeValue(forKey: key)?.isQuarantined == true { quarantined -= 1 }
    }

    /// The keys to leave out now: all in quarantine, and those held back that are not due.
    func keys(at now: MonotonicTime) -> [String] {
        guard !entries.isEmpty else { return [] }
        return entries.filter { $0.value.isQuarantined || $0.value.until > now }.map(\.key)
    }

    func isQuarantined(_ key: String) -> Bool { entries[key]?.isQuarantined == true }

    /// The key in quarantine that has been due longest and is not under way.
    func dueForProbe(at now: MonotonicTime, except underWay: [String: Int]) -> String? {
        guard quarantined > 0 else { return nil }
        return entries.filter { $0.value.isQuarantined && $0.value.until <= now && underWay[$0.key] == nil }
            .min { $0.value.until < $1.value.until }?.key
    }

    /// When the next key that is not due becomes due.
    func nextDue(after now: MonotonicTime) -> MonotonicTime? {
        entries.values.lazy.map(\.until).filter { $0 > now }.min()
    }

    private mutating func note(
        _ key: String, quarantines: Bool, at now: MonotonicTime, _ random: inout FastRandom
    ) {
        let old = entries[key]
        let isQuarantined = quarantines || old?.isQuarantined == true
        if isQuarantined, old?.isQuarantined != true { quarantined += 1 }
        let failures = (old?.isQuarantined == isQuarantined ? old?.failures ?? 0 : 0) + 1
        let backoff = isQuarantined ? settings.quarantineBackoff : settings.keyBackoff
        let pause = backoff.pause(after: failures, &random)
        entries[key] = Entry(until: now + pause, failures: failures, isQuarantined: isQuarantined)
    }
}
