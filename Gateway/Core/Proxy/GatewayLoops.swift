import EventLoop
import HTTPClient
import PlatformProtocol
import Synchronization

/// The upstreams of one loop at one moment.
struct LoopView: Sendable {
    var services: [ServiceView] = []
}

/// One service as one loop sees it.
struct ServiceView: Sendable {
    let name: ServiceName
    let counters: UpstreamCounters
    let endpoints: [Upstream.EndpointState]
}

/// All loops of a gateway, for whoever wants to know of them together. What a loop keeps is its own and not locked, so
/// each is asked to say how it is; what it said last stands for one that does not answer in time, or is gone.
final class GatewayLoops: Sendable {
    private let state = Mutex(State())

    private struct State {
        var loops: [(number: Int, gateway: GatewayLoop)] = []
        var views: [LoopView] = []
    }

    /// What every loop said last.
    var views: [LoopView] { state.withLock { $0.views } }

    func join(_ gateway: GatewayLoop) {
        state.withLock { state in
            state.loops.append((state.views.count, gateway))
            state.views.append(LoopView())
        }
    }

    /// Must be called on the gateway's loop, whose last words these are.
    func leave(_ gateway: GatewayLoop) {
        let view = gateway.view
        state.withLock { state in
            guard let index = state.loops.firstIndex(where: { $0.gateway === gateway }) else { return }
            state.views[state.loops.remove(at: index).number] = view
        }
    }

    /// Asks every loop anew, waiting on `loop`.
    func refresh(on loop: Loop) async {
        let asked = state.withLock { $0.loops }
        guard !asked.isEmpty else { return }
        let (answers, feed) = AsyncStream.makeStream(of: Void.self)
        for (number, gateway) in asked {
            gateway.loop.execute { [self] in
                let view = gateway.view
                state.withLock { $0.views[number] = view }
                feed.yield()
            }
        }
        let timer = loop.makeTimer { feed.finish() }
        loop.arm(timer, at: .now + ProxyLimits.viewWait)
        defer { loop.release(timer) }
        var missing = asked.count
        for await _ in answers {
            missing -= 1
            if missing == 0 { return }
        }
    }
}
