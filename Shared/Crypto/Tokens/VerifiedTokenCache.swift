/// What verified tokens turned out to mean, so that the next request with the same token costs one hash and one
/// look-up instead of a signature.
///
/// Keyed by the SHA-256 of the whole token, signature included: the same payload under another signature is another
/// key. An entry answers only while the verifier itself would: inside the token's dates (also after the clock was
/// set back), under the same key generation, and not revoked. Refusals are never kept, so nobody fills the cache
/// without a key. When it is full, CLOCK evicts an entry that was not asked for lately; all operations are O(1) and
/// a look-up allocates nothing.
///
/// One owner, one thread: it has no lock.
public struct VerifiedTokenCache<Value: Sendable>: ~Copyable {
    private struct Entry {
        var digest: SHA256Digest
        var value: Value?
        var validFrom: UnixTime
        var validUntil: UnixTime
        var keyGeneration: UInt64
        var revocationGeneration: UInt64
        var tokenID: SHA256Digest?
        var wasUsed: Bool
    }

    private let capacity: Int
    private var hasher = SHA256Hasher()
    private var positions: [SHA256Digest: Int] = [:]
    private var entries: [Entry] = []
    private var free: [Int] = []
    private var hand = 0

    /// Keeps at most `capacity` tokens; memory is taken as they come.
    public init(capacity: Int) {
        precondition(capacity > 0, "a cache holds something")
        self.capacity = capacity
    }

    public var count: Int { positions.count }

    /// The key of `token`, for `value` and, after verifying it, for `insert`.
    public mutating func digest(of token: Span<UInt8>) -> SHA256Digest {
        hasher.digest(of: token)
    }

    /// What was kept for the token, unless it must be verified again.
    public mutating func value(
        for digest: SHA256Digest, keyGeneration: UInt64, revocations: RevocationList, now: UnixTime
    ) -> Value? {
        guard let position = positions[digest] else { return nil }
        guard entries[position].keyGeneration == keyGeneration, now < entries[position].validUntil else {
            remove(at: position)
            return nil
        }
        // Not yet valid again: the clock was set back. It may come forward again, so the entry stays.
        guard now >= entries[position].validFrom else { return nil }
        let generation = revocations.generation
        if entries[position].revocationGeneration != generation {
            if let tokenID = entries[position].tokenID, revocations.contains(tokenID) {
                remove(at: position)
                return nil
            }
            entries[position].revocationGeneration = generation
        }
        if !entries[position].wasUsed { entries[position].wasUsed = true }
        return entries[position].value
    }

    /// Keeps `value` for a token that was just verified. `revocationGeneration` is the list's from before verifying,
    /// so that a revocation in between is not missed.
    public mutating func insert(
        _ value: Value, for digest: SHA256Digest, token: VerifiedToken, revocationGeneration: UInt64
    ) {
        let entry = Entry(
            digest: digest, value: value, validFrom: token.validFrom, validUntil: token.validUntil,
            keyGeneration: token.keyGeneration, revocationGeneration: revocationGeneration,
            tokenID: token.tokenID.map(RevocationList.digest), wasUsed: false)
        if let position = positions[digest] {
            entries[position] = entry
            return
        }
        let position: Int
        if let vacant = free.popLast() {
            position = vacant
            entries[position] = entry
        } else if entries.count < capacity {
            position = entries.count
            entries.append(entry)
        } else {
            position = evict()
            entries[position] = entry
        }
        positions[digest] = position
    }

    /// Forgets everything.
    public mutating func removeAll() {
        positions.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        free.removeAll(keepingCapacity: true)
        hand = 0
    }

    /// Advances the hand to an entry that was not used since it last passed, and vacates that one. Only called when
    /// every entry is occupied.
    private mutating func evict() -> Int {
        while entries[hand].wasUsed {
            entries[hand].wasUsed = false
            hand = (hand + 1) % entries.count
        }
        let position = hand
        hand = (hand + 1) % entries.count
        positions[entries[position].digest] = nil
        return position
    }

    private mutating func remove(at position: Int) {
        positions[entries[position].digest] = nil
        entries[position].value = nil
        entries[position].wasUsed = false
        free.append(position)
    }
}
