/// What verified tokens turned out to mean, so that the next request with the same token costs one hash and one
/// look-up instead of a signature.
///
/// Keyed by the SHA-256 of the whole token, signature included: the same payload under another signature is another
/// key. An entry answers only while the verifier itself would: inside the token's dates (also after the clock was
/// set back), under the same key generation, and not revoked. Refusals are never kept, so nobody fills the cache
/// without a key. A look-up allocates nothing.
///
/// One owner, one thread: it has no lock.
public struct VerifiedTokenCache<Value: Sendable>: ~Copyable {
    @usableFromInline
    struct Entry {
        @usableFromInline let value: Value
        @usableFromInline let validFrom: UnixTime
        @usableFromInline let validUntil: UnixTime
        @usableFromInline let keyGeneration: UInt64
        @usableFromInline let tokenID: SHA256Digest?
        @usableFromInline var revocationGeneration: UInt64

        @inlinable
        init(_ value: Value, token: VerifiedToken, revocationGeneration: UInt64) {
            self.value = value
            validFrom = token.validFrom
            validUntil = token.validUntil
            keyGeneration = token.keyGeneration
            tokenID = token.tokenID.map { RevocationList.digest(of: $0) }
            self.revocationGeneration = revocationGeneration
        }
    }

    @usableFromInline
    enum Answer {
        case value(Value)
        case askRevocations(SHA256Digest?, Value)
        case notYet
        case stale
    }

    @usableFromInline let hasher = SHA256Hasher()
    @usableFromInline var entries: ClockCache<SHA256Digest, Entry>

    /// Keeps at most `capacity` tokens; memory is taken as they come.
    @inlinable
    public init(capacity: Int) {
        entries = ClockCache(capacity: capacity)
    }

    @inlinable
    public var count: Int { entries.count }

    /// The key of `token`, for `value` and, after verifying it, for `insert`.
    @inlinable
    public mutating func digest(of token: Span<UInt8>) -> SHA256Digest {
        hasher.digest(of: token)
    }

    /// What was kept for the token, unless it must be verified again.
    @inlinable
    public mutating func value(
        for digest: SHA256Digest, keyGeneration: UInt64, revocations: RevocationList, now: UnixTime
    ) -> Value? {
        guard let position = entries.position(of: digest) else { return nil }
        let revocationGeneration = revocations.generation
        let answer = entries.withValue(at: position) { entry -> Answer in
            guard entry.keyGeneration == keyGeneration, now < entry.validUntil else { return .stale }
            // Not yet valid again: the clock was set back. It may come forward again, so the entry stays.
            guard now >= entry.validFrom else { return .notYet }
            guard entry.revocationGeneration != revocationGeneration else { return .value(entry.value) }
            return .askRevocations(entry.tokenID, entry.value)
        }
        switch answer {
        case .value(let value):
            return value
        case .askRevocations(let tokenID, let value):
            if let tokenID, revocations.contains(tokenID) {
                entries.remove(at: position)
                return nil
            }
            entries.update(at: position) { $0.revocationGeneration = revocationGeneration }
            return value
        case .stale:
            entries.remove(at: position)
            return nil
        case .notYet, nil:
            return nil
        }
    }

    /// Keeps `value` for a token that was just verified. `revocationGeneration` is the list's from before verifying,
    /// so that a revocation in between is not missed.
    @inlinable
    public mutating func insert(
        _ value: Value, for digest: SHA256Digest, token: VerifiedToken, revocationGeneration: UInt64
    ) {
        let entry = Entry(value, token: token, revocationGeneration: revocationGeneration)
        entries.insert(entry, for: digest)
    }

    /// Forgets everything.
    @inlinable
    public mutating func removeAll() {
        entries.removeAll()
    }
}
