public import EventLoop
import Identifiers
import JSON
public import Messaging
public import ServiceRuntime

extension ServiceTools {
    /// The parts that run somebody who hears events: itself, and the look that tells in the health report whether it does.
    /// A service whose consumer waits for its group, or whose broker is away, is degraded: it takes requests, and answers
    /// from what it has heard before.
    public func entries(of listener: some EventListener, on loop: Loop) -> [ServiceEntry] {
        let component = board.register(.eventBus, listener.name)
        let check = HealthChecks.Check.ask(component, every: HostLimits.listeningInterval) { [clock] in
            await withTaskExecutorPreference(loop) {
                let isListening = listener.isListening
                return ComponentHealth(
                    isListening ? .healthy : .degraded, at: clock.now, details: ["listening": .bool(isListening)])
            }
        }
        return [ServiceEntry(listener), ServiceEntry(HealthChecks([check]))]
    }
}
