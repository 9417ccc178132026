/// Every bound of the event loop, with its unit.
public enum LoopLimits {
    /// Bytes taken from one socket by one receive.
    public static let receiveBytes = 64 * 1024

    /// Events taken from the kernel in one turn.
    public static let eventsPerTurn = 256

    /// Bytes of one stream that wait for the end of a turn.
    public static let unsentBytesMax = 64 * 1024

    /// Output buffers a loop keeps for reuse, and the largest it keeps, in bytes.
    public static let spareBuffers = 64
    public static let spareBufferBytes = 16 * 1024

    /// Items for which the inbox keeps its memory between turns.
    static let inboxKeptItems = 4096

    /// Connections the kernel holds for us before we accept them.
    public static let listenBacklog: Int32 = 4096

    /// Connections accepted in one turn, so that a flood of new ones does not starve those we have.
    static let acceptsPerTurn = 64

    /// Calls waiting for a blocking thread; one more is refused.
    public static let blockingCalls = 1024
}
