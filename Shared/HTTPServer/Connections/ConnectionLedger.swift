import EventLoop
import Synchronization

/// Who is connected: the open connections of all endpoints that share it, together and by address, against their limits.
/// The kernel spreads connections over the loops of a port as it likes, so shares of a limit would refuse some callers
/// early. It is asked when a connection comes and when it goes, and not in between.
public final class ConnectionLedger: Sendable {
    private let connectionsMax: Int
    private let perAddressMax: Int
    private let count = Atomic<Int>(0)
    /// By the address's hash, so that loops that accept at once seldom meet.
    private let shards: InlineArray<16, Mutex<[SocketAddress: Int]>> = InlineArray { _ in Mutex([:]) }

    /// A ledger of nobody yet, with the two limits on connections of `limits`.
    public init(_ limits: HTTPServerLimits) {
        connectionsMax = limits.connectionsMax
        perAddressMax = limits.connectionsPerAddressMax
    }

    /// Connections open at this moment.
    public var total: Int { count.load(ordering: .relaxed) }

    /// Counts a connection from `host`; false, and nothing counted, when that is one too many.
    func enter(_ host: SocketAddress) -> Bool {
        guard count.wrappingAdd(1, ordering: .relaxed).newValue <= connectionsMax, enterShard(host) else {
            count.wrappingSubtract(1, ordering: .relaxed)
            return false
        }
        return true
    }

    /// Takes back what `enter` counted.
    func leave(_ host: SocketAddress) {
        count.wrappingSubtract(1, ordering: .relaxed)
        shards[Self.shard(of: host)].withLock { byAddress in
            let left = byAddress[host, default: 0] - 1
            byAddress[host] = left > 0 ? left : nil
        }
    }

    private func enterShard(_ host: SocketAddress) -> Bool {
        shards[Self.shard(of: host)].withLock { byAddress in
            let fromHere = byAddress[host, default: 0]
            guard fromHere < perAddressMax else { return false }
            byAddress[host] = fromHere + 1
            return true
        }
    }

    private static func shard(of host: SocketAddress) -> Int {
        host.hashValue & 15
    }
}
