internal import Synchronization

/// The current key set, swapped whole. Readers see the old set or the new one, never a mixture, and the generation
/// tells every cache that what it verified with an older set must be verified again.
public final class JWTKeyRing: Sendable {
    /// A key set and the generation it belongs to.
    public struct Snapshot: Sendable {
        public let keys: JWTKeySet
        public let generation: UInt64
    }

    private let current: Mutex<Snapshot>
    private let published: Atomic<UInt64>

    public init(_ keys: JWTKeySet) {
        current = Mutex(Snapshot(keys: keys, generation: 1))
        published = Atomic(1)
    }

    /// The keys to verify with.
    public var snapshot: Snapshot {
        current.withLock { $0 }
    }

    /// The generation of `snapshot`, without taking the lock.
    public var generation: UInt64 {
        published.load(ordering: .acquiring)
    }

    /// Makes `keys` the current set. For a rotation the new set holds the old key too, for as long as tokens signed
    /// with it live.
    public func replace(with keys: JWTKeySet) {
        current.withLock { snapshot in
            snapshot = Snapshot(keys: keys, generation: snapshot.generation + 1)
            published.store(snapshot.generation, ordering: .releasing)
        }
    }
}
