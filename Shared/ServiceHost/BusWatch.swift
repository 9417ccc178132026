import EventLoop
import KafkaClient
import Observability
import ServiceRuntime

/// Asks the cluster for its topics now and then, and reports how that went. The broker's absence degrades the service
/// and no more: what it tells waits in its outbox meanwhile.
///
/// It has a thread of its own, because a broker that is away takes the whole time of each question.
struct BusWatch: Service {
    let name = "bus watch"
    let component: HealthComponent
    let connection: KafkaConnection
    let loop: Loop

    func run(_ lifecycle: ServiceLifecycle) async throws {
        let thread = try BlockingThread(name: "bus-watch")
        try await withTaskExecutorPreference(loop) {
            let admin = try KafkaAdmin(connection, on: loop, blocking: thread)
            lifecycle.started()
            await lifecycle.untilStopped {
                while !Task.isCancelled {
                    await component.check { _ = try await admin.topics(until: .now + HostLimits.checkMax) }
                    // Throws only when the service stops, and the loop's condition sees that.
                    try? await loop.sleep(for: HostLimits.busInterval)
                }
            }
            await admin.close()
        }
        thread.stop()
    }
}
