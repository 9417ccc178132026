/// The keys of one shard under all policies. Pure: the caller passes the time and holds the lock.
///
/// An entry is found through a fixed array of slots, each the head of a short chain. Every policy keeps its entries in
/// the order in which their windows were last entered, so the oldest is known at once: when it has not been touched
/// for two windows, both its counters have aged out and its place may be given away. Nothing else is ever evicted.
/// When all places hold live keys, further keys of a policy share one overflow entry of that policy: a flood of new
/// keys makes newcomers share a limit, and never resets anyone's count.
struct RateLimitTable: Sendable {
    let rules: [RateLimitRule]
    let keysMax: Int
    /// How many keys have a place of their own.
    private(set) var keys = 0
    /// Charges decided on an overflow entry.
    private(set) var overflows: UInt64 = 0

    /// The first `rules.count` entries are the overflow entries.
    var entries: [RateLimitEntry]
    var logs: [ArrivalLogs]
    private var slots: [Int32]
    private var oldest: [Int32]
    private var newest: [Int32]
    private var firstFree = RateLimitEntry.none
    /// The latest time seen. Loops read the clock at slightly different moments; time here never goes back.
    private var latest: UInt64 = 0

    init(rules: [RateLimitRule], keysMax: Int) {
        self.rules = rules
        self.keysMax = keysMax
        logs = rules.map { ArrivalLogs(limit: $0.isExact ? $0.limit : 1) }
        entries = []
        var slotCount = 16
        while slotCount < keysMax { slotCount *= 2 }
        slots = Array(repeating: RateLimitEntry.none, count: slotCount)
        oldest = Array(repeating: RateLimitEntry.none, count: rules.count)
        newest = oldest
        for place in rules.indices {
            entries.append(RateLimitEntry(key: 0, epoch: 0, policy: UInt8(place)))
            if rules[place].isExact { entries[place].log = logs[place].take() }
        }
    }

    /// The time to count with: `now`, unless a later one has been seen.
    @inline(__always)
    mutating func advance(to now: UInt64) -> UInt64 {
        latest = max(latest, now)
        return latest
    }

    /// The entry to count a charge in, brought up to `now`. `isNew` says that it was made by this call and is to be
    /// taken back with `remove` if the charge does not happen.
    mutating func locate(_ charge: RateLimitCharge, at now: UInt64) -> (index: Int, isNew: Bool) {
        let policy = Int(charge.policy.place)
        let epoch = rules[policy].epoch(now)
        let slot = slot(charge.key.bits, charge.policy.place)
        var index = slots[slot]
        while index >= 0 {
            let place = Int(index)
            if entries[place].key == charge.key.bits, entries[place].policy == charge.policy.place {
                roll(place, to: epoch, at: now)
                return (place, false)
            }
            index = entries[place].next
        }
        guard let place = takePlace(at: now) else {
            overflows &+= 1
            roll(policy, to: epoch, at: now)
            return (policy, false)
        }
        entries[place].key = charge.key.bits
        entries[place].policy = charge.policy.place
        entries[place].epoch = epoch
        entries[place].first = 0
        entries[place].second = 0
        entries[place].log = rules[policy].isExact ? logs[policy].take() : RateLimitEntry.none
        entries[place].next = slots[slot]
        slots[slot] = Int32(place)
        linkNewest(place)
        keys += 1
        return (place, true)
    }

    /// The entry that holds the key now, if there is one. Looks without changing anything but the entry's age.
    mutating func find(_ charge: RateLimitCharge, at now: UInt64) -> Int? {
        var index = slots[slot(charge.key.bits, charge.policy.place)]
        while index >= 0 {
            let place = Int(index)
            if entries[place].key == charge.key.bits, entries[place].policy == charge.policy.place {
                roll(place, to: rules[Int(charge.policy.place)].epoch(now), at: now)
                return place
            }
            index = entries[place].next
        }
        return nil
    }

    /// Forgets an entry and frees its place.
    mutating func remove(_ place: Int) {
        let entry = entries[place]
        precondition(place >= rules.count, "an overflow entry is never removed")
        precondition(entry.flights == 0, "a key with requests under way keeps its place")
        let slot = slot(entry.key, entry.policy)
        if slots[slot] == Int32(place) {
            slots[slot] = entry.next
        } else {
            var before = Int(slots[slot])
            while entries[before].next != Int32(place) { before = Int(entries[before].next) }
            entries[before].next = entry.next
        }
        unlink(place)
        if entry.log >= 0 { logs[Int(entry.policy)].giveBack(entry.log) }
        entries[place].next = firstFree
        firstFree = Int32(place)
        keys -= 1
    }

    /// A place for a new key: a free one, a further one while the table may grow, or that of an idle key.
    private mutating func takePlace(at now: UInt64) -> Int? {
        if firstFree < 0, keys >= keysMax, !evictIdle(at: now) { return nil }
        if firstFree >= 0 {
            let place = Int(firstFree)
            firstFree = entries[place].next
            return place
        }
        entries.append(RateLimitEntry(key: 0, epoch: 0, policy: 0))
        return entries.count - 1
    }

    /// Removes the oldest idle entry of the first policy that has one. A key that is idle but has requests under way is
    /// made young again instead; a few such in a row end the search, which some decision goes on with.
    private mutating func evictIdle(at now: UInt64) -> Bool {
        for policy in rules.indices {
            let epoch = rules[policy].epoch(now)
            for _ in 0..<RateLimiterLimits.evictionLooks where oldest[policy] >= 0 {
                let place = Int(oldest[policy])
                guard entries[place].epoch + 2 <= epoch else { break }
                if entries[place].flights == 0 {
                    remove(place)
                    return true
                }
                roll(place, to: epoch, at: now)
            }
        }
        return false
    }

    @inline(__always)
    private func slot(_ key: UInt64, _ policy: UInt8) -> Int {
        let mixed = key ^ (UInt64(policy) &* 0x9e37_79b9_7f4a_7c15)
        return Int(truncatingIfNeeded: mixed) & (slots.count &- 1)
    }
}

extension RateLimitTable {
    /// How many requests of the key are under way.
    @inline(__always)
    func flights(_ place: Int) -> UInt32 { entries[place].flights }

    /// Counts one more.
    @inline(__always)
    mutating func takeOff(_ place: Int, _ shard: Int) -> RateLimitFlight {
        entries[place].flights &+= 1
        return RateLimitFlight(shard: UInt8(truncatingIfNeeded: shard), place: Int32(truncatingIfNeeded: place))
    }

    /// Counts one less.
    @inline(__always)
    mutating func land(_ flight: RateLimitFlight) {
        let place = Int(flight.place)
        precondition(entries[place].flights > 0, "a flight lands once")
        entries[place].flights &-= 1
    }
}

extension RateLimitTable {
    /// Moves an entry to the young end after its epoch changed.
    mutating func renew(_ place: Int) {
        guard place >= rules.count else { return }
        unlink(place)
        linkNewest(place)
    }

    private mutating func linkNewest(_ place: Int) {
        let policy = Int(entries[place].policy)
        let last = newest[policy]
        entries[place].older = last
        entries[place].newer = RateLimitEntry.none
        if last >= 0 { entries[Int(last)].newer = Int32(place) } else { oldest[policy] = Int32(place) }
        newest[policy] = Int32(place)
    }

    private mutating func unlink(_ place: Int) {
        let entry = entries[place]
        let policy = Int(entry.policy)
        if entry.older >= 0 { entries[Int(entry.older)].newer = entry.newer } else { oldest[policy] = entry.newer }
        if entry.newer >= 0 { entries[Int(entry.newer)].older = entry.older } else { newest[policy] = entry.older }
    }
}
