public import Streaming

/// Where a subscription's messages go. Taking one never waits; whoever cannot take it ends, and says so.
public protocol LiveSink: AnyObject {
    /// False when it takes nothing more: the subscription is over.
    func deliver(_ frame: LiveFrame) -> Bool
    /// Tells the client that what it shows may be old.
    func deliver(_ reset: LiveReset) -> Bool
}

extension WebSocketSession: LiveSink {
    public func deliver(_ frame: LiveFrame) -> Bool { send(frame.webSocket) }
    public func deliver(_ reset: LiveReset) -> Bool { send(reset.webSocket) }
}

extension EventStream: LiveSink {
    public func deliver(_ frame: LiveFrame) -> Bool { send(frame.serverSentEvent) }
    public func deliver(_ reset: LiveReset) -> Bool { send(reset.serverSentEvent) }
}
