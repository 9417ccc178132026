internal import Synchronization

/// Token ids (`jti`) that are not accepted any more, each until the token would have expired anyway. Bounded, shared
/// by threads, and it holds hashes of the ids, not the ids.
public final class RevocationList: Sendable {
    private let revoked: Mutex<[SHA256Digest: UnixTime]>
    private let published: Atomic<UInt64>
    private let capacity: Int

    public init(capacity: Int = CryptoLimits.revocationsMax) {
        self.capacity = capacity
        revoked = Mutex([:])
        published = Atomic(1)
    }

    /// Changes with every revocation, so that caches look again.
    public var generation: UInt64 {
        published.load(ordering: .acquiring)
    }

    /// Refuses the token from now on. False when the list is full of others still alive: then the caller must raise
    /// an alarm, or change keys, because the token stays good.
    public func revoke(tokenID: String, until expiry: UnixTime, now: UnixTime) -> Bool {
        let digest = Self.digest(of: tokenID)
        return revoked.withLock { revoked in
            if revoked[digest] == nil, revoked.count >= capacity {
                revoked = revoked.filter { $0.value > now }
                guard revoked.count < capacity else { return false }
            }
            revoked[digest] = max(expiry, revoked[digest] ?? expiry)
            published.add(1, ordering: .releasing)
            return true
        }
    }

    /// Whether the token with this id was revoked.
    public func contains(tokenID: String) -> Bool {
        contains(Self.digest(of: tokenID))
    }

    @usableFromInline
    func contains(_ digest: SHA256Digest) -> Bool {
        revoked.withLock { $0[digest] != nil }
    }

    @usableFromInline
    static func digest(of tokenID: String) -> SHA256Digest {
        SHA256Digest(of: Array(tokenID.utf8).span)
    }
}
