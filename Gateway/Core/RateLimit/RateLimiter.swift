import Synchronization

/// The sliding-window rate limiter of the gateway: one table of counts for all loops.
///
/// **Model.** A policy is a limit in a window. A request is charged against up to four (policy, key) pairs at once:
/// either all of them have room and each is charged, or none is. How a single key is counted is told in
/// `RateLimitTable+Window.swift`, how memory stays bounded in `RateLimitTable.swift`.
///
/// **Several loops.** Shares of a limit per loop would make the limit depend on which loop accepted a connection. So
/// all loops use this one table, divided into independently locked shards by the key. Policies of the same key meet in
/// the same shard, so the usual decision takes one lock that is seldom contended. When keys fall into several shards
/// their locks are taken in ascending order and held together, which makes the decision one step and cannot deadlock.
///
/// **Requests under way.** The first key of a request can have an end to how many of its requests are under way at once:
/// they are counted in the entry that the charge has found already.
///
/// **Failure.** Nothing here fails at run time. A policy that cannot be used is refused when the limiter is made.
///
/// It does not know what a role, a route or a request is, reads no clock, and does not share counts between processes.
final class RateLimiter: Sendable {
    let policies: [RateLimitPolicy]
    /// What is told of each policy, made once.
    let texts: [RateLimitPolicyTexts]
    /// How many bytes the fields of one decision have at most.
    let fieldsBytesMax: Int
    private let shards: InlineArray<32, Mutex<RateLimitTable>>

    /// Throws every fault of the policies at once.
    init(
        policies: [RateLimitPolicy], keysMax: Int = RateLimiterLimits.keysMaxDefault
    ) throws(RateLimitPolicyFaults) {
        let faults = Self.faults(of: policies, keysMax: keysMax)
        guard faults.isEmpty else { throw RateLimitPolicyFaults(all: faults) }
        self.policies = policies
        let texts = policies.map(RateLimitPolicyTexts.init)
        self.texts = texts
        fieldsBytesMax = RateLimitPolicyTexts.fieldsBytesMax(texts)
        let rules = policies.map(RateLimitRule.init)
        // Keys do not fall evenly: six standard deviations of room keep `keysMax` random keys clear of overflow.
        let share = keysMax / RateLimiterLimits.shards
        let shardKeys = share + 6 * Int(Double(share).squareRoot()) + 16
        shards = InlineArray { _ in Mutex(RateLimitTable(rules: rules, keysMax: shardKeys)) }
    }

    /// Charges one key under one policy. With `flightsMax` the request also counts as under way until it is landed, and
    /// is refused when so many are.
    func admit(_ charge: RateLimitCharge, at now: UInt64, flightsMax: UInt32 = 0) -> RateLimitDecision {
        var decision = RateLimitDecision()
        decision.reserve(1)
        let shard = Self.shard(charge.key)
        shards[shard].withLock { table in
            let time = table.advance(to: now)
            let (place, _) = table.locate(charge, at: time)
            let hasRoom = table.hasRoom(place, at: time)
            if flightsMax > 0, table.flights(place) >= flightsMax { decision.crowd() }
            if hasRoom, decision.isAdmitted {
                table.charge(place, at: time)
                if flightsMax > 0 { decision.flight = table.takeOff(place, shard) }
            }
            decision.record(table.standing(place, isAdmitted: hasRoom, at: time, from: now), at: 0)
        }
        return decision
    }

    /// Ends a flight. Costs one lock and no search: the place is known, and cannot have been given away.
    func land(_ flight: RateLimitFlight) {
        shards[Int(flight.shard)].withLock { $0.land(flight) }
    }

    /// Charges every pair, or none when one of them has no room.
    func admit(_ charges: RateLimitCharges, at now: UInt64) -> RateLimitDecision {
        guard charges.count != 1 else { return admit(charges[0], at: now, flightsMax: charges.flightsMax) }
        var decision = RateLimitDecision()
        decision.reserve(charges.count)
        decide(charges, at: now, from: 0, into: &decision)
        return decision
    }

    /// Takes back one charge that was made in advance and turned out not to apply, such as an attempt to sign in that
    /// succeeded where only failures count.
    func refund(_ charge: RateLimitCharge, at now: UInt64) {
        shards[Self.shard(charge.key)].withLock { table in
            let time = table.advance(to: now)
            if let place = table.find(charge, at: time) { table.refund(place) }
        }
    }

    /// How a key stands, without charging it.
    func standing(_ charge: RateLimitCharge, at now: UInt64) -> RateLimitStanding {
        shards[Self.shard(charge.key)].withLock { table in
            let time = table.advance(to: now)
            guard let place = table.find(charge, at: time) else {
                return RateLimitStanding(
                    policy: charge.policy, isAdmitted: true,
                    remaining: table.rules[Int(charge.policy.place)].limit, wait: 0)
            }
            return table.standing(place, isAdmitted: table.hasRoom(place, at: time), at: time, from: now)
        }
    }

    /// Keys that have a place of their own, and decisions that had to use an overflow entry; for metrics.
    var usage: (keys: Int, overflows: UInt64) {
        var total: (keys: Int, overflows: UInt64) = (0, 0)
        for shard in shards.indices {
            let (keys, overflows) = shards[shard].withLock { ($0.keys, $0.overflows) }
            total.keys += keys
            total.overflows &+= overflows
        }
        return total
    }

    /// The policy called `name`.
    func policy(named name: String) -> RateLimitPolicyIndex? {
        policies.firstIndex { $0.name == name }.map { RateLimitPolicyIndex(place: UInt8($0)) }
    }
}

extension RateLimiter {
    /// Decides the charges of the lowest shard not below `shard`, and with its lock held those of the higher ones.
    /// Whether to charge is known when the innermost call returns.
    private func decide(
        _ charges: RateLimitCharges, at now: UInt64, from shard: Int, into decision: inout RateLimitDecision
    ) {
        var lowest = RateLimiterLimits.shards
        for index in 0..<charges.count {
            let candidate = Self.shard(charges[index].key)
            if candidate >= shard { lowest = min(lowest, candidate) }
        }
        guard lowest < RateLimiterLimits.shards else { return }
        shards[lowest].withLock { table in
            let time = table.advance(to: now)
            var found = InlineArray<4, (place: Int, isNew: Bool, hasRoom: Bool)>(repeating: (-1, false, false))
            for index in 0..<charges.count where Self.shard(charges[index].key) == lowest {
                let (place, isNew) = table.locate(charges[index], at: time)
                found[index] = (place, isNew, table.hasRoom(place, at: time))
                if !found[index].hasRoom { decision.refuse() }
                if index == 0, charges.flightsMax > 0, table.flights(place) >= charges.flightsMax { decision.crowd() }
            }
            decide(charges, at: now, from: lowest + 1, into: &decision)
            for index in 0..<charges.count where found[index].place >= 0 {
                let (place, isNew, hasRoom) = found[index]
                if decision.isAdmitted {
                    table.charge(place, at: time)
                    if index == 0, charges.flightsMax > 0 { decision.flight = table.takeOff(place, lowest) }
                }
                decision.record(table.standing(place, isAdmitted: hasRoom, at: time, from: now), at: index)
                if !decision.isAdmitted, isNew { table.remove(place) }
            }
        }
    }

    @inline(__always)
    private static func shard(_ key: RateLimitKey) -> Int {
        Int(truncatingIfNeeded: key.bits &>> 59)
    }

    private static func faults(of policies: [RateLimitPolicy], keysMax: Int) -> [RateLimitPolicyFault] {
        var found: [RateLimitPolicyFault] = []
        if policies.isEmpty { found.append(RateLimitPolicyFault(kind: .policiesMissing, index: nil)) }
        if policies.count > RateLimiterLimits.policiesMax {
            found.append(RateLimitPolicyFault(kind: .policiesTooMany, index: nil))
        }
        if !(1...RateLimiterLimits.keysMaxHighest ~= keysMax) {
            found.append(RateLimitPolicyFault(kind: .keysOutOfRange, index: nil))
        }
        for (index, policy) in policies.enumerated() {
            found += policy.faults.map { RateLimitPolicyFault(kind: $0, index: index) }
            if policies[..<index].contains(where: { $0.name == policy.name }) {
                found.append(RateLimitPolicyFault(kind: .nameDuplicated, index: index))
            }
        }
        return found
    }
}
