/// The two ways of counting.
///
/// **Exact** (limits up to 128): every admitted arrival is remembered until it is a window old, so no window of any
/// position ever holds more than `limit`. Arrivals are rounded up to a tick of at most W/2^28, so a place is free at
/// most two ticks (32 ns for ten seconds) later than by the exact clock, never earlier.
///
/// **Weighted** (larger limits): the count is `previous × (W − elapsed) / W + current`, over windows aligned to the
/// clock, and a request is admitted while it is below the limit. The estimate takes the previous window's requests to
/// have been spread evenly. When they were, the error is below one request; when they all came at its very end, a
/// window can hold `2 × limit`, which is the bound and is reached. Measured against an exact log, with 40 000 arrivals a
/// seed: 0.2 % too many for a client that asks evenly at twice its limit, up to 94 % for one that stays silent for
/// seconds and then bursts (`RateLimitErrorTests`). Who needs the bound to be the limit itself sets a limit that is
/// counted exactly.
///
/// In both, rejected requests are not counted, so asking again never prolongs the wait.
extension RateLimitTable {
    /// Brings an entry to the window `epoch` and forgets what has aged out.
    @inline(__always)
    mutating func roll(_ place: Int, to epoch: UInt64, at now: UInt64) {
        let rule = rules[Int(entries[place].policy)]
        let passed = epoch &- entries[place].epoch
        if passed != 0 {
            if rule.isExact {
                if passed >= 2 { entries[place].second = 0 }
            } else {
                entries[place].first = passed == 1 ? entries[place].second : 0
                entries[place].second = 0
            }
            entries[place].epoch = epoch
            renew(place)
        }
        if rule.isExact { expire(place, rule, at: now) }
    }

    /// How the policy stands for an entry that has been rolled to `now`, before a charge.
    @inline(__always)
    func hasRoom(_ place: Int, at now: UInt64) -> Bool {
        let entry = entries[place]
        let rule = rules[Int(entry.policy)]
        guard !rule.isExact else { return entry.second < rule.limit }
        let rest = rule.window &- (now &- entry.epoch &* rule.window)
        return UInt64(entry.first) &* rest &+ UInt64(entry.second) &* rule.window
            < UInt64(rule.limit) &* rule.window
    }

    /// Counts one request.
    @inline(__always)
    mutating func charge(_ place: Int, at now: UInt64) {
        let policy = Int(entries[place].policy)
        let rule = rules[policy]
        if rule.isExact {
            var index = entries[place].first &+ entries[place].second
            if index >= rule.limit { index &-= rule.limit }
            let ticks = (now &+ (1 &<< rule.tickShift) &- 1) &>> rule.tickShift
            logs[policy][entries[place].log, index] = UInt32(truncatingIfNeeded: ticks)
        }
        entries[place].second &+= 1
    }

    /// Takes back the latest charge of a rolled entry.
    mutating func refund(_ place: Int) {
        if entries[place].second > 0 {
            entries[place].second -= 1
        } else if !rules[Int(entries[place].policy)].isExact, entries[place].first > 0 {
            entries[place].first -= 1
        }
    }

    /// The standing of a rolled entry, `wait` counted from `asked`, the caller's own reading of the clock.
    @inline(__always)
    func standing(_ place: Int, isAdmitted: Bool, at now: UInt64, from asked: UInt64) -> RateLimitStanding {
        let entry = entries[place]
        let rule = rules[Int(entry.policy)]
        let (remaining, moment) = rule.isExact ? exactRoom(entry, rule, at: now) : weightedRoom(entry, rule, at: now)
        return RateLimitStanding(
            policy: RateLimitPolicyIndex(place: entry.policy), isAdmitted: isAdmitted, remaining: remaining,
            wait: moment &- asked)
    }

    @inline(__always)
    private mutating func expire(_ place: Int, _ rule: RateLimitRule, at now: UInt64) {
        let entry = entries[place]
        guard entry.second > 0 else { return }
        let ticks = UInt32(truncatingIfNeeded: now &>> rule.tickShift)
        var (first, count) = (entry.first, entry.second)
        while count > 0 {
            let age = Int32(bitPattern: ticks &- logs[Int(entry.policy)][entry.log, first])
            guard age >= Int32(bitPattern: rule.windowTicks) else { break }
            first = first &+ 1 == rule.limit ? 0 : first &+ 1
            count &-= 1
        }
        guard count != entry.second else { return }
        entries[place].first = first
        entries[place].second = count
    }

    @inline(__always)
    private func exactRoom(_ entry: RateLimitEntry, _ rule: RateLimitRule, at now: UInt64) -> (UInt32, UInt64) {
        guard entry.second > 0 else { return (rule.limit, now) }
        let ticks = now &>> rule.tickShift
        let oldest = logs[Int(entry.policy)][entry.log, entry.first]
        let age = Int64(Int32(bitPattern: UInt32(truncatingIfNeeded: ticks) &- oldest))
        let left = UInt64(bitPattern: Int64(rule.windowTicks) &- age)
        return (rule.limit &- entry.second, (ticks &+ left) &<< rule.tickShift)
    }

    /// With `r` requests of room the next comes when the weighted count falls below `limit − r`. Either the previous
    /// window's share falls far enough, or the current window must become the previous one first.
    private func weightedRoom(_ entry: RateLimitEntry, _ rule: RateLimitRule, at now: UInt64) -> (UInt32, UInt64) {
        let window = rule.window
        let start = entry.epoch &* window
        let weight = UInt64(entry.first) &* (window &- (now &- start)) &+ UInt64(entry.second) &* window
        let full = UInt64(rule.limit) &* window
        guard weight > 0 else { return (rule.limit, now) }
        let remaining = weight >= full ? 0 : (full &- weight &+ window &- 1) / window
        guard remaining < rule.limit else { return (rule.limit, now) }
        let target = UInt64(rule.limit) &- remaining
        let (previous, current) = (UInt64(entry.first), UInt64(entry.second))
        guard current < target else {
            return (UInt32(remaining), start &+ window &+ (current &- target) &* window / current &+ 1)
        }
        return (UInt32(remaining), start &+ (previous &- (target &- current)) &* window / previous &+ 1)
    }
}
