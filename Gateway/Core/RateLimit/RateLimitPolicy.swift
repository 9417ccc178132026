/// One limit: at most `limit` requests of one key in any `windowSeconds`. The name goes out in `RateLimit` fields.
struct RateLimitPolicy: Sendable, Hashable {
    let name: String
    let limit: Int
    let windowSeconds: Int

    /// What keeps the policy from being used; empty when nothing does.
    var faults: [RateLimitPolicyFault.Kind] {
        var found: [RateLimitPolicyFault.Kind] = []
        if !(1...RateLimiterLimits.nameBytesMax ~= name.utf8.count) || !name.utf8.allSatisfy(Self.isNameByte) {
            found.append(.nameMalformed)
        }
        let isLimitPossible = 1...RateLimiterLimits.limitMax ~= limit
        let isWindowPossible = 1...RateLimiterLimits.windowSecondsMax ~= windowSeconds
        if !isLimitPossible { found.append(.limitOutOfRange) }
        if !isWindowPossible { found.append(.windowOutOfRange) }
        if isLimitPossible, isWindowPossible,
            UInt64(limit) * UInt64(windowSeconds) > RateLimiterLimits.weightMax / 1_000_000_000
        {
            found.append(.limitTimesWindowTooLarge)
        }
        return found
    }

    /// The characters that need no escaping in a structured field's string, narrowed to what reads well in a log.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// What fields say of a policy, ready to be sent.
struct RateLimitPolicyTexts: Sendable {
    /// `"default";q=100;w=10`, the policy as an item of `RateLimit-Policy`.
    let item: [UInt8]
    /// `"default";r=`, the beginning of its item in `RateLimit`.
    let standing: [UInt8]
    let windowSeconds: Int

    init(_ policy: RateLimitPolicy) {
        item = Array("\"\(policy.name)\";q=\(policy.limit);w=\(policy.windowSeconds)".utf8)
        standing = Array("\"\(policy.name)\";r=".utf8)
        windowSeconds = policy.windowSeconds
    }

    /// Bytes of all fields of one decision at most: the names of the fields and their line ends, and of each charge both
    /// items, two numbers and what separates them.
    static func fieldsBytesMax(_ texts: [RateLimitPolicyTexts]) -> Int {
        let longest = texts.reduce(0) { max($0, $1.item.count + $1.standing.count) }
        return 96 + RateLimiterLimits.chargesMax * (longest + 52)
    }
}

/// Why a set of policies cannot be used.
struct RateLimitPolicyFault: Sendable, Equatable {
    enum Kind: Sendable, Equatable, CaseIterable {
        case nameMalformed, nameDuplicated, limitOutOfRange, windowOutOfRange, limitTimesWindowTooLarge
        case policiesTooMany, policiesMissing, keysOutOfRange
    }

    let kind: Kind
    /// The policy at fault, by its place in the list; nil when the list itself is.
    let index: Int?
}

/// Every fault of a set of policies.
struct RateLimitPolicyFaults: Error, Equatable {
    let all: [RateLimitPolicyFault]
}

/// Which policy of a limiter: its place in the list the limiter was made with.
struct RateLimitPolicyIndex: Sendable, Hashable {
    let place: UInt8
}
