public import ServiceRuntime

/// Somebody in a process who hears events. Until it knows what there is for it to hear, the process acts on what it has
/// heard before, which its health report says.
public protocol EventListener: Service {
    /// Whether it hears what is published from now on. On its loop.
    var isListening: Bool { get }
}
