import Bytes

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

    /// `"default";q=100;w=10`, the policy as an item of `RateLimit-Policy`.
    var fieldItem: [UInt8] {
        var item: [UInt8] = []
        item.append("\"")
        item.append(text: name)
        item.append("\";q=")
        item.append(decimal: limit)
        item.append(";w=")
        item.append(decimal: windowSeconds)
        return item
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
