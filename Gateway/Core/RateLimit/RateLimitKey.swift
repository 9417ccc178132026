import Bytes
import Identifiers

/// Who is counted: 64 bits of a keyed hash. Two names meet with probability 2^-64 a pair, and nobody outside the
/// process can find two that do, because the hash's key is drawn at start.
struct RateLimitKey: Sendable, Hashable {
    let bits: UInt64
}

/// Makes keys. It hashes what it is given and keeps none of it, so counting allocates nothing and the table holds
/// no personal data.
struct RateLimitKeying: Sendable {
    /// What a name stands for. Equal names of different kinds are different keys.
    enum Kind: UInt8, Sendable, CaseIterable {
        case subject, organization, address, routeClass
    }

    /// The hashing of a name of each kind as it begins, the secret in it.
    private let begun: InlineArray<4, Hasher>

    /// With a secret of this process. The standard hasher is seeded per process too, but a variable of the
    /// environment can turn that off.
    init() {
        var random = SystemRandomNumberGenerator()
        self.init(secret: (random.next(), random.next()))
    }

    init(secret: (UInt64, UInt64)) {
        begun = InlineArray { kind in
            var hasher = Hasher()
            hasher.combine(secret.0)
            hasher.combine(secret.1)
            hasher.combine(UInt8(truncatingIfNeeded: kind))
            return hasher
        }
    }

    /// The key of a name given as bytes.
    func key(_ kind: Kind, _ name: borrowing Span<UInt8>) -> RateLimitKey {
        var hasher = started(kind)
        var index = 0
        while index < name.count {
            var word: UInt64 = 0
            let end = min(index + 8, name.count)
            while index < end {
                word = word << 8 | UInt64(name[index])
                index += 1
            }
            hasher.combine(word)
        }
        hasher.combine(name.count)
        return RateLimitKey(bits: UInt64(bitPattern: Int64(hasher.finalize())))
    }

    /// The key of a 128-bit identifier.
    func key(_ kind: Kind, high: UInt64, low: UInt64) -> RateLimitKey {
        var hasher = started(kind)
        hasher.combine(high)
        hasher.combine(low)
        return RateLimitKey(bits: UInt64(bitPattern: Int64(hasher.finalize())))
    }

    /// The key of an identifier.
    func key(_ kind: Kind, _ id: UUID128) -> RateLimitKey {
        key(kind, high: id.high, low: id.low)
    }

    private func started(_ kind: Kind) -> Hasher {
        begun[Int(kind.rawValue)]
    }
}
