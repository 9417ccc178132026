import EventLoop
import PlatformProtocol
import RealtimeDomain
import Synchronization

/// The hubs of a process, one on each loop that answers requests. What is heard on one loop is told on all of them.
final class HubSet: Sendable {
    private let hubs = Mutex<[Hub]>([])
    private let tag = InstanceTag(UInt32.random(in: 0 ... .max))
    private let metrics: HubMetrics

    init(_ metrics: HubMetrics) {
        self.metrics = metrics
    }

    /// The hub of a loop, made when it is first asked for.
    func hub(on loop: Loop) -> Hub {
        hubs.withLock { hubs in
            if let hub = hubs.first(where: { $0.loop === loop }) { return hub }
            let hub = Hub(on: loop, tag: tag, metrics: metrics)
            hubs.append(hub)
            return hub
        }
    }

    /// Has nothing told on a loop any more.
    func leave(_ loop: Loop) {
        hubs.withLock { $0.removeAll { $0.loop === loop } }
    }

    /// Tells an event to whoever may see it, on every loop.
    func publish(_ envelope: Envelope) {
        guard let message = LiveMessage(envelope) else { return }
        for hub in hubs.withLock({ $0 }) {
            hub.loop.execute { hub.publish(message, to: envelope.organizationID) }
        }
    }
}
